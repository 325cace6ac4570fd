#include "study/scores.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "study/hand_made.hpp"

namespace gradus::study {
namespace {

const MetricQuery kLoss{"last", "val_loss", {}};

Study two_folds_of(size_t seeds) {
  Study study = named("run", {"a"}, seeds);
  study.variants[0].plan.data.validation_folds = Folds{2, 1};
  return study;
}

Results values(const Study& study, const std::vector<std::vector<double>>& by_seed) {
  Results results;
  for (size_t s = 0; s < by_seed.size(); ++s)
    for (size_t f = 0; f < by_seed[s].size(); ++f) {
      results.trials.push_back(trial_of(0, study.seeds[s], {{"val_loss", by_seed[s][f]}}));
      results.trials.back().fold = static_cast<int64_t>(f);
    }
  return results;
}

TEST(Scores, SeedsAndFoldsApart) {
  const Study study = two_folds_of(2);
  const Results results = values(study, {{1, 3}, {5, 9}});
  const Scores got = scores_of(study, TrialIndex(study, results), 0, kLoss);
  EXPECT_EQ(got.by_seed, (std::vector<std::vector<double>>{{1, 3}, {5, 9}}));
  EXPECT_EQ(got.units(false), (std::vector<double>{1, 3, 5, 9}));
  EXPECT_EQ(got.units(true), (std::vector<double>{3, 6}));
  EXPECT_EQ(got.seed_means(), (std::vector<double>{2, 7}));
  EXPECT_EQ(got.folds(), 2u);
  EXPECT_EQ(got.overlap, 1);
}

TEST(Scores, OverlapIsThatOfTheMetricsOwnFolds) {
  Study study = two_folds_of(1);
  study.variants[0].plan.data.validation_folds = Folds{5, 3};
  study.variants[0].plan.data.test_folds = Folds{11, 1};
  const Results none;
  const TrialIndex index(study, none);
  EXPECT_EQ(scores_of(study, index, 0, kLoss).overlap, 0.25);
  EXPECT_EQ(scores_of(study, index, 0, {"last", "test_loss", {}}).overlap, 0.1);
  EXPECT_EQ(scores_of(study, index, 0, {"last", "loss", {}}).overlap, 0.25);
  study.variants[0].plan.data.validation_folds.reset();
  EXPECT_EQ(scores_of(study, index, 0, kLoss).overlap, 0.1);
  study.variants[0].plan.data.test_folds.reset();
  EXPECT_EQ(scores_of(study, index, 0, kLoss).overlap, 0);
}

TEST(Scores, WhatIsMissingFailedOrPruned) {
  const Study study = two_folds_of(2);
  Results results = values(study, {{1, kNaN}, {4}});
  results.trials[2].pruned = true;
  const Scores got = scores_of(study, TrialIndex(study, results), 0, kLoss);
  EXPECT_EQ(got.trainings, 3u);
  EXPECT_EQ(got.failed, 1u);
  EXPECT_TRUE(got.pruned);
  EXPECT_TRUE(std::isnan(got.by_seed[1][1]));
  EXPECT_TRUE(std::isnan(got.seed_means()[0]));
}

TEST(Scores, RefitsHaveTheirOwnSeeds) {
  Study study = two_folds_of(2);
  study.search = SearchSpec{};
  study.search->refit_seeds = {7, 8, 9};
  EXPECT_EQ(seeds_of(study, 0), study.seeds);
  study.variants[0].key.push_back({"refit", std::string("best")});
  EXPECT_EQ(seeds_of(study, 0), study.search->refit_seeds);
  study.search->refit_seeds.clear();
  EXPECT_EQ(seeds_of(study, 0), study.seeds);
}

TEST(Scores, RefitsOfOneNameArePooled) {
  Study study = named("run", {"a", "b", "c"}, 1);
  study.search = SearchSpec{};
  study.variants[1].key.push_back({"refit", std::string("best")});
  study.variants[2].key.push_back({"refit", std::string("best")});
  for (Variant& variant : study.variants) variant.plan.data.test_folds = Folds{2, 1};
  Results results;
  for (size_t v = 0; v < 3; ++v) {
    results.trials.push_back(trial_of(v, 0, {{"val_loss", static_cast<double>(v)}}));
    results.trials.back().fold = v == 2 ? 1 : 0;
  }
  const TrialIndex index(study, results);
  EXPECT_EQ(scores_of(study, index, 1, kLoss).by_seed, (std::vector<std::vector<double>>{{1, 2}}));
  EXPECT_EQ(scores_of(study, index, 2, kLoss).by_seed, (std::vector<std::vector<double>>{{1, 2}}));
  EXPECT_EQ(scores_of(study, index, 0, kLoss).by_seed, (std::vector<std::vector<double>>{{0}}));
}

}  // namespace
}  // namespace gradus::study
