#include "report/figure_layout.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "report/figure_text.hpp"

namespace gradus {
namespace {

Figure panels(size_t count) {
  Figure figure;
  for (size_t p = 0; p < count; ++p) {
    figure::Panel panel;
    panel.title = "panel " + std::to_string(p);
    panel.x.label = "epoch";
    panel.y.label = "loss";
    figure::Series series;
    series.x = {1, 2, 3};
    series.y = {1, 2, 3};
    panel.series.push_back(series);
    figure.panels.push_back(panel);
  }
  return figure;
}

size_t columns_of(const Layout& layout) {
  return std::count_if(layout.panels.begin(), layout.panels.end(),
                       [&](const PanelLayout& p) { return p.plot.y == layout.panels[0].plot.y; });
}

TEST(FigureLayout, AsManyColumnsAsStayLegible) {
  const size_t expected[][2] = {{1, 1}, {2, 2}, {3, 3}, {4, 2}, {5, 3}, {9, 3}, {13, 4}};
  for (const auto& [count, columns] : expected)
    EXPECT_EQ(columns_of(lay_out(panels(count))), columns) << count;
  Figure figure = panels(6);
  figure.columns = 2;
  EXPECT_EQ(columns_of(lay_out(figure)), 2u);
}

TEST(FigureLayout, NothingOverlapsAndNothingLeavesThePage) {
  for (size_t count = 1; count <= 9; ++count) {
    Figure figure = panels(count);
    figure.title =
        "A title long enough to need more than a single line wherever there is one panel";
    figure.note = "A note.";
    const Layout layout = lay_out(figure);
    for (const TextLine& text : layout.texts) {
      const double width = text.upwards ? 0 : text_width(text.text, text.size, text.bold);
      const double left = text.align == TextLine::Align::kCentre ? text.x - width / 2 : text.x;
      EXPECT_GE(left, 0) << text.text;
      EXPECT_LE(left + width, layout.width) << text.text;
      EXPECT_GE(text.y - text.size / 2, 0) << text.text;
      EXPECT_LE(text.y + text.size / 2, layout.height) << text.text;
      for (const PanelLayout& panel : layout.panels) {
        const Box& b = panel.plot;
        const bool inside =
            text.x > b.x && text.x < b.x + b.width && text.y > b.y && text.y < b.y + b.height;
        EXPECT_FALSE(inside) << text.text;
      }
    }
  }
}

TEST(FigureLayout, SharedScalesAreLabelledOutside) {
  Figure figure = panels(5);  // 3 + 2
  figure.share_x = figure.share_y = true;
  const Layout layout = lay_out(figure);
  const std::vector<bool> x{false, false, true, true, true}, y{true, false, false, true, false};
  for (size_t p = 0; p < 5; ++p) {
    EXPECT_EQ(layout.panels[p].x_labels, x[p]) << p;
    EXPECT_EQ(layout.panels[p].y_labels, y[p]) << p;
  }
  const auto count = [&](const std::string& text) {
    return std::count_if(layout.texts.begin(), layout.texts.end(),
                         [&](const TextLine& line) { return line.text == text; });
  };
  EXPECT_EQ(count("loss"), 2);
  EXPECT_EQ(count("epoch"), 3);
}

TEST(FigureLayout, ALegendHasEachEntryOnce) {
  Figure figure = panels(4);
  for (figure::Panel& panel : figure.panels) panel.series[0].label = "sgd";
  figure.panels[3].series.push_back(figure.panels[3].series[0]);
  figure.panels[3].series[1].label = "adam";
  figure.panels[3].series[1].low = {1, 1, 1};
  figure.panels[3].series[1].high = {2, 2, 2};
  Layout layout = lay_out(figure);
  ASSERT_EQ(layout.samples.size(), 2u);
  EXPECT_TRUE(layout.samples[0].style.low.empty());
  EXPECT_FALSE(layout.samples[1].style.low.empty());
  for (const LegendSample& sample : layout.samples)
    EXPECT_LT(sample.box.y + sample.box.height, layout.panels[0].plot.y);
  figure.legend = figure::Legend::kNone;
  EXPECT_TRUE(lay_out(figure).samples.empty());
  figure.legend = figure::Legend::kRight;
  layout = lay_out(figure);
  for (const LegendSample& sample : layout.samples)
    EXPECT_GT(sample.box.x, layout.panels[1].plot.x + layout.panels[1].plot.width);
}

TEST(FigureLayout, AMeshKeepsItsProportions) {
  Figure figure = panels(1);
  figure::Mesh mesh;
  mesh.nx = mesh.ny = 2;
  mesh.x1 = 2;
  mesh.y1 = 1;
  mesh.z = {0, 0, 1, 1};
  figure.panels[0].series.clear();
  figure.panels[0].mesh = mesh;
  const Box box = lay_out(figure).panels[0].plot;
  EXPECT_DOUBLE_EQ(box.height / box.width, 0.5);
}

TEST(FigureLayout, SaysWhereThereIsNoData) {
  Figure figure = panels(1);
  figure.panels[0].series[0].x.clear();
  figure.panels[0].series[0].y.clear();
  const Layout layout = lay_out(figure);
  EXPECT_TRUE(std::any_of(layout.texts.begin(), layout.texts.end(),
                          [](const TextLine& line) { return line.text == "no data"; }));
  EXPECT_TRUE(layout.panels[0].x.major.empty());
}

TEST(FigureLayout, ABlankPlaceKeepsItsRoomAndSaysNothing) {
  Figure figure = panels(3);
  figure.panels[1] = {};
  figure.panels[1].blank = true;
  const Layout layout = lay_out(figure);
  EXPECT_GT(layout.panels[2].plot.x, layout.panels[1].plot.x);
  EXPECT_TRUE(layout.panels[1].x.major.empty());
  EXPECT_TRUE(std::none_of(layout.texts.begin(), layout.texts.end(),
                           [](const TextLine& line) { return line.text == "no data"; }));
}

TEST(FigureLayout, AFigureMaySayTheSizeOfItsPlots) {
  Figure figure = panels(2);
  figure.width = 300;
  figure.height = 300;
  for (const PanelLayout& panel : lay_out(figure).panels) {
    EXPECT_EQ(panel.plot.width, 300);
    EXPECT_EQ(panel.plot.height, 300);
  }
}

TEST(FigureLayout, AHiddenAxisHasNoNumbersAndTakesNoRoom) {
  Figure figure = panels(1);
  const double before = lay_out(figure).panels[0].plot.x;
  figure.panels[0].y.hidden = true;
  figure.panels[0].y.label = "";
  const Layout layout = lay_out(figure);
  EXPECT_TRUE(layout.panels[0].y.major.empty());
  EXPECT_FALSE(layout.panels[0].x.major.empty());
  EXPECT_LT(layout.panels[0].plot.x, before);
}

TEST(FigureLayout, ShadesHaveAnEntryInTheLegend) {
  Figure figure = panels(1);
  figure.shades = "accuracy, 0.1 to 0.9";
  const Layout layout = lay_out(figure);
  ASSERT_EQ(layout.samples.size(), 1U);
  EXPECT_EQ(layout.samples[0].kind, LegendSample::Kind::kShades);
  EXPECT_EQ(layout.samples[0].box.y, std::floor(layout.samples[0].box.y)) << "on whole pixels";
}

}  // namespace
}  // namespace gradus
