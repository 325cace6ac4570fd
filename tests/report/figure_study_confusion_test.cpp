// Confusion matrices of a study.
#include <gtest/gtest.h>

#include "report/figure_study_samples.hpp"
#include "report/study_figures.hpp"

namespace gradus {
namespace {

ConfusionProbe probe(size_t variant, std::vector<int64_t> counts, size_t networks) {
  ConfusionProbe out;
  out.variant = variant;
  out.counts = std::move(counts);
  out.classes = {"cat", "dog"};
  out.networks = networks;
  return out;
}

study::Study two_runs() {
  study::Study study = samples::named_study({"plain", "deep"}, 3);
  study::FigureSpec spec;
  spec.kind = "confusion_matrix";
  spec.panels = {"run"};
  study.figures = {spec};
  return study;
}

std::vector<std::string> words(const figure::Panel& panel) {
  std::vector<std::string> out;
  for (const figure::Text& text : panel.texts) out.push_back(text.text);
  return out;
}

TEST(ConfusionMatrix, CellsAreCountsAndSharesOfTheirRow) {
  Probes probes;
  probes.confusions = {probe(0, {30, 10, 0, 40}, 3), probe(1, {39, 1, 2, 38}, 3)};
  const Figure figure = study_figures(two_runs(), {}, probes)[0];
  ASSERT_EQ(figure.panels.size(), 2U);
  const figure::Panel& panel = figure.panels[0];
  EXPECT_EQ(panel.title, "plain");
  ASSERT_EQ(panel.shapes.size(), 4U);
  EXPECT_EQ(panel.data[1].y, "cat");
  EXPECT_EQ(panel.data[1].x, "dog");
  EXPECT_EQ(panel.data[1].value, 10);
  // The true class runs down, the predicted one across.
  EXPECT_LT(panel.shapes[0].x[0], panel.shapes[1].x[0]);
  EXPECT_GT(panel.shapes[0].y[0], panel.shapes[2].y[0]);
  EXPECT_EQ(words(panel), (std::vector<std::string>{"30", "75.0\u00a0%", "10", "25.0\u00a0%", "40",
                                                    "100\u00a0%"}))
      << "an empty cell says nothing";
  EXPECT_EQ(panel.y.label, "true class");
  EXPECT_EQ(panel.y.ticks[0], (std::pair<double, std::string>(2, "cat")));
  EXPECT_EQ(panel.x.ticks[1], (std::pair<double, std::string>(2, "dog")));
  EXPECT_EQ(
      figure.note,
      "Test samples of 3 networks, counted, and in percent of their row. Blue: right; orange: "
      "wrong, the darkest 25.0 % of a row.");
}

TEST(ConfusionMatrix, WhatIsWrongStandsOutAlikeInAllPanels) {
  Probes probes;
  probes.confusions = {probe(0, {30, 10, 0, 40}, 3), probe(1, {35, 5, 0, 40}, 3)};
  const Figure figure = study_figures(two_runs(), {}, probes)[0];
  const auto& worst = figure.panels[0].shapes[1];
  const auto& half = figure.panels[1].shapes[1];
  EXPECT_NE(worst.colour, figure.panels[0].shapes[0].colour);
  EXPECT_DOUBLE_EQ(worst.opacity, 0.6);
  EXPECT_DOUBLE_EQ(half.opacity, 0.36) << "half as bad, whatever the panel's own worst";
}

TEST(ConfusionMatrix, FewMistakesStayPale) {
  Probes probes;
  probes.confusions = {probe(0, {98, 2, 0, 100}, 3), probe(1, {98, 2, 0, 100}, 3)};
  const Figure figure = study_figures(two_runs(), {}, probes)[0];
  EXPECT_DOUBLE_EQ(figure.panels[0].shapes[1].opacity, 0.12 + 0.48 * 0.1);
  EXPECT_TRUE(figure.note.ends_with("the darkest 20.0 % of a row.")) << figure.note;
}

TEST(ConfusionMatrix, SumsVariantsOfOnePanelAndCountsAPlanOnce) {
  study::Study study = two_runs();
  study.figures[0].panels.clear();
  study.variants.push_back(study.variants[1]);
  study.variants[2].same_as = 1;
  Probes probes;
  probes.confusions = {probe(0, {30, 10, 0, 40}, 3), probe(1, {35, 5, 0, 40}, 3)};
  const Figure figure = study_figures(study, {}, probes)[0];
  ASSERT_EQ(figure.panels.size(), 1U);
  EXPECT_EQ(figure.panels[0].data[0].value, 65);
}

TEST(ConfusionMatrix, PredictionsThatAreNoNumberAreTold) {
  Probes probes;
  probes.confusions = {probe(0, {30, 10, 0, 40}, 1)};
  probes.confusions[0].unpredicted = 4;
  const Figure figure = study_figures(two_runs(), {}, probes)[0];
  EXPECT_NE(figure.note.find("4 predictions were no number"), std::string::npos);
  EXPECT_TRUE(figure.panels[1].shapes.empty()) << "nobody asked that network";
}

TEST(ConfusionMatrix, LongNamesOfClassesStandAtTheRowsAlone) {
  Probes probes;
  probes.confusions = {probe(0, {30, 10, 0, 40}, 1)};
  probes.confusions[0].classes = {"a very long name of a class, longer than its column is wide",
                                  "b"};
  const Figure figure = study_figures(two_runs(), {}, probes)[0];
  EXPECT_EQ(figure.panels[0].x.ticks[1].second, "1");
  EXPECT_EQ(figure.panels[0].y.ticks[1].second, "1  b");
}

TEST(ConfusionMatrix, APanelWithoutANetworkHasTheAxesOfTheOthers) {
  Probes probes;
  probes.confusions = {probe(1, {39, 1, 2, 38}, 3)};
  const Figure figure = study_figures(two_runs(), {}, probes)[0];
  EXPECT_EQ(figure.panels[0].title, "plain");
  EXPECT_TRUE(figure.panels[0].shapes.empty());
  EXPECT_TRUE(figure.panels[0].data.empty());
  EXPECT_TRUE(words(figure.panels[0]).empty());
  EXPECT_EQ(figure.panels[0].x.ticks, figure.panels[1].x.ticks);
  EXPECT_EQ(figure.panels[0].y.ticks, figure.panels[1].y.ticks);
  EXPECT_EQ(figure.panels[0].y.label, "true class");
}

}  // namespace
}  // namespace gradus
