#include "report/gnuplot_script.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "report/gnuplot_data.hpp"
#include "report/style.hpp"

namespace gradus {
namespace {

Figure hostile(const std::string& text) {
  Figure figure;
  figure.name = "x";
  figure.title = figure.note = text;
  figure::Panel panel;
  panel.title = panel.subtitle = text;
  panel.x.label = panel.y.label = text;
  panel.x.ticks = {{1, text}, {2, "50 %"}};
  figure::Series series;
  series.label = text;
  series.x = {1, 2};
  series.y = {1, 2};
  panel.series.push_back(series);
  figure.panels.push_back(panel);
  return figure;
}

TEST(GnuplotScript, NoTextBecomesACommand) {
  const Figure figure = hostile("'\nsystem 'x'\n\" `y` #");
  const FigureScript script = figure_script(figure, lay_out(figure), 0);
  for (size_t at = 0; (at = script.body.find("system", at)) != std::string::npos; ++at) {
    const size_t line = script.body.rfind('\n', at) + 1;
    const std::string start = script.body.substr(line, at - line);
    EXPECT_EQ(std::count(start.begin(), start.end(), '\'') % 2, 1) << start << ": outside a string";
  }
  EXPECT_NE(script.body.find("'50 %%'"), std::string::npos) << "tick texts are formats";
}

TEST(GnuplotScript, SeriesBecomeRowsWithGaps) {
  figure::Series series;
  series.x = {1, 2, 3, 4, 5, 6, 7};
  series.y = {1, 2, NAN, 4, NAN, 6, 7};
  PanelScales scales;
  scales.x = {1, 7};
  scales.y = {0, 8};
  const SeriesData data = series_data(series, scales, 1000);
  EXPECT_EQ(data.rows, "1 1\n2 2\n\n6 6\n7 7\n");
  EXPECT_EQ(data.single, "4 4\n");
  series.draw = figure::Draw::kPoints;
  EXPECT_EQ(series_data(series, scales, 1000).rows, "1 1\n2 2\n\n4 4\n\n6 6\n7 7\n");
}

TEST(GnuplotScript, BandsAreCutToTheAxis) {
  figure::Series series;
  series.x = {1, 2};
  series.y = {0.1, 0.2};
  series.low = {0, 0.05};
  series.high = {0.3, 100};
  PanelScales scales;
  scales.y_scale = figure::Scale::kLog;
  scales.x = {1, 2};
  scales.y = {0.01, 1};
  EXPECT_EQ(series_data(series, scales, 1000).rows, "1 0.1 0.01 0.3\n2 0.2 0.05 1\n");
}

TEST(GnuplotScript, LinesRunOffThePlotAtTheRightSlope) {
  figure::Series series;
  for (int i = 0; i < 100; ++i) {
    series.x.push_back(i);
    series.y.push_back(i);
  }
  PanelScales scales;
  scales.x = {10.5, 12.5};
  scales.y = {0, 100};
  EXPECT_EQ(series_data(series, scales, 1000).rows, "10 10\n11 11\n12 12\n13 13\n");
}

TEST(GnuplotScript, LongSeriesAreThinned) {
  figure::Series series;
  for (int i = 1; i <= 20000; ++i) {
    series.x.push_back(i);
    series.y.push_back(i == 15000 ? 9 : 1 + i % 2);
  }
  PanelScales scales;
  scales.x_scale = figure::Scale::kLog;
  scales.x = {1, 20000};
  scales.y = {0, 10};
  const SeriesData data = series_data(series, scales, 1000);
  const auto rows = std::count(data.rows.begin(), data.rows.end(), '\n');
  EXPECT_LE(rows, 1010);
  EXPECT_GE(rows, 500);
  EXPECT_NE(data.rows.find("15000 9\n"), std::string::npos);
}

TEST(GnuplotScript, WordsOfOneLookAreDrawnTogetherThoseOnWhiteFirst) {
  using Align = figure::Text::Align;
  std::vector<figure::Text> texts(4);
  texts[0] = {1, 2, "plain"};
  texts[1] = {3, 4, "a \"quoted\"\nline", Align::kRight};
  texts[1].boxed = true;
  texts[2] = {5, 6, "more"};
  texts[3] = {7, 8, "small"};
  texts[3].small = true;
  const auto data = text_data(texts, 0);
  ASSERT_EQ(data.size(), 3U);
  EXPECT_EQ(data_string("a\\nb"), "\"a\\\\nb\"") << "gnuplot would break the line there";
  EXPECT_EQ(data[0].rows, "3 4 \"a 'quoted' line\"\n");
  EXPECT_EQ(data[0].style.align, Align::kRight);
  EXPECT_EQ(data[1].rows, "1 2 \"plain\"\n5 6 \"more\"\n");
  EXPECT_TRUE(data[2].style.small);
}

TEST(GnuplotScript, WordsStandAboveAPointOrOnTheFloor) {
  std::vector<figure::Text> texts(2);
  texts[0] = {1, 2, "bar"};
  texts[0].above = true;
  texts[1] = {3, 4, "gone"};
  texts[1].floor = true;
  const auto data = text_data(texts, -5);
  ASSERT_EQ(data.size(), 1U);
  EXPECT_TRUE(data[0].style.above);
  EXPECT_EQ(data[0].rows, "1 2 \"bar\"\n3 -5 \"gone\"\n");
}

TEST(GnuplotScript, HiddenAxesAndGridsAreNotDrawn) {
  Figure figure;
  figure.panels.resize(2);
  for (figure::Panel& panel : figure.panels) {
    panel.series.emplace_back();
    panel.series[0].x = panel.series[0].y = {1, 2};
  }
  figure.panels[0].x.hidden = figure.panels[0].y.hidden = true;
  figure.panels[1].y.grid = false;
  const std::string body = figure_script(figure, lay_out(figure), 0).body;
  const std::string first = body.substr(0, body.find("plot "));
  const std::string second = body.substr(body.find("plot ") + 5);
  EXPECT_NE(first.find("set border 0"), std::string::npos);
  EXPECT_NE(first.find("unset xtics"), std::string::npos);
  EXPECT_NE(second.find("set grid xtics"), std::string::npos);
  EXPECT_EQ(second.find("set grid ytics"), std::string::npos);
}

TEST(GnuplotScript, AShadedLineHasTheColourOfItsShade) {
  Figure figure;
  figure.panels.resize(1);
  figure.panels[0].series.resize(1);
  figure.panels[0].series[0].x = figure.panels[0].series[0].y = {1, 2};
  figure.panels[0].series[0].shade = 1;
  const std::string body = figure_script(figure, lay_out(figure), 0).body;
  EXPECT_NE(body.find(style::line_shade(1)), std::string::npos);
  EXPECT_EQ(body.find(style::line_colour(0)), std::string::npos);
}

}  // namespace
}  // namespace gradus
