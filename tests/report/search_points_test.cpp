#include "report/search_points.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "report/search_samples.hpp"

namespace gradus {
namespace {

using samples::small_search;

const std::vector<double> kValues = {0.1, 0.2, 0.6, 0.5, 0.3, 0.3, 0.4, 0.7, 0.2};

TEST(SearchPoints, AreMeansOverTrials) {
  const study::Study study = small_search();
  study::Results results = samples::scores_of(study, kValues);
  results.trials[2].metrics[0].second = NAN;  // point 1, seed 0
  results.trials[4].pruned = true;            // point 2
  const study::TrialIndex index(study, results);
  const auto points = search_points(study, index, {0, 1, 2, 3}, study.search->objective);
  ASSERT_EQ(points.size(), 4U);
  EXPECT_DOUBLE_EQ(points[0].value, 0.105);
  EXPECT_TRUE(std::isnan(points[1].value)) << "half of it failed";
  EXPECT_TRUE(std::isnan(points[2].value)) << "it ended before the others";
  EXPECT_EQ(best_of(points, true), 3U);
  EXPECT_EQ(best_of(points, false), 0U);
  EXPECT_EQ(best_of({points[1]}, true), std::nullopt);
}

TEST(SearchPoints, DirectionsAreTheSearchsOrTheMetricsOwn) {
  study::Study study = small_search();
  study.search->higher_is_better = false;
  EXPECT_FALSE(higher_is_better(study, study.search->objective));
  EXPECT_TRUE(higher_is_better(study, {"last", "test_accuracy", {}}));
  EXPECT_FALSE(higher_is_better(study, {"last", "val_loss", {}}));
}

TEST(SearchPoints, AreCalledByWhatTellsThemApart) {
  study::Study study = small_search();
  EXPECT_EQ(point_label(study, 3), "sgd, rate 0.01, momentum 0.9");
  EXPECT_EQ(point_label(study, 7, {"optimizer"}), "rate 0.01");
  study.variants[7].key[1].second = 0.0123456789;
  EXPECT_EQ(point_label(study, 7), "adam, rate 0.0123") << "a drawn number, as far as it matters";
  study.axes[1].values = {0.01};
  EXPECT_EQ(point_label(study, 7), "adam");
}

study::FigureSpec lines_by(std::vector<std::string> by) {
  study::FigureSpec spec;
  spec.by = std::move(by);
  spec.by_given = true;
  return spec;
}

TEST(BestPoints, OfEachSeries) {
  const study::Study study = small_search();
  const study::Results results = samples::scores_of(study, kValues);
  const study::FigureSpec spec = lines_by({"optimizer"});
  Groups groups = group_variants(study, spec, "");
  EXPECT_EQ(keep_best_points(study, results, spec, "", groups), 6U);
  ASSERT_EQ(groups.panels[0].series.size(), 2U);
  EXPECT_EQ(groups.panels[0].series[0].variants, std::vector<size_t>{2});
  EXPECT_EQ(groups.panels[0].series[1].variants, std::vector<size_t>{7});
  EXPECT_EQ(groups.panels[0].variants, (std::vector<size_t>{2, 7}));
  EXPECT_EQ(best_points_note(study, groups, 6),
            "Of each, the best by validation accuracy of up to 6 points of the search.");
}

TEST(BestPoints, OfAll) {
  const study::Study study = small_search();
  const study::Results results = samples::scores_of(study, kValues);
  const study::FigureSpec spec = lines_by({});
  Groups groups = group_variants(study, spec, "");
  EXPECT_EQ(keep_best_points(study, results, spec, "", groups), 9U);
  EXPECT_EQ(groups.panels[0].variants, std::vector<size_t>{7});
  EXPECT_EQ(best_points_note(study, groups, 9),
            "Of 9 points of the search the best: adam, rate 0.01.");
}

TEST(BestPoints, AtEachValueAlongX) {
  const study::Study study = small_search();
  const study::Results results = samples::scores_of(study, kValues);
  const study::FigureSpec spec = lines_by({});
  Groups groups = group_variants(study, spec, "rate");
  EXPECT_EQ(keep_best_points(study, results, spec, "rate", groups), 3U);
  EXPECT_EQ(groups.panels[0].variants, (std::vector<size_t>{4, 6, 7}));
}

TEST(BestPoints, NotWithoutASearch) {
  study::Study study = small_search();
  const study::Results results = samples::scores_of(study, kValues);
  study.search.reset();
  const study::FigureSpec spec = lines_by({});
  Groups groups = group_variants(study, spec, "");
  EXPECT_EQ(keep_best_points(study, results, spec, "", groups), 0U);
  EXPECT_EQ(groups.panels[0].variants.size(), 9U);
  EXPECT_EQ(best_points_note(study, groups, 0), "");
}

}  // namespace
}  // namespace gradus
