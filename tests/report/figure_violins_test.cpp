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
  figure::Axis narrow, wide;
  name_places(wide, "start", {"a", "b"}, 1);
  EXPECT_EQ(wide.ticks, (std::vector<std::pair<double, std::string>>{{1, "a"}, {2, "b"}}));
  EXPECT_EQ(wide.label, "start");
  name_places(narrow, "layer", {"batch_normalization", "batch_normalization_1"}, 3);
  EXPECT_EQ(narrow.ticks, (std::vector<std::pair<double, std::string>>{{1, "1"}, {2, "2"}}));
  EXPECT_EQ(narrow.label, "layer: 1 batch_normalization, 2 batch_normalization_1");
}

}  // namespace
}  // namespace gradus
