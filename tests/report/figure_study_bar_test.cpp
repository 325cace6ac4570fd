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
  EXPECT_EQ(panel.shapes[0].series, "dead") << "a box in the legend";
  EXPECT_NE(panel.series[0].colour, panel.shapes[0].colour) << "or it would not be seen on the bar";
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
  EXPECT_TRUE(panel.series.empty());
}

// Epochs to a target: the second run never gets there, the third blows up.
Figure epochs_figure(const std::string& kind) {
  study::Study study = named_study({"good", "slow", "wild"}, 2);
  for (study::Variant& variant : study.variants) variant.plan.train.until.emplace();
  study::FigureSpec spec = samples::line_spec({"epochs"});
  spec.kind = kind;
  spec.x = "run";
  study.figures = {spec};
  study::Results results;
  for (uint64_t seed = 0; seed < 2; ++seed) {
    results.trials.push_back(samples::trial(0, seed, {1, 2}, Status::kConverged));
    results.trials.push_back(samples::trial(1, seed, {1, 2}, Status::kCompleted));
    results.trials.push_back(samples::trial(2, seed, {1, 2}, Status::kDiverged));
  }
  return study_figures(study, results, {})[0];
}

TEST(Bars, SayWhatIsLeftOutAndWhyAPlaceIsEmpty) {
  for (const char* kind : {"bar", "violin"}) {
    const Figure figure = epochs_figure(kind);
    EXPECT_TRUE(
        figure.note.ends_with(" 4 trials that diverged, failed or have no value are left out."))
        << kind << ": " << figure.note;
    std::vector<std::string> said;
    for (const figure::Text& text : figure.panels[0].texts)
      if (text.floor) said.push_back(text.text);
    EXPECT_EQ(said, (std::vector<std::string>{"none converged", "diverged"})) << kind;
  }
}

TEST(Bars, CountATrialOnceWhateverItLacks) {
  study::Study study = named_study({"wild"}, 1);
  study::FigureSpec spec = samples::line_spec({"loss", "accuracy"});
  spec.kind = "bar";
  spec.x = "run";
  study.figures = {spec};
  study::Results results;
  results.trials = {samples::trial(0, 0, {NAN}, Status::kDiverged)};
  EXPECT_TRUE(study_figures(study, results, {})[0].note.ends_with(
      " 1 trial that diverged, failed or has no value is left out."));
}

TEST(Bars, AreRowsOfTheTableOfData) {
  const figure::Panel panel = epochs_figure("bar").panels[0];
  ASSERT_EQ(panel.data.size(), 3U);
  EXPECT_EQ(panel.data[0].kind, "bar");
  EXPECT_EQ(panel.data[0].x, "good");
  EXPECT_EQ(panel.data[0].value, 2);
  EXPECT_TRUE(std::isnan(panel.data[1].value));
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
  const figure::Datum& datum = figure.panels[0].data[2];
  EXPECT_EQ(datum.kind, "cell");
  EXPECT_EQ(datum.x, "0.2");
  EXPECT_EQ(datum.y, "4");
  EXPECT_EQ(datum.value, 2);
}

TEST(HeatMap, HasTheSameDecimalsInAllCellsAndNamesWhatDiverged) {
  study::Study study = crossed_study({0.1, 0.2}, {4, 8}, 1);
  study::FigureSpec spec;
  spec.kind = "heatmap";
  spec.x = "rate";
  spec.y_axis = "width";
  spec.z = study::MetricQuery{"last", "loss", {}};
  study.figures = {spec};
  study::Results results;
  for (size_t v = 0; v < 3; ++v)
    results.trials.push_back(samples::trial(v, 0, {std::vector<double>{0.88, 0.895, 0.5}[v]}));
  results.trials.push_back(samples::trial(3, 0, {NAN}, Status::kDiverged));
  const Figure figure = study_figures(study, results, {})[0];
  const figure::Panel& panel = figure.panels[0];
  ASSERT_EQ(panel.shapes.size(), 3U);
  EXPECT_EQ(panel.shapes[0].text, "0.88");
  EXPECT_EQ(panel.shapes[1].text, "0.90");
  EXPECT_EQ(panel.shapes[2].text, "0.50");
  ASSERT_EQ(panel.texts.size(), 1U);
  EXPECT_EQ(panel.texts[0].text, "diverged");
  EXPECT_TRUE(figure.note.ends_with(" 1 trial that diverged, failed or has no value is left out."));
}

// As in the tables, and told.
TEST(Bars, TrialsThatDivergedCountAndAreCounted) {
  study::Study study = named_study({"relu", "leaky"}, 2);
  study::FigureSpec spec = samples::line_spec({"dead"});
  spec.kind = "bar";
  spec.x = "run";
  study::FigureSpec heat = spec;
  heat.kind = "heatmap";
  heat.y_axis = "run";
  heat.z = spec.y[0];
  study.figures = {spec, heat};
  study::Results results;
  for (uint64_t seed = 0; seed < 2; ++seed) {
    results.trials.push_back(measured(0, seed, 5, 0));
    results.trials.push_back(measured(1, seed, 7, 0));
    results.trials.back().history.status = Status::kDiverged;
  }
  for (const Figure& figure : study_figures(study, results, {})) {
    EXPECT_NE(figure.note.find(" 2 trials that diverged or failed count with what they came to."),
              std::string::npos)
        << figure.note;
    EXPECT_EQ(figure.note.find("left out"), std::string::npos);
  }
}

TEST(Bars, OfNothingOnALogarithmicAxisAreTold) {
  study::Study study = named_study({"relu", "leaky"}, 2);
  study::FigureSpec spec = samples::line_spec({"dead"});
  spec.kind = "bar";
  spec.x = "run";
  spec.yscale = "log";
  study.figures = {spec};
  study::Results results;
  for (uint64_t seed = 0; seed < 2; ++seed) {
    results.trials.push_back(measured(0, seed, 0, 0));
    results.trials.push_back(measured(1, seed, 7, 0));
  }
  EXPECT_NE(study_figures(study, results, {})[0].note.find(
                " 1 value of 0 or below has no place on a logarithmic axis."),
            std::string::npos);
}

}  // namespace
}  // namespace gradus
