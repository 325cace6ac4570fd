#include "report/findings/search.hpp"

#include <gtest/gtest.h>

#include "report/findings/search_samples.hpp"

namespace gradus::finding {
namespace {

TEST(SearchFacts, EveryPointIsComparedWithTheBest) {
  const MnistSearch s(1);
  const study::TrialIndex index(s.study, s.results);
  const SearchFacts facts = search_facts(s.study, s.results, index);
  ASSERT_EQ(facts.finished(), 88u);
  ASSERT_EQ(facts.against.size(), 88u);
  EXPECT_EQ(facts.against[0].test, statistics::TestKind::kNone);
  for (size_t i = 1; i < 88; ++i) {
    EXPECT_EQ(facts.against[i].pairs, 3u);
    EXPECT_NEAR(facts.against[i].difference, facts.ranking[0].mean - facts.ranking[i].mean, 1e-12);
  }
  EXPECT_EQ(facts.chosen_score, facts.ranking[0].mean);
}

TEST(SearchFacts, PointsWithoutAValueAreNotCompared) {
  MnistSearch s(1);
  s.results.trials[0].metrics[0].second = study::kNaN;
  s.results.trials[3].pruned = true;
  const study::TrialIndex index(s.study, s.results);
  const SearchFacts facts = search_facts(s.study, s.results, index);
  EXPECT_EQ(facts.finished(), 86u);
  EXPECT_EQ(facts.against[86].pairs, 0u);
  EXPECT_EQ(facts.against[87].pairs, 0u);
}

// With decimals of its own each, the second would read 0.95 beside the best's 0.946.
TEST(SearchFacts, AllPointsHaveTheSameDecimals) {
  const MnistSearch s(1);
  const study::TrialIndex index(s.study, s.results);
  const SearchFacts facts = search_facts(s.study, s.results, index);
  for (size_t i = 0; i < 88; ++i) {
    const std::string text = point_value(facts, i);
    EXPECT_EQ(text.find(" ["), 5u) << text;  // 0.946
  }
}

TEST(SearchFacts, MeansOfManySeedsHaveABootstrapsInterval) {
  Sample sample;
  for (int i = 0; i < 40; ++i) sample.by_seed.push_back(0.01 * (i * 7 % 40));
  sample.values = sample.units = sample.by_seed;
  EXPECT_EQ(mean_estimate(0, sample).interval.method, statistics::IntervalMethod::kBootstrap);
  sample.values.resize(31);
  EXPECT_EQ(mean_estimate(0, sample).interval.method, statistics::IntervalMethod::kStudent);
}

}  // namespace
}  // namespace gradus::finding
