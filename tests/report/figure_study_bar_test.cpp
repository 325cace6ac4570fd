// Bars and heat maps of a study.
#include <gtest/gtest.h>

#include "report/figure_study_samples.hpp"
#include "report/search_samples.hpp"
#include "report/study_figures.hpp"

namespace gradus {
namespace {

using samples::crossed_study;
using samples::named_study;

study::Trial measured(size_t variant, uint64_t seed, double collapse, double within) {
  study::Trial trial = samples::trial(variant, seed, {1.0});
  trial.metrics = {{"dead", collapse}, {"dead.within_1e-2", within}};
  return trial;
}

study::InstrumentSpec collapse_named(const std::string& name) {
  study::InstrumentSpec spec;
  spec.kind = "collapse";
  spec.name = name;
  return spec;
}

double top(const figure::Shape& bar) {
  return bar.y[2];
}

TEST(Bars, OfSeveralMetricsStandSideBySide) {
  study::Study study = named_study({"relu", "leaky"}, 4);
  study.instruments = {collapse_named("dead")};
  study::FigureSpec spec = samples::line_spec({"dead", "dead.within_1e-2"});
  spec.kind = "bar";
  spec.x = "run";
  study.figures = {spec};
  study::Results results;
  for (uint64_t seed = 0; seed < 4; ++seed) {
    results.trials.push_back(measured(0, seed, seed < 3 ? 1 : 0, 1));
    results.trials.push_back(measured(1, seed, 0, seed < 1 ? 1 : 0));
  }
  const Figure figure = study_figures(study, results, {})[0];
  ASSERT_EQ(figure.panels.size(), 1U);
  const figure::Panel& panel = figure.panels[0];
  ASSERT_EQ(panel.shapes.size(), 4U);
  EXPECT_DOUBLE_EQ(top(panel.shapes[0]), 0.75) << "the share of the trials, not their median";
  EXPECT_DOUBLE_EQ(top(panel.shapes[1]), 0);
  EXPECT_DOUBLE_EQ(top(panel.shapes[2]), 1);
  EXPECT_DOUBLE_EQ(top(panel.shapes[3]), 0.25);
  EXPECT_LT(panel.shapes[0].x[1], panel.shapes[2].x[0]) << "none over another";
  EXPECT_LT(panel.shapes[2].x[1], panel.shapes[1].x[0]);
  EXPECT_NE(panel.shapes[0].colour, panel.shapes[2].colour);
  ASSERT_EQ(panel.series.size(), 2U);
  EXPECT_EQ(panel.series[0].label, "dead");
  EXPECT_EQ(panel.y.label, "share of the trials");
}

TEST(Bars, OfANumberShowItsMedian) {
  study::Study study = named_study({"relu", "leaky"}, 3);
  study::FigureSpec spec = samples::line_spec({"dead"});
  spec.kind = "bar";
  spec.x = "run";
  study.figures = {spec};
  study::Results results;
  for (uint64_t seed = 0; seed < 3; ++seed) {
    results.trials.push_back(measured(0, seed, seed < 2 ? 5 : 100, 0));
    results.trials.push_back(measured(1, seed, 7, 0));
  }
  const Figure figure = study_figures(study, results, {})[0];
  EXPECT_DOUBLE_EQ(top(figure.panels[0].shapes[0]), 5);
  EXPECT_EQ(figure.panels[0].y.label, "dead");
}

TEST(Bars, OfRefitsAreOverTheirOwnSeeds) {
  study::Study study = samples::small_search(1);
  study::Results results = samples::scores_of(study, {0.1, 0.2, 0.6, 0.5, 0.3, 0.3, 0.4, 0.7, 0.2});
  samples::refit(study, results, 7, "best", {0.6, 0.7, 0.9});
  samples::refit(study, results, 0, "worst", {0.1, 0.2, 0.2});
  study::FigureSpec spec = samples::line_spec({"test_accuracy"});
  spec.kind = "bar";
  spec.x = "refit";
  study.figures = {spec};
  const Figure figure = study_figures(study, results, {})[0];
  ASSERT_EQ(figure.panels[0].shapes.size(), 2U);
  EXPECT_DOUBLE_EQ(top(figure.panels[0].shapes[0]), 0.7);
  EXPECT_DOUBLE_EQ(top(figure.panels[0].shapes[1]), 0.2);
  ASSERT_EQ(figure.panels[0].series.size(), 1U);
  EXPECT_EQ(figure.panels[0].series[0].y[0], 0.6) << "three: the smallest to the largest";
  EXPECT_EQ(figure.panels[0].x.ticks[1].second, "worst");
}

TEST(Bars, OfTheRefitsOfSeveralOuterFoldsAreOne) {
  study::Study study = samples::small_search(1);
  study::Results results;
  samples::refit(study, results, 7, "best", {0.6, 0.8});
  samples::refit(study, results, 2, "best", {0.8, 1.0});
  for (size_t k = 0; k < 4; ++k) results.trials[k].fold = static_cast<int64_t>(k / 2);
  study::FigureSpec spec = samples::line_spec({"test_accuracy"});
  spec.kind = "bar";
  spec.x = "refit";
  study.figures = {spec};
  const Figure figure = study_figures(study, results, {})[0];
  ASSERT_EQ(figure.panels[0].shapes.size(), 1U);
  EXPECT_DOUBLE_EQ(top(figure.panels[0].shapes[0]), 0.8) << "the median of 0.7 and 0.9";
}

TEST(Bars, OfOneSeedShowTheSpreadOfTheFolds) {
  study::Study study = samples::small_search(1);
  study::Results results;
  samples::refit(study, results, 7, "best", {0.6});
  samples::refit(study, results, 2, "best", {0.8});
  for (size_t k = 0; k < 2; ++k) results.trials[k].fold = static_cast<int64_t>(k);
  study::FigureSpec spec = samples::line_spec({"test_accuracy"});
  spec.kind = "bar";
  spec.x = "refit";
  study.figures = {spec};
  const Figure figure = study_figures(study, results, {})[0];
  EXPECT_DOUBLE_EQ(top(figure.panels[0].shapes[0]), 0.7);
  const std::vector<double>& ends = figure.panels[0].series[0].y;
  EXPECT_LT(ends[0], 0.6) << "two folds say little";
  EXPECT_EQ(ends[1], 1) << "no accuracy lies above 1";
  EXPECT_EQ(figure.note, "Mean over folds and seeds, with its 95 % interval.");
}

TEST(Bars, OfASingleTrialHaveNoInterval) {
  study::Study study = named_study({"relu"}, 1);
  study::FigureSpec spec = samples::line_spec({"dead"});
  spec.kind = "bar";
  spec.x = "run";
  study.figures = {spec};
  study::Results results;
  results.trials.push_back(measured(0, 0, 5, 0));
  const figure::Panel panel = study_figures(study, results, {})[0].panels[0];
  EXPECT_DOUBLE_EQ(top(panel.shapes[0]), 5);
  for (const double end : panel.series[0].y) EXPECT_TRUE(std::isnan(end));
}

TEST(Bars, OfASearchAreOfTheBestPointOfEachValue) {
  study::Study study = samples::small_search(1);
  const study::Results results =
      samples::scores_of(study, {0.1, 0.2, 0.6, 0.5, 0.3, 0.3, 0.4, 0.7, 0.2});
  study::FigureSpec spec = samples::line_spec({"val_accuracy"});
  spec.kind = "bar";
  spec.x = "optimizer";
  spec.by_given = true;
  study.figures = {spec};
  const Figure figure = study_figures(study, results, {})[0];
  ASSERT_EQ(figure.panels[0].shapes.size(), 2U);
  EXPECT_DOUBLE_EQ(top(figure.panels[0].shapes[0]), 0.6);
  EXPECT_DOUBLE_EQ(top(figure.panels[0].shapes[1]), 0.7);
  EXPECT_NE(figure.note.find("Of each, the best by validation accuracy"), std::string::npos);
}

TEST(Violins, OfRefitsShowTheirTrials) {
  study::Study study = samples::small_search(1);
  study::Results results;
  samples::refit(study, results, 7, "best", {0.6, 0.7, 0.9});
  study::FigureSpec spec = samples::line_spec({"test_accuracy"});
  spec.kind = "violin";
  spec.x = "refit";
  study.figures = {spec};
  const Figure figure = study_figures(study, results, {})[0];
  ASSERT_EQ(figure.panels.size(), 1U);
  ASSERT_EQ(figure.panels[0].series.size(), 1U);
  EXPECT_EQ(figure.panels[0].series[0].y, (std::vector<double>{0.6, 0.7, 0.9}));
}

TEST(HeatMap, HasACellForEachVariant) {
  study::Study study = crossed_study({0.1, 0.2}, {4, 8}, 1);
  study::FigureSpec spec;
  spec.kind = "heatmap";
  spec.x = "rate";
  spec.y_axis = "width";
  spec.z = study::MetricQuery{"last", "loss", {}};
  study.figures = {spec};
  study::Results results;
  for (size_t v = 0; v < 4; ++v)
    results.trials.push_back(samples::trial(v, 0, {static_cast<double>(v)}));
  const Figure figure = study_figures(study, results, {})[0];
  const auto& cells = figure.panels[0].shapes;
  ASSERT_EQ(cells.size(), 4U);
  for (size_t v = 0; v < 4; ++v) {
    EXPECT_DOUBLE_EQ(*cells[v].shade, static_cast<double>(v) / 3);
    EXPECT_EQ(cells[v].text, std::to_string(v));
  }
  // rate 0.2 and width 4: the second column, the first row.
  EXPECT_DOUBLE_EQ(cells[2].x[0], 1.5);
  EXPECT_DOUBLE_EQ(cells[2].y[0], 0.5);
  EXPECT_EQ(figure.panels[0].y.ticks[1].second, "8");
}

}  // namespace
}  // namespace gradus
