// Scatters and histograms of a study.
#include <gtest/gtest.h>

#include "report/figure_study_samples.hpp"
#include "report/study_figures.hpp"

namespace gradus {
namespace {

study::Study two_runs(const std::string& kind) {
  study::Study study = samples::named_study({"a", "b"}, 2);
  study::FigureSpec spec;
  spec.kind = kind;
  spec.by = {"run"};
  spec.by_given = true;
  spec.x_metric = study::MetricQuery{"last", "loss", 1};
  if (kind == "scatter") spec.y = {study::MetricQuery{"last", "loss", {}}};
  study.figures = {spec};
  return study;
}

study::Results results() {
  study::Results results;
  results.trials = {samples::trial(0, 0, {1, 2}), samples::trial(0, 1, {3, 4}),
                    samples::trial(1, 0, {5, 6}), samples::trial(1, 1, {7, 8}, Status::kDiverged)};
  return results;
}

TEST(ScatterFigure, HasAMarkerForEachTrial) {
  const Figure figure = study_figures(two_runs("scatter"), results(), {})[0];
  ASSERT_EQ(figure.panels.size(), 1U);
  const figure::Panel& panel = figure.panels[0];
  ASSERT_EQ(panel.series.size(), 2U);
  EXPECT_EQ(panel.series[0].label, "a");
  EXPECT_EQ(panel.series[0].x, (std::vector<double>{1, 3}));
  EXPECT_EQ(panel.series[0].y, (std::vector<double>{2, 4}));
  EXPECT_EQ(panel.series[1].x, std::vector<double>{5}) << "one has diverged";
  EXPECT_NE(panel.series[1].marker, panel.series[0].marker);
  EXPECT_EQ(panel.x.label, "loss after epoch 1");
  EXPECT_EQ(panel.y.label, "loss");
  EXPECT_EQ(figure.note,
            "3 trials, a marker each. 1 diverged, failed or without a value is left out.");
}

TEST(ScatterFigure, PoolsWhatItDoesNotTellApart) {
  study::Study study = two_runs("scatter");
  study.figures[0].by.clear();
  const Figure figure = study_figures(study, results(), {})[0];
  ASSERT_EQ(figure.panels[0].series.size(), 1U);
  EXPECT_EQ(figure.panels[0].series[0].x, (std::vector<double>{1, 3, 5}));
}

TEST(HistogramFigure, CountsTrialsInCommonBins) {
  study::Study study = two_runs("histogram");
  study.figures[0].panels = {"run"};
  study.figures[0].by.clear();
  const Figure figure = study_figures(study, results(), {})[0];
  ASSERT_EQ(figure.panels.size(), 2U);
  ASSERT_EQ(figure.panels[0].series.size(), 1U);
  EXPECT_EQ(figure.panels[0].series[0].x, figure.panels[1].series[0].x) << "one set of bins";
  EXPECT_EQ(figure.panels[0].series[0].y, (std::vector<double>{0, 1, 0, 1, 0, 0, 0}));
  EXPECT_EQ(figure.panels[1].series[0].y, (std::vector<double>{0, 0, 0, 0, 0, 1, 0}));
  EXPECT_EQ(figure.panels[0].y.label, "trials");
}

}  // namespace
}  // namespace gradus
