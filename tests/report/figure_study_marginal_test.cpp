// Marginal effects of a search.
#include <gtest/gtest.h>

#include <cmath>

#include "report/search_samples.hpp"
#include "report/study_figures.hpp"

namespace gradus {
namespace {

using samples::small_search;
using Values = std::vector<double>;

const Values kValues = {0.1, 0.2, 0.6, 0.5, 0.3, 0.3, 0.4, 0.7, 0.2};

Figure figure_of(study::Study& study, const study::Results& results,
                 const std::vector<std::string>& panels = {}) {
  study::FigureSpec spec = samples::points_spec("marginal_effects");
  spec.panels = panels;
  study.figures = {spec};
  return study_figures(study, results, {})[0];
}

void expect_near(const Values& found, const Values& expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (size_t i = 0; i < found.size(); ++i) EXPECT_NEAR(found[i], expected[i], 1e-12) << i;
}

TEST(MarginalEffects, MeanSpreadAndBestAtEachValue) {
  study::Study study = small_search(1);
  const Figure figure = figure_of(study, samples::scores_of(study, kValues));
  ASSERT_EQ(figure.panels.size(), 3U);
  const figure::Panel& rate = figure.panels[1];
  EXPECT_EQ(rate.x.label, "rate");
  EXPECT_EQ(rate.x.scale, figure::Scale::kLog);
  EXPECT_EQ(rate.y.label, "validation accuracy");
  ASSERT_EQ(rate.series.size(), 2U);
  EXPECT_EQ(rate.series[0].label, "mean over the points");
  expect_near(rate.series[0].x, {0.001, 0.01, 0.1});
  expect_near(rate.series[0].y, {0.7 / 3, 0.6, 0.8 / 3});
  expect_near(rate.series[0].low, {0.1, 0.5, 0.2});
  expect_near(rate.series[0].high, {0.4, 0.7, 0.3});
  EXPECT_EQ(rate.series[1].label, "best point");
  expect_near(rate.series[1].y, {0.4, 0.7, 0.3});
  EXPECT_TRUE(figure.share_y);
}

TEST(MarginalEffects, LowestWhereLessIsBetter) {
  study::Study study = small_search(1);
  study.search->higher_is_better = false;
  const Figure figure = figure_of(study, samples::scores_of(study, kValues));
  expect_near(figure.panels[1].series[1].y, {0.1, 0.5, 0.2});
}

TEST(MarginalEffects, NamesHaveBarsAndPointsInTheFilesOrder) {
  study::Study study = small_search(1);
  const Figure figure = figure_of(study, samples::scores_of(study, kValues));
  const figure::Panel& names = figure.panels[0];
  ASSERT_EQ(names.x.ticks.size(), 2U);
  EXPECT_EQ(names.x.ticks[0].second, "sgd");
  ASSERT_EQ(names.series.size(), 3U);
  EXPECT_EQ(names.series[0].name, "spread");
  EXPECT_EQ(names.series[1].draw, figure::Draw::kPoints) << "nothing lies between two names";
  expect_near(names.series[1].y, {0.6, 0.7});
  expect_near(names.series[2].y, {2.0 / 6, 1.3 / 3});
}

TEST(MarginalEffects, EachRowHasTheAxesOfItsPoints) {
  study::Study study = small_search(1);
  const Figure figure = figure_of(study, samples::scores_of(study, kValues), {"optimizer"});
  EXPECT_EQ(figure.columns, 2U);
  ASSERT_EQ(figure.panels.size(), 4U);
  EXPECT_EQ(figure.panels[0].title, "sgd");
  EXPECT_EQ(figure.panels[1].x.label, "momentum");
  EXPECT_EQ(figure.panels[2].title, "adam");
  EXPECT_EQ(figure.panels[2].x.label, "rate");
  EXPECT_FALSE(figure.panels[2].blank);
  EXPECT_TRUE(figure.panels[3].blank) << "adam has no momentum";
  expect_near(figure.panels[2].series[0].y, {0.4, 0.7, 0.2});
  EXPECT_TRUE(figure.panels[2].series[0].low.empty()) << "one point each has no spread";
}

TEST(MarginalEffects, PanelsOfOneAxisEachStandSideBySide) {
  study::Study study = small_search(1);
  study::FigureSpec spec = samples::points_spec("marginal_effects");
  spec.panels = {"optimizer"};
  study.variants.erase(study.variants.begin() + 6, study.variants.end());
  for (study::Variant& variant : study.variants) {
    variant.key[0].second =
        std::string(study::text(variant.key[2].second) == "0.5" ? "sgd" : "adam");
    variant.key.pop_back();
  }
  study.figures = {spec};
  const Figure figure =
      study_figures(study, samples::scores_of(study, {0.1, 0.2, 0.6, 0.5, 0.3, 0.4}), {})[0];
  EXPECT_EQ(figure.columns, 2U);
  ASSERT_EQ(figure.panels.size(), 2U);
  EXPECT_EQ(figure.panels[0].title, "sgd");
  ASSERT_EQ(figure.panels[0].series.size(), 2U) << "the points and the best of them";
  expect_near(figure.panels[0].series[0].y, {0.1, 0.6, 0.3});
}

TEST(MarginalEffects, AMeanOfOneIsCalledAPoint) {
  study::Study study = small_search(1);
  const Figure figure = figure_of(study, samples::scores_of(study, kValues), {"optimizer"});
  const figure::Panel& adam = figure.panels[2];
  ASSERT_EQ(adam.series.size(), 2U);
  EXPECT_EQ(adam.series[0].label, "a point");
  EXPECT_EQ(adam.series[0].draw, figure::Draw::kLinePoints) << "rates are numbers";
  EXPECT_EQ(adam.series[1].label, "best point");
  expect_near(adam.series[1].x, {0.01});
  expect_near(adam.series[1].y, {0.7});
  EXPECT_EQ(figure.panels[0].series[0].label, "mean over the points") << "two at each rate";
}

TEST(MarginalEffects, PointsWithoutAValueAreCountedAndLeftOut) {
  study::Study study = small_search(1);
  study::Results results = samples::scores_of(study, kValues);
  results.trials[7].metrics[0].second = NAN;
  const Figure figure = figure_of(study, results);
  expect_near(figure.panels[1].series[1].y, {0.4, 0.6, 0.3});
  EXPECT_NE(figure.note.find("1 point without a value is left out"), std::string::npos);
}

TEST(MarginalEffects, NeighboursAmongDrawnValuesAreTakenTogether) {
  study::Study study;
  study.seeds = {0};
  study.search = study::SearchSpec{};
  study.search->objective.name = "val_accuracy";
  study.search->higher_is_better = true;
  study.axes = {{"rate", {}, false, study::Draw{study::Draw::Kind::kUniform, 0, 1, 1}}};
  Values values;
  for (int i = 0; i < 16; ++i) {
    study.variants.emplace_back().key = {{"rate", 0.05 * i + 0.01}};
    study.axes[0].values.emplace_back(0.05 * i + 0.01);
    values.push_back(i == 4 ? 0.075 : 0.01 * i);
  }
  const Figure figure = figure_of(study, samples::scores_of(study, values));
  ASSERT_EQ(figure.panels[0].series.size(), 3U);
  EXPECT_EQ(figure.panels[0].series[0].x.size(), 16U) << "and each shown";
  expect_near(figure.panels[0].series[1].x, {0.085, 0.285, 0.485, 0.685});
  expect_near(figure.panels[0].series[1].y, {0.015, 0.06375, 0.095, 0.135});
  expect_near(figure.panels[0].series[2].y, {0.03, 0.075, 0.11, 0.15});
  expect_near(figure.panels[0].series[2].x, {0.16, 0.21, 0.56, 0.76});  // where those points lie
}

}  // namespace
}  // namespace gradus
