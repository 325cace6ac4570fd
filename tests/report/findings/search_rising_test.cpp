#include <gtest/gtest.h>

#include "report/findings/search.hpp"
#include "report/findings/search_samples.hpp"

namespace gradus::finding {
namespace {

std::vector<Finding> rising_of(const MnistSearch& s) {
  return search_rising(search_facts(s.study, s.results, study::TrialIndex(s.study, s.results)));
}

TEST(SearchRising, NamesThePointsThatStillGetBetter) {
  const std::vector<Finding> got = rising_of(MnistSearch(1));
  ASSERT_EQ(got.size(), 1u);
  EXPECT_EQ(got[0].kind, Finding::Kind::kWarning);
  // All of adadelta's points with rates 0.001 and 0.01, and no other.
  EXPECT_EQ(got[0].sentence.find("8 of 88 points were still getting better in validation accuracy "
                                 "at the last epoch, so more epochs might rank them higher: "),
            0u)
      << got[0].sentence;
  EXPECT_TRUE(got[0].sentence.ends_with("; and 5 more."));
}

TEST(SearchRising, NoiseAndAMillionthDoNotCount) {
  MnistSearch s(1);
  for (study::Trial& trial : s.results.trials) {
    std::vector<double>& curve = trial.history.columns[0].values;
    for (size_t e = 0; e < curve.size(); ++e)  // steady, and far below a hundredth of the whole
      curve[e] = 0.9 + 1e-6 * static_cast<double>(e) - (e == 0 ? 0.8 : 0);
  }
  EXPECT_TRUE(rising_of(s).empty());
  for (study::Trial& trial : s.results.trials) trial.history.columns[0].values.resize(15);
  EXPECT_TRUE(rising_of(s).empty());
}

TEST(SearchRising, WhatFallsIsNotBetter) {
  MnistSearch s(1);
  s.study.search->higher_is_better = false;
  EXPECT_TRUE(rising_of(s).empty());
}

}  // namespace
}  // namespace gradus::finding
