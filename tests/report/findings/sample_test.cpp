#include "report/findings/sample.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "study/hand_made.hpp"

namespace gradus::finding {
namespace {

using study::kNaN;

TEST(Sample, FoldsOfASeedCountOnce) {
  const study::Study study = study::study_of({}, {{}}, 4);
  study::Results results;
  for (const auto& [seed, fold, loss] : std::vector<std::tuple<uint64_t, int64_t, double>>{
           {0, 0, 1}, {0, 1, 3}, {1, 0, 5}, {1, 1, kNaN}, {2, 0, 7}, {2, 1, 9}, {3, 0, 100}}) {
    results.trials.push_back(study::trial_of(0, seed, {{"loss", loss}}));
    results.trials.back().fold = fold;
  }
  const study::TrialIndex index(study, results);
  const Sample sample = sample_of(study, index, 0, {"last", "loss", {}});
  EXPECT_EQ(sample.values,
            (std::vector<double>{2, 8}));  // seed 1 lacks a fold's value, seed 3 a fold
  EXPECT_TRUE(std::isnan(sample.by_seed[1]));
  EXPECT_EQ(sample.folds, 2u);
  EXPECT_EQ(sample.counts.trials, 7u);
  EXPECT_EQ(estimate(0, sample).value, 5);
}

TEST(Sample, SharesCountSeeds) {
  const study::Study study = study::study_of({}, {{}}, 4);
  study::Results results;
  for (uint64_t seed = 0; seed < 4; ++seed)
    results.trials.push_back(
        study::trial_of(0, seed, {}, 10, seed == 1 ? Status::kDiverged : Status::kCompleted));
  const study::TrialIndex index(study, results);
  const Sample sample = sample_of(study, index, 0, {"last", "diverged", {}});
  EXPECT_TRUE(sample.share);
  const Estimate value = estimate(0, sample);
  EXPECT_EQ(value.value, 0.25);
  EXPECT_EQ(value.interval.low, statistics::interval_of_share(1, 4).low);
  EXPECT_EQ(sample.counts.diverged, 1u);
  EXPECT_EQ(sample.counts.not_learned, 0u);
}

TEST(Sample, PairsNeedBothValues) {
  Sample a, b;
  a.by_seed = {1, kNaN, 3, 4};
  b.by_seed = {5, 6, kNaN, 8};
  const statistics::PairedSample pairs = paired(a, b);
  EXPECT_EQ(pairs.first, (std::vector<double>{1, 4}));
  EXPECT_EQ(pairs.second, (std::vector<double>{5, 8}));
}

}  // namespace
}  // namespace gradus::finding
