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
  EXPECT_EQ(panel.shapes[0].text, "2");
  ASSERT_EQ(panel.series.size(), 1U);
  const std::vector<double>& ends = panel.series[0].y;
  ASSERT_EQ(ends.size(), 6U);
  EXPECT_TRUE(std::isnan(ends[0]) && std::isnan(ends[1])) << "one value has no spread";
  EXPECT_EQ(ends[3], 2.5);
  EXPECT_EQ(ends[4], 3.5);
  EXPECT_EQ(panel.x.ticks[1].second, "two");
  EXPECT_EQ(panel.y.label, "loss");
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
}

}  // namespace
}  // namespace gradus::figure
