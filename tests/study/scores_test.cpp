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

// A quarter held out anew for each seed of one body of samples is Nadeau and Bengio's own case.
TEST(Scores, OverlapOfSetsHeldOutAnew) {
  Study study = named("run", {"a"}, 5);
  DataPlan& data = study.variants[0].plan.data;
  data.source = data::sources::Csv{"a.csv"};
  data.validation = Amount{0.25};
  const Results none;
  const TrialIndex index(study, none);
  const auto overlap = [&](const char* name) {
    return scores_of(study, index, 0, {"last", name, {}}).overlap;
  };
  EXPECT_NEAR(overlap("val_loss"), 1.0 / 3, 1e-15);
  EXPECT_EQ(overlap("test_loss"), 0);
  EXPECT_EQ(overlap("loss"), 0);
  data.test = Amount{0.2};  // a seed then sees 0.2 and 0.6 of the body, or 0.2 and 0.6
  const double correlation = 0.25 * 0.8;
  EXPECT_NEAR(overlap("val_loss"), correlation / (1 - correlation), 1e-15);
  EXPECT_NEAR(overlap("test_loss"), correlation / (1 - correlation), 1e-15);
  data.test.reset();
  data.validation = Amount{int64_t{50}};  // of a file whose length is not known here
  EXPECT_NEAR(overlap("val_loss"), 1.0 / 3, 1e-15);
  data.seed = 1;  // the same sets for all seeds
  EXPECT_EQ(overlap("val_loss"), 0);
  data.seed.reset();
  data.source = data::sources::Moons{0.1};  // other samples for each seed
  EXPECT_EQ(overlap("val_loss"), 0);
}

TEST(Scores, SeedsThatDrawTheirOwnSamplesAreIndependent) {
  Study study = two_folds_of(2);
  const Results results = values(study, {{1, 3}, {5, 9}});
  const TrialIndex index(study, results);
  const auto basis = [&] { return scores_of(study, index, 0, kLoss).basis(); };
  EXPECT_EQ(basis().unit, Scores::Unit::kFoldOfSeed);
  EXPECT_EQ(basis().overlap, 1);
  DataPlan& data = study.variants[0].plan.data;
  data.source = data::sources::Moons{0.1};
  EXPECT_EQ(basis().unit, Scores::Unit::kSeed);
  EXPECT_EQ(basis().values, (std::vector<double>{2, 7}));
  EXPECT_EQ(basis().overlap, 0);
  data.seed = 3;
  EXPECT_EQ(basis().unit, Scores::Unit::kFold);
  EXPECT_EQ(basis().values, (std::vector<double>{3, 6}));
  data.seed.reset();
  study.seeds.pop_back();  // of one seed the folds are all there is
  EXPECT_EQ(basis().unit, Scores::Unit::kFoldOfSeed);
  EXPECT_EQ(basis().overlap, 1);
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
