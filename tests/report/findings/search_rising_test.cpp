#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

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
  // Eight are named; more are counted, and the ranking marks them.
  EXPECT_EQ(std::count(got[0].sentence.begin(), got[0].sentence.end(), ';'), 7);
  EXPECT_TRUE(got[0].sentence.ends_with("learning rate 0.001, rho 0.001, adadelta."))
      << got[0].sentence;
}

// Noise in which each epoch resembles the one before it, and no trend: at most 5 % of searches.
TEST(SearchRising, SteadyCurvesOfCorrelatedNoiseDoNotRise) {
  for (const double correlation : {0.5, 0.8}) {
    size_t alarms = 0;
    constexpr size_t kSearches = 400;
    for (size_t search = 0; search < kSearches; ++search) {
      study::Study study = study::named("run", {"a", "b"}, 3);
      study.search = study::SearchSpec{};
      study.search->objective.name = "val_accuracy";
      study.search->higher_is_better = true;
      study::Results results;
      Random random(search, Purpose::kNoise, 9);
      for (size_t v = 0; v < 2; ++v)
        for (uint64_t seed = 0; seed < 3; ++seed) {
          study::Trial trial = study::trial_of(v, seed, {{"val_accuracy", 0.8}});
          History::Column column{"val_accuracy", {}};
          double noise = random.normal();
          for (int e = 0; e < 100; ++e) {
            column.values.push_back(0.8 + 0.01 * noise);
            noise =
                correlation * noise + std::sqrt(1 - correlation * correlation) * random.normal();
          }
          trial.history.columns.push_back(std::move(column));
          results.trials.push_back(std::move(trial));
        }
      alarms +=
          !search_rising(search_facts(study, results, study::TrialIndex(study, results))).empty();
    }
    EXPECT_LE(alarms, 28u) << correlation;  // 20 at 5 %, and two standard errors
  }
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
