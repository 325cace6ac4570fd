#include "study/ranking.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "study/hand_made.hpp"

namespace gradus::study {
namespace {

// Points "a", "b" ... over folds, `seeds` seeds each.
Study search_of(const std::vector<std::string>& names, size_t seeds, int64_t folds) {
  Study study = named("run", names, seeds);
  study.search = SearchSpec{};
  study.search->objective.name = "val_accuracy";
  study.search->higher_is_better = true;
  if (folds > 1)
    for (Variant& variant : study.variants) variant.plan.data.validation_folds = Folds{folds, 1};
  return study;
}

// Rows are points; values folds, then seeds.
Results over_folds(const Study& study, const std::vector<std::vector<double>>& rows) {
  Results results;
  for (size_t v = 0; v < rows.size(); ++v)
    for (size_t i = 0; i < rows[v].size(); ++i) {
      Trial trial =
          trial_of(v, study.seeds[i % study.seeds.size()], {{"val_accuracy", rows[v][i]}});
      trial.fold = static_cast<int64_t>(i / study.seeds.size());
      results.trials.push_back(std::move(trial));
    }
  return results;
}

std::vector<size_t> order(const std::vector<Ranked>& ranking) {
  std::vector<size_t> out;
  for (const Ranked& point : ranking) out.push_back(point.variant);
  return out;
}

TEST(Ranking, BestFirstTiesInTheFilesOrder) {
  Study study = search_of({"a", "b", "c", "d"}, 1, 2);
  const Results results = over_folds(study, {{0.5, 0.75}, {0.75, 1.0}, {0.75, 0.5}, {0.25, 0.25}});
  EXPECT_EQ(order(rank(study, results)), (std::vector<size_t>{1, 0, 2, 3}));
  study.search->higher_is_better = false;
  EXPECT_EQ(order(rank(study, results)), (std::vector<size_t>{3, 0, 2, 1}));
  study.search.reset();
  EXPECT_TRUE(rank(study, results).empty());
}

TEST(Ranking, MeansOverFoldsAndSeeds) {
  Study study = search_of({"a"}, 2, 2);
  const Results results = over_folds(study, {{0.5, 0.75, 1.0, 0.25}});
  Ranked got = rank(study, results)[0];
  EXPECT_EQ(got.mean, 0.625);
  EXPECT_EQ(got.trainings, 4u);
  // s^2 = (1/64 + 1/64 + 9/64 + 9/64) / 3, each seed dealing its folds anew: n = 4, overlap 1.
  EXPECT_NEAR(got.standard_error, std::sqrt(20.0 / 64 / 3 * (0.25 + 1)), 1e-15);
  // With data.seed the folds are the same two: their means 0.625 and 0.625 differ by nothing.
  study.variants[0].plan.data.seed = 7;
  EXPECT_EQ(rank(study, results)[0].standard_error, 0);
}

TEST(Ranking, SeedsAloneHaveThePlainStandardError) {
  const Study study = search_of({"a"}, 3, 0);
  const Ranked got = rank(study, results_of("val_accuracy", {{1, 2, 3}}))[0];
  EXPECT_NEAR(got.standard_error, 1 / std::sqrt(3.0), 1e-15);
  EXPECT_EQ(got.trainings, 3u);
}

TEST(Ranking, PrunedBehindFinishedThenWithoutAValue) {
  Study study = search_of({"lost", "pruned", "worse", "better"}, 1, 2);
  Results results = over_folds(study, {{0.9, kNaN}, {0.9, 0.9}, {0.25, 0.25}, {0.5, 0.5}});
  results.trials[3].pruned = true;
  const std::vector<Ranked> got = rank(study, results);
  EXPECT_EQ(order(got), (std::vector<size_t>{3, 2, 1, 0}));
  EXPECT_TRUE(std::isnan(got[3].mean));
  EXPECT_EQ(got[3].failed, 1u);
  EXPECT_TRUE(got[2].pruned);
  EXPECT_EQ(got[2].failed, 0u);
  EXPECT_EQ(to_refit(study, got, "worst"), 1u);
  EXPECT_EQ(to_refit(study, got, "median"), 0u);
}

TEST(Ranking, CopiesRefitsAndTheUntrainedAreLeftOut) {
  Study study = search_of({"a", "again", "refitted", "never"}, 1, 2);
  study.variants[1].same_as = 0;
  study.variants[2].key.push_back({"refit", std::string("best")});
  const Results results = over_folds(study, {{0.5, 0.5}, {}, {0.9, 0.9}, {}});
  EXPECT_EQ(order(rank(study, results)), (std::vector<size_t>{0}));
}

TEST(Ranking, OneTestFoldOfNestedFolds) {
  Study study = search_of({"a", "b"}, 1, 2);
  for (Variant& variant : study.variants) variant.plan.data.test_folds = Folds{2, 1};
  const Results results = over_folds(study, {{0.5, 0.5, 0.75, 0.75}, {0.25, 0.25, 1.0, 1.0}});
  EXPECT_EQ(order(rank(study, results, 0)), (std::vector<size_t>{0, 1}));
  EXPECT_EQ(order(rank(study, results, 1)), (std::vector<size_t>{1, 0}));
  EXPECT_EQ(rank(study, results, 1)[0].mean, 1.0);
  EXPECT_EQ(rank(study, results, 1)[0].trainings, 2u);
  EXPECT_EQ(rank(study, results)[0].mean, 0.625);
}

Layer dense(int64_t units) {
  Dense layer;
  layer.units = units;
  return layer;
}

TEST(Ranking, OneStandardErrorChoosesTheSimplest) {
  Study study = search_of({"large", "far", "small", "middle"}, 4, 0);
  const int64_t units[] = {64, 1, 4, 8};
  for (size_t v = 0; v < 4; ++v) {
    study.variants[v].plan.input = Shape{2};
    study.variants[v].plan.layers = {dense(units[v]), dense(1)};
  }
  // The best's standard error is 0.1 / sqrt(3).
  const Results results = results_of("val_accuracy", {{0.8, 1.0, 0.8, 1.0},
                                                      {0.8, 0.8, 0.8, 0.8},
                                                      {0.85, 0.85, 0.85, 0.85},
                                                      {0.875, 0.875, 0.875, 0.875}});
  std::vector<Ranked> ranking = rank(study, results);
  ASSERT_EQ(order(ranking), (std::vector<size_t>{0, 3, 2, 1}));
  EXPECT_EQ(chosen(study, ranking, SearchSpec::Rule::kBest), 0u);
  EXPECT_EQ(chosen(study, ranking, SearchSpec::Rule::kOneStandardError), 2u);
  study.search->rule = SearchSpec::Rule::kOneStandardError;
  EXPECT_EQ(to_refit(study, ranking, "best"), 2u);
  // Where one is unknown the file's order decides.
  study.variants[3].plan.input.reset();
  study.variants[3].plan.data.source = data::sources::Csv{};
  EXPECT_EQ(chosen(study, ranking, SearchSpec::Rule::kOneStandardError), 0u);
  EXPECT_EQ(chosen(study, {}, SearchSpec::Rule::kOneStandardError), 0u);
}

TEST(Ranking, WithoutAFinishedPointNothingIsRefitted) {
  Study study = search_of({"a"}, 1, 0);
  EXPECT_FALSE(to_refit(study, rank(study, results_of("val_accuracy", {{kNaN}})), "best"));
}

}  // namespace
}  // namespace gradus::study
