#include <gtest/gtest.h>

#include <cmath>

#include "report/rate_samples.hpp"
#include "report/study_figures.hpp"

namespace gradus {
namespace {

using samples::range_study;
using samples::swept_trial;
using Values = std::vector<double>;

Figure drawn(const study::Study& study) {
  study::Results results;
  results.trials = {swept_trial(0, 0, {2.3, 0.5, 33}), swept_trial(1, 0, {2.2}, 0.01),
                    swept_trial(2, 0, {0.4}, 0.1), swept_trial(3, 0, {0.3}, 1)};
  results.trials[0].history.status = Status::kDiverged;
  return study_figures(study, results, {})[0];
}

TEST(LrRangeFigure, LossAgainstEachRateOnALogAxis) {
  const Figure figure = drawn(range_study());
  EXPECT_EQ(figure.name, "lr_range");
  ASSERT_EQ(figure.panels.size(), 2u);
  for (const figure::Panel& panel : figure.panels) {
    EXPECT_EQ(panel.x.scale, figure::Scale::kLog);
    EXPECT_EQ(panel.x.label, "learning rate");
  }
  EXPECT_EQ(figure.panels[0].series[0].y, (Values{2.3, 0.5})) << "though it diverged";
  ASSERT_EQ(figure.panels[0].series.size(), 4u);
  ASSERT_EQ(figure.panels[1].series.size(), 3u);
  EXPECT_EQ(figure.panels[1].series[0].x, (Values{0.01, 0.1, 1}));
  EXPECT_EQ(figure.panels[1].series[0].y, (Values{2.2, 0.4, 0.3})) << "of three networks";
}

TEST(LrRangeFigure, TheLossAxisEndsALittleAboveTheStart) {
  study::Study study = range_study();
  const Figure figure = drawn(study);
  for (const figure::Panel& panel : figure.panels) {
    ASSERT_TRUE(panel.y.range);
    EXPECT_EQ((*panel.y.range)[0], 0);
    EXPECT_NEAR((*panel.y.range)[1], 2.484, 1e-12);  // 2.3 and 8 %
  }
  study.figures[0].ylim = {{0, 5}};
  EXPECT_EQ((*drawn(study).panels[0].y.range)[1], 5);
}

TEST(LrRangeFigure, TheBandEndsWhereTheCurveLeavesThePicture) {
  const study::Study study = range_study();
  study::Results results;
  for (uint64_t seed = 0; seed < 3; ++seed) {
    const auto d = static_cast<double>(seed);
    results.trials.push_back(swept_trial(0, seed, {2 + d, 1 + d, 30 + d}));
  }
  const std::vector<Figure> figures = study_figures(study, results, {});
  const auto& series = figures[0].panels[0].series;
  ASSERT_EQ(series.size(), 4u) << "the curve, a mark, the bounds";
  EXPECT_EQ(series[0].y, (Values{3, 2}));
  EXPECT_EQ(series[0].low, (Values{2, 1}));
  EXPECT_EQ(series[0].high, (Values{4, 3}));
  EXPECT_EQ(series[1].draw, figure::Draw::kPoints);
  EXPECT_EQ(series[1].x, Values{1}) << "where it left";
  EXPECT_EQ(series[1].y, Values{(*figures[0].panels[0].y.range)[1]}) << "on the edge, not beyond";
  EXPECT_EQ(figures[0].panels[0].data[2].value, 31) << "the table has it all";
}

TEST(LrRangeFigure, ACurveThatComesBackIsDrawnToItsLastPointInside) {
  const study::Study study = range_study();
  study::Results results;
  results.trials = {swept_trial(0, 0, {2, 30, 1})};
  const std::vector<Figure> figures = study_figures(study, results, {});
  EXPECT_EQ(figures[0].panels[0].series[0].y, (Values{2, 30, 1}));
  for (const figure::Series& series : figures[0].panels[0].series)
    EXPECT_NE(series.draw, figure::Draw::kPoints);
}

TEST(LrRangeFigure, BoundsAreMarked) {
  const Figure figure = drawn(range_study());
  const figure::Panel& carried = figure.panels[0];
  EXPECT_EQ(carried.subtitle, "lr_min 0.1, lr_max 0.1");
  EXPECT_EQ(carried.series[2].x, (Values{0.1, 0.1}));
  EXPECT_EQ(carried.series[2].y, (Values{0, 2.3 + 0.08 * 2.3}));
  const figure::Panel& fresh = figure.panels[1];
  EXPECT_EQ(fresh.subtitle, "lr_min 0.1, lr_max 1");
  EXPECT_EQ(fresh.series[1].x, (Values{0.1, 0.1}));
  EXPECT_EQ(fresh.series[2].x, (Values{1, 1}));
  EXPECT_EQ(carried.series[2].label, "lr_min");
  EXPECT_EQ(carried.series[3].label, "lr_max");
  EXPECT_EQ(fresh.series[1].label, "") << "said once";
  EXPECT_NE(fresh.series[1].dash, fresh.series[2].dash);
}

}  // namespace
}  // namespace gradus
