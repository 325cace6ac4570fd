// figure::bars, figure::heatmap and figure::violins.
#include <gtest/gtest.h>

#include <cmath>

#include "gradus/base/error.hpp"
#include "gradus/report/plots.hpp"

namespace gradus::figure {
namespace {

TEST(PlotBars, HaveAnIntervalOnlyWhereThereIsOne) {
  const Figure figure = bars({{"one", 2}, {"two", 3, 2.5, 3.5}}, {"run", "loss", ""});
  const Panel& panel = figure.panels[0];
  ASSERT_EQ(panel.shapes.size(), 2U);
  EXPECT_EQ(panel.shapes[1].y[2], 3);
  ASSERT_EQ(panel.texts.size(), 2U) << "a number above each";
  EXPECT_EQ(panel.texts[0].text, "2");
  EXPECT_EQ(panel.texts[0].y, 2);
  EXPECT_EQ(panel.texts[1].y, 3.5) << "above the interval";
  ASSERT_EQ(panel.series.size(), 1U);
  const std::vector<double>& ends = panel.series[0].y;
  ASSERT_EQ(ends.size(), 9U) << "one value has no spread";
  EXPECT_EQ(ends[0], 2.5);
  EXPECT_EQ(ends[1], 3.5);
  EXPECT_EQ(panel.x.ticks[1].second, "two");
  EXPECT_EQ(panel.y.label, "loss");
}

TEST(PlotBars, HaveNumbersAllOrNone) {
  std::vector<Bar> many(60, {"a", 0.12345, 0.12344, 0.12346});
  EXPECT_TRUE(bars(many).panels[0].texts.empty()) << "no room";
}

TEST(PlotBars, AreMarkersOnALogarithmicAxis) {
  Labels labels;
  labels.y_scale = Scale::kLog;
  const Panel panel = bars({{"one", 2, 1, 3}, {"two", 300, 200, 400}}, labels).panels[0];
  EXPECT_TRUE(panel.shapes.empty()) << "there is no zero to stand on";
  ASSERT_EQ(panel.series.size(), 2U);
  EXPECT_EQ(panel.series[0].draw, Draw::kPoints);
  EXPECT_EQ(panel.series[0].y, (std::vector<double>{2, 300}));
}

TEST(PlotBars, AreTheMedianWithItsInterval) {
  const Bar bar = bar_of({"a", {5, 1, NAN, 3}});
  EXPECT_EQ(bar.value, 3);
  EXPECT_EQ(bar.low, 1);
  EXPECT_EQ(bar.high, 5);
  EXPECT_TRUE(std::isnan(bar_of({"a", {5}}).low));
}

TEST(PlotHeatmap, HasItsFirstRowBelow) {
  const Figure figure = heatmap({{"low", "high"}, {"a", "b"}, {0, 1, NAN, 4}}, {"x", "y", ""});
  const Panel& panel = figure.panels[0];
  ASSERT_EQ(panel.shapes.size(), 3U) << "what is not finite is empty";
  EXPECT_EQ(panel.shapes[1].x[0], 1.5);
  EXPECT_EQ(panel.shapes[1].y[0], 0.5);
  EXPECT_EQ(*panel.shapes[1].shade, 0.25);
  EXPECT_EQ(panel.shapes[2].text, "4");
  EXPECT_EQ(panel.y.ticks[1].second, "high");
  EXPECT_EQ(figure.note, "From 0 (light) to 4 (dark).");
  EXPECT_THROW((void)heatmap({{"a"}, {"b"}, {}}), Error);
}

TEST(PlotViolins, ShowFewValuesOneByOne) {
  std::vector<double> many(20), few(19);
  for (size_t i = 0; i < 20; ++i) many[i] = static_cast<double>(i);
  for (size_t i = 0; i < 19; ++i) few[i] = static_cast<double>(i);
  const Panel panel = violins({{"many", many}, {"few", few}}).panels[0];
  EXPECT_EQ(panel.shapes.size(), 1U);
  EXPECT_EQ(panel.series.back().y.size(), 19U);
  EXPECT_EQ(panel.series.back().x[0], 2);
  EXPECT_EQ(panel.x.ticks[0].second, "many");
  EXPECT_EQ(panel.data.size(), 39U) << "a row for each value";
  EXPECT_EQ(panel.data[20].x, "few");
}

TEST(PlotViolins, OfAnInstrumentStandLayerByLayer) {
  std::vector<Reading> readings(3);
  for (size_t i = 0; i < 3; ++i) {
    readings[i].layer = i < 2 ? "dense" : "dense_1";
    readings[i].quantity = i == 1 ? "bias" : "kernel";
    readings[i].values = {1.0 + static_cast<double>(i), 2};
    readings[i].distribution = distribution(readings[i].values);
  }
  const Panel panel = layer_violins(readings).panels[0];
  ASSERT_EQ(panel.x.ticks.size(), 2U);
  EXPECT_EQ(panel.x.ticks[1].second, "dense_1");
  EXPECT_EQ(panel.y.label, "kernel");
  EXPECT_EQ(panel.x.label, "layer");
  EXPECT_EQ(layer_violins(readings, "bias").panels[0].x.ticks.size(), 1U);
  EXPECT_THROW((void)layer_violins(readings, "gamma"), Error);
}

}  // namespace
}  // namespace gradus::figure
