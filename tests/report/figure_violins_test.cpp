// Violins, and named places on an axis.
#include "report/figure_violins.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gradus {
namespace {

Reading reading_of(std::vector<double> values) {
  Reading reading;
  reading.layer = "dense";
  reading.distribution = distribution(values);
  if (values.size() >= 8) reading.silhouette = silhouette(values);
  reading.values = std::move(values);
  return reading;
}

TEST(Violin, HasASilhouetteQuartilesAndAMedian) {
  std::vector<double> values;
  for (int i = 0; i <= 1000; ++i) values.push_back(i / 1000.0);
  figure::Panel panel;
  add_violin(panel, 3, reading_of(values), 1);
  ASSERT_EQ(panel.shapes.size(), 1U);
  const figure::Shape& shape = panel.shapes[0];
  EXPECT_EQ(shape.x.size(), 128U);
  EXPECT_DOUBLE_EQ(*std::min_element(shape.x.begin(), shape.x.end()), 2.6);
  EXPECT_DOUBLE_EQ(*std::max_element(shape.x.begin(), shape.x.end()), 3.4);
  for (size_t i = 0; i < 64; ++i) {
    EXPECT_NEAR(shape.x[i] + shape.x[127 - i], 6, 1e-12) << "both sides alike";
    EXPECT_EQ(shape.y[i], shape.y[127 - i]);
  }
  ASSERT_EQ(panel.series.size(), 2U);
  EXPECT_EQ(panel.series[0].y, (std::vector<double>{0.25, 0.75}));
  EXPECT_EQ(panel.series[1].y, std::vector<double>{0.5});
}

TEST(Violin, OfFewValuesIsPoints) {
  figure::Panel panel;
  add_violin(panel, 1, reading_of({4, 1, 9}), 0);
  EXPECT_TRUE(panel.shapes.empty());
  ASSERT_EQ(panel.series.size(), 1U);
  EXPECT_EQ(panel.series[0].draw, figure::Draw::kPoints);
  EXPECT_EQ(panel.series[0].y, (std::vector<double>{4, 1, 9}));
  EXPECT_EQ(panel.series[0].x, (std::vector<double>{1, 1, 1}));
}

TEST(Places, AreNamedOrNumbered) {
  using Ticks = std::vector<std::pair<double, std::string>>;
  const std::vector<std::string> longs = {"batch_normalization", "batch_normalization_1",
                                          "batch_normalization_2"};
  Figure short_names, long_names, other_names;
  for (Figure* figure : {&short_names, &long_names, &other_names}) figure->panels.resize(2);
  name_places(short_names, "start", {{"a", "b"}, {"a"}}, 2);
  EXPECT_EQ(short_names.panels[0].x.ticks, (Ticks{{1, "a"}, {2, "b"}}));
  EXPECT_EQ(short_names.panels[0].x.label, "start");
  EXPECT_EQ(short_names.note, "");
  long_names.note = "Median.";
  name_places(long_names, "layer", {longs, longs}, 3);
  EXPECT_EQ(long_names.panels[1].x.ticks, (Ticks{{1, "1"}, {2, "2"}, {3, "3"}}));
  EXPECT_EQ(long_names.panels[1].x.label, "layer") << "told once";
  const std::string key =
      "Layer: 1\u00a0batch_normalization · 2\u00a0batch_normalization_1 · "
      "3\u00a0batch_normalization_2.";
  EXPECT_EQ(long_names.note, "Median. " + key);
  name_places(other_names, "layer", {longs, {longs[1]}}, 3);
  EXPECT_EQ(other_names.panels[1].x.ticks, (Ticks{{1, "2"}})) << "the same number in all panels";
  EXPECT_EQ(other_names.panels[1].x.label, "layer");
  EXPECT_EQ(other_names.note, key);
}

TEST(Places, OfNumbersAreNumbersHoweverMany) {
  Figure figure;
  figure.panels.resize(1);
  std::vector<std::string> numbers;
  for (int n = 1; n <= 200; ++n) numbers.push_back(std::to_string(8 * n));
  name_places(figure, "width", {numbers}, 1);
  const auto& ticks = figure.panels[0].x.ticks;
  ASSERT_EQ(ticks.size(), 200U);
  EXPECT_EQ(ticks[0].second, "8");
  EXPECT_EQ(ticks[1].second, "") << "thinned";
  size_t written = 0;
  for (const auto& [at, text] : ticks) {
    if (text.empty()) continue;
    ++written;
    EXPECT_EQ(text, std::to_string(8 * static_cast<int>(at)));
  }
  EXPECT_GT(written, 10U);
  EXPECT_EQ(figure.note, "");
}

}  // namespace
}  // namespace gradus
