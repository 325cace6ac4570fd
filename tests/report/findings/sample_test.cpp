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

// Fold 0 of 2 and fold 0 of 3 hold out other samples.
TEST(Sample, FoldsDealtInOtherWaysAreNotPaired) {
  study::Study study = study::study_of({}, {{{"k", int64_t{2}}}, {{"k", int64_t{3}}}}, 2);
  study::Results results;
  for (size_t v = 0; v < 2; ++v) {
    // Six values of each: pairs by number alone would be of unlike folds.
    study.variants[v].plan.data.validation_folds = v == 0 ? study::Folds{2, 3} : study::Folds{3, 2};
    for (int64_t f = 0; f < 6; ++f)
      for (uint64_t seed = 0; seed < 2; ++seed) {
        results.trials.push_back(study::trial_of(
            v, seed, {{"val_loss", static_cast<double>(f) + 10 * static_cast<double>(seed)}}));
        results.trials.back().fold = f;
      }
  }
  const study::TrialIndex index(study, results);
  const Sample a = sample_of(study, index, 0, {"last", "val_loss", {}});
  const Sample b = sample_of(study, index, 1, {"last", "val_loss", {}});
  EXPECT_FALSE(dealt_alike(a, b));
  EXPECT_EQ(unit_of_pairs(a, b), study::Scores::Unit::kSeed);
  EXPECT_EQ(paired(a, b).first, (std::vector<double>{2.5, 12.5}));
  EXPECT_EQ(paired(a, b).overlap, 1);
  EXPECT_EQ(paired(a, a).first.size(), 12u);
}

// Of seeds with samples of their own, what folds share must not stay however many seeds there are.
TEST(Sample, TheIntervalOfIndependentSeedsShrinksWithThem) {
  study::Study study = study::study_of({}, {{}}, 30);
  study.variants[0].plan.data.validation_folds = study::Folds{3, 1};
  study::Results results;
  for (uint64_t seed = 0; seed < 30; ++seed)
    for (int64_t f = 0; f < 3; ++f) {
      results.trials.push_back(study::trial_of(
          0, seed,
          {{"val_loss",
            0.3 + 0.1 * static_cast<double>(f) + 0.001 * static_cast<double>(seed * 7 % 30)}}));
      results.trials.back().fold = f;
    }
  const study::TrialIndex index(study, results);
  const study::MetricQuery loss{"last", "val_loss", {}};
  const Estimate folds = estimate(0, sample_of(study, index, 0, loss));
  EXPECT_EQ(folds.interval.method, statistics::IntervalMethod::kResampled);
  EXPECT_GT(folds.interval.high - folds.interval.low, 0.2);
  study.variants[0].plan.data.source = data::sources::Moons{0.1};
  const Sample sample = sample_of(study, index, 0, loss);
  const Estimate seeds = estimate(0, sample);
  EXPECT_EQ(seeds.interval.method, statistics::IntervalMethod::kStudent);
  EXPECT_NEAR(seeds.value, folds.value, 1e-12);
  EXPECT_EQ(seeds.interval.low, statistics::interval_of_mean(sample.by_seed).low);
  EXPECT_LT(seeds.interval.high - seeds.interval.low, 0.01);
}

TEST(Sample, IntervalsEndWhereAMetricDoes) {
  const study::Study study = study::named("run", {"a"}, 2);
  for (const char* name : {"val_loss", "epochs", "mae"})
    EXPECT_TRUE(is_positive(study, {"last", name, {}})) << name;
  EXPECT_FALSE(is_positive(study, {"last", "gradient_norm", {}}));
  study::Study own = study;
  own.variants[0].plan.train.loss = losses::Custom{};
  EXPECT_FALSE(is_positive(own, {"last", "val_loss", {}}));
  Sample sample;
  sample.positive = true;
  const statistics::Interval wide{-3, 5, statistics::IntervalMethod::kStudent};
  EXPECT_EQ(within_bounds(sample, wide).low, 0);
  EXPECT_EQ(within_bounds(sample, wide).high, 5);
}

}  // namespace
}  // namespace gradus::finding
