// Parallel coordinates of a search.
#include <gtest/gtest.h>

#include <cmath>

#include "report/search_samples.hpp"
#include "report/study_figures.hpp"

namespace gradus {
namespace {

using samples::small_search;
using Values = std::vector<double>;

const Values kValues = {0.1, 0.2, 0.6, 0.5, 0.3, 0.3, 0.4, 0.7, 0.2};

std::vector<figure::Series> named(const figure::Panel& panel, const std::string& name) {
  std::vector<figure::Series> out;
  for (const figure::Series& s : panel.series)
    if (s.name == name) out.push_back(s);
  return out;
}

std::vector<std::string> words(const figure::Panel& panel, double below) {
  std::vector<std::string> out;
  for (const figure::Text& text : panel.texts)
    if (text.y < below) out.push_back(text.text);
  return out;
}

TEST(ParallelCoordinates, EachPanelHasTheAxesOfItsPoints) {
  study::Study study = small_search(1);
  study::FigureSpec spec = samples::points_spec("parallel_coordinates");
  spec.panels = {"optimizer"};
  study.figures = {spec};
  const Figure figure = study_figures(study, samples::scores_of(study, kValues), {})[0];
  EXPECT_EQ(figure.name, "parallel_coordinates");
  ASSERT_EQ(figure.panels.size(), 2U);
  EXPECT_EQ(words(figure.panels[0], 0),
            (std::vector<std::string>{"rate", "momentum", "validation accuracy"}));
  EXPECT_EQ(words(figure.panels[1], 0), (std::vector<std::string>{"rate", "validation accuracy"}));
  EXPECT_EQ(figure.panels[1].subtitle, "best 0.7: rate 0.01");
  const auto line = named(figure.panels[1], "adam, rate 0.001");
  ASSERT_EQ(line.size(), 1U);
  EXPECT_EQ(line[0].x, (Values{1, 2}));
  EXPECT_EQ(line[0].y[0], 0) << "the smallest rate";
  EXPECT_NEAR(line[0].y[1], 0.5, 1e-12) << "0.4 between 0.1 and 0.7, one scale for all panels";
  EXPECT_NEAR(*line[0].shade, 0.5, 1e-12);
}

TEST(ParallelCoordinates, TheBestIsDrawnLastAndMarked) {
  study::Study study = small_search(1);
  study.figures = {samples::points_spec("parallel_coordinates")};
  const Figure figure = study_figures(study, samples::scores_of(study, kValues), {})[0];
  const figure::Series& last = figure.panels[0].series.back();
  EXPECT_EQ(last.name, "adam, rate 0.01");
  EXPECT_EQ(last.label, "best point");
  EXPECT_EQ(last.y.back(), 1);
  EXPECT_EQ(figure.shades, "validation accuracy, 0.1 to 0.7");
}

TEST(ParallelCoordinates, WhereLessIsBetterTheDarkEndIsTheLow) {
  study::Study study = small_search(1);
  study.search->higher_is_better = false;
  study.figures = {samples::points_spec("parallel_coordinates")};
  const Figure figure = study_figures(study, samples::scores_of(study, kValues), {})[0];
  const figure::Series& last = figure.panels[0].series.back();
  EXPECT_EQ(last.name, "sgd, rate 0.001, momentum 0.5");
  EXPECT_EQ(last.y.back(), 0) << "its place is that of its number";
  EXPECT_EQ(*named(figure.panels[0], "adam, rate 0.01")[0].shade, 0);
  EXPECT_EQ(figure.shades, "validation accuracy, 0.7 to 0.1");
}

TEST(ParallelCoordinates, ALinePassesDottedAnAxisThatItLacks) {
  study::Study study = small_search(1);
  study.figures = {samples::points_spec("parallel_coordinates")};
  const Figure figure = study_figures(study, samples::scores_of(study, kValues), {})[0];
  const auto lines = named(figure.panels[0], "adam, rate 0.001");
  ASSERT_EQ(lines.size(), 2U);
  const figure::Series& passing = lines[0];
  EXPECT_EQ(passing.dash, figure::Dash::kDotted);
  EXPECT_EQ(passing.x[0], 2) << "from the rate";
  EXPECT_EQ(passing.x[1], 4) << "past momentum, to the accuracy";
  const figure::Series& line = lines[1];
  ASSERT_EQ(line.x, (Values{1, 2, 4, 4}));
  EXPECT_TRUE(std::isnan(line.y[2])) << "and not along it";
  EXPECT_EQ(named(figure.panels[0], "sgd, rate 0.01, momentum 0.5").size(), 1U);
  EXPECT_NE(figure.note.find("Dotted: past an axis"), std::string::npos);
}

TEST(ParallelCoordinates, ThoseOfOneValueStandSideBySideTheBetterAbove) {
  study::Study study = small_search(1);
  study.figures = {samples::points_spec("parallel_coordinates")};
  const Figure figure = study_figures(study, samples::scores_of(study, kValues), {})[0];
  const double better = named(figure.panels[0], "sgd, rate 0.01, momentum 0.5")[0].y[1];
  const double poorer = named(figure.panels[0], "sgd, rate 0.01, momentum 0.9")[0].y[1];
  EXPECT_GT(better, poorer);
  EXPECT_LT(better - poorer, 0.05);
  study.figures[0].panels = {"optimizer"};
  const Figure alone = study_figures(study, samples::scores_of(study, kValues), {})[0];
  EXPECT_NEAR(named(alone.panels[1], "adam, rate 0.01")[0].y[0], 0.5, 1e-12)
      << "no other of its panel has that rate";
}

TEST(ParallelCoordinates, WithoutAValueALineEndsBeforeTheObjective) {
  study::Study study = small_search(1);
  study::Results results = samples::scores_of(study, kValues);
  results.trials[7].metrics[0].second = NAN;
  study.figures = {samples::points_spec("parallel_coordinates")};
  const Figure figure = study_figures(study, results, {})[0];
  const auto line = named(figure.panels[0], "adam, rate 0.01");
  ASSERT_EQ(line.size(), 1U);
  EXPECT_EQ(line[0].x, (Values{1, 2}));
  EXPECT_EQ(line[0].colour, figure::kGrey);
  EXPECT_EQ(figure.panels[0].subtitle,
            "best 0.6: sgd, rate 0.01, momentum 0.5 · 1 of 9 without a value");
}

TEST(ParallelCoordinates, OfNothing) {
  study::Study study = small_search(1);
  study.figures = {samples::points_spec("parallel_coordinates")};
  const Figure figure = study_figures(study, {}, {})[0];
  EXPECT_TRUE(figure.panels[0].series.empty());
}

}  // namespace
}  // namespace gradus
