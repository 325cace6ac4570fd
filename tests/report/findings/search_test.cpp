#include "report/findings/search.hpp"

#include <gtest/gtest.h>

#include <algorithm>

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

// Two equal points on one body of 200 samples, a quarter held out anew for each of ten seeds: the
// loss on each sample, and the little that each sample teaches, come back with it in other seeds.
struct HeldOut {
  study::Study study = study::named("run", {"a", "b"}, 10);
  study::Results results;

  explicit HeldOut(uint64_t stream) {
    constexpr size_t kRows = 200;
    Random random(stream, Purpose::kNoise, 4);
    study.search = study::SearchSpec{};
    study.search->objective.name = "val_loss";
    std::vector<uint32_t> order(kRows);
    for (size_t i = 0; i < kRows; ++i) order[i] = static_cast<uint32_t>(i);
    std::vector<std::vector<double>> error(2, std::vector<double>(kRows)), lesson = error;
    for (size_t v = 0; v < 2; ++v) {
      study.variants[v].plan.data.source = data::sources::Csv{"a.csv"};
      study.variants[v].plan.data.validation = study::Amount{0.25};
      for (size_t i = 0; i < kRows; ++i) {
        error[v][i] = random.normal();
        lesson[v][i] = 0.4 * random.normal();
      }
    }
    for (uint64_t seed = 0; seed < 10; ++seed) {
      for (size_t i = kRows; i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
      for (size_t v = 0; v < 2; ++v) {
        double loss = 1;
        for (size_t i = 0; i < kRows; ++i)
          loss += i < 50 ? error[v][order[i]] / 50 : lesson[v][order[i]] / 150;
        results.trials.push_back(study::trial_of(v, seed, {{"val_loss", loss}}));
      }
    }
  }
};

TEST(SearchFacts, SetsHeldOutAnewDeclareNoFalseWinners) {
  constexpr size_t kStudies = 250;
  size_t searches = 0, pairs = 0, as_if_independent = 0;
  for (size_t i = 0; i < kStudies; ++i) {
    const HeldOut s(i);
    const study::TrialIndex index(s.study, s.results);
    const SearchFacts facts = search_facts(s.study, s.results, index);
    searches += facts.against[1].differs();
    statistics::PairedSample pair = paired(facts.samples[0], facts.samples[1]);
    pairs += statistics::compare(std::vector{pair})[0].differs();
    pair.overlap = 0;
    as_if_independent += statistics::compare(std::vector{pair})[0].differs();
  }
  EXPECT_LE(searches, 19u);  // 12.5 at 5 %, and two standard errors
  EXPECT_LE(pairs, 19u);
  EXPECT_GT(as_if_independent, 40u);
}

TEST(SearchFacts, PointsOfOtherFoldsAreComparedByTheirSeeds) {
  study::Study study = study::study_of({{"k", {int64_t{2}, int64_t{3}}, false}},
                                       {{{"k", int64_t{2}}}, {{"k", int64_t{3}}}}, 4);
  study.search = study::SearchSpec{};
  study.search->objective.name = "val_loss";
  study.findings = {ask("val_loss", "k")};
  study::Results results;
  for (size_t v = 0; v < 2; ++v) {
    const auto folds = static_cast<int64_t>(v) + 2;
    study.variants[v].plan.data.validation_folds = study::Folds{folds, 1};
    for (int64_t f = 0; f < folds; ++f)
      for (uint64_t seed = 0; seed < 4; ++seed) {
        results.trials.push_back(study::trial_of(
            v, seed,
            {{"val_loss", 0.5 + 0.1 * static_cast<double>(v) +
                              0.01 * static_cast<double>(f + static_cast<int64_t>(seed))}}));
        results.trials.back().fold = f;
      }
  }
  const SearchFacts facts = search_facts(study, results, study::TrialIndex(study, results));
  EXPECT_FALSE(facts.dealt_alike);
  EXPECT_EQ(facts.against[1].pairs, 4u);
  const std::vector<std::string> got = sentences(study, results);
  EXPECT_NE(std::find_if(got.begin(), got.end(),
                         [](const std::string& one) {
                           return one.ends_with(
                               ". Not all points deal the same folds, so the means of their "
                               "seeds were compared.");
                         }),
            got.end());
  EXPECT_NE(
      std::find_if(got.begin(), got.end(),
                   [](const std::string& one) {
                     return one.find(
                                "over 4 seeds, each the mean of its folds, which the two deal "
                                "differently") != std::string::npos;
                   }),
      got.end());
  study.seeds = {0};
  const std::vector<std::string> alone = sentences(study, results);
  EXPECT_EQ(alone[1],
            "No other point can be compared with it: their folds are dealt in different ways, and "
            "one seed each tells no points apart.");
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
