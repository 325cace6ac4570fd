#include "report/figure_scales.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gradus {
namespace {

Figure one_line(std::vector<double> x, std::vector<double> y) {
  Figure figure;
  figure.panels.resize(1);
  figure::Series series;
  series.x = std::move(x);
  series.y = std::move(y);
  figure.panels[0].series.push_back(series);
  return figure;
}

TEST(FigureScales, LinesFillTheXAxisAndHaveAirAbove) {
  const PanelScales s = panel_scales(one_line({1, 100}, {2, 3}))[0];
  EXPECT_EQ(s.x, (std::array{1.0, 100.0}));
  EXPECT_EQ(s.y, (std::array{1.96, 3.04}));
}

TEST(FigureScales, BeginAtZeroWhereTheDataComeNear) {
  EXPECT_EQ(panel_scales(one_line({1, 2}, {0.1, 0.5}))[0].y[0], 0);
  EXPECT_GT(panel_scales(one_line({1, 2}, {0.9, 1.0}))[0].y[0], 0.8);
  EXPECT_LT(panel_scales(one_line({1, 2}, {-0.1, 0.5}))[0].y[0], -0.1);
}

TEST(FigureScales, LogAxesPassOverWhatIsNotPositive) {
  Figure figure = one_line({1, 2, 3, 4}, {0, -1, 0.01, 1});
  figure.panels[0].y.scale = figure::Scale::kLog;
  const PanelScales s = panel_scales(figure)[0];
  EXPECT_GT(s.y[0], 0.005);
  EXPECT_LT(s.y[0], 0.01);
  EXPECT_GT(s.y[1], 1);
  EXPECT_EQ(s.x[0], 3);
}

TEST(FigureScales, BandsCount) {
  Figure figure = one_line({1, 2}, {1, 1});
  figure.panels[0].series[0].low = {0.9, 0.9};
  figure.panels[0].series[0].high = {1.1, 2.9};
  EXPECT_GT(panel_scales(figure)[0].y[1], 2.9);
}

TEST(FigureScales, OwnRangesHoldAndYFollowsWhatTheyShow) {
  Figure figure = one_line({1, 2, 3}, {100, 2, 3});
  figure.panels[0].x.range = {{2, 3}};
  const PanelScales s = panel_scales(figure)[0];
  EXPECT_EQ(s.x, (std::array{2.0, 3.0}));
  EXPECT_LT(s.y[1], 4);
}

TEST(FigureScales, SharedScalesCoverAllPanels) {
  Figure figure = one_line({1, 10}, {1, 2});
  figure.panels.push_back(one_line({1, 1000}, {1, 50}).panels[0]);
  EXPECT_EQ(panel_scales(figure)[0].x[1], 10);
  figure.share_x = figure.share_y = true;
  EXPECT_EQ(panel_scales(figure)[0].x[1], 1000);
  EXPECT_GT(panel_scales(figure)[0].y[1], 50);
}

TEST(FigureScales, NothingToDrawIsSaidAndHarmless) {
  const PanelScales s = panel_scales(one_line({1, 2}, {NAN, NAN}))[0];
  EXPECT_TRUE(s.empty);
  EXPECT_LT(s.y[0], s.y[1]);
  const PanelScales constant = panel_scales(one_line({1, 2}, {0.1, 0.1}))[0];
  EXPECT_FALSE(constant.empty);
  EXPECT_EQ(constant.y, (std::array{0.0, 0.125}));
}

TEST(FigureScales, AMeshFillsItsPanel) {
  Figure figure;
  figure.panels.resize(1);
  figure::Mesh mesh;
  mesh.nx = mesh.ny = 2;
  mesh.x0 = -2;
  mesh.x1 = 3;
  mesh.y0 = 1;
  mesh.y1 = 2;
  mesh.z = {0, 0, 1, 1};
  figure.panels[0].mesh = mesh;
  figure.panels[0].points = {{10}, {10}, {0}};
  EXPECT_EQ(panel_scales(figure)[0].x, (std::array{-2.0, 3.0}));
  EXPECT_EQ(panel_scales(figure)[0].y, (std::array{1.0, 2.0}));
}

}  // namespace
}  // namespace gradus
