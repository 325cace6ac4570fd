#include "report/figure_bins.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace gradus {
namespace {

using Values = std::vector<double>;

TEST(Bins, FewWholeNumbersHaveABinEach) {
  EXPECT_EQ(bin_edges({{"", {3, 5, 4, 5}}}, figure::Scale::kLinear), (Values{2.5, 3.5, 4.5, 5.5}));
  EXPECT_EQ(bin_edges({{"", {7, 7}}}, figure::Scale::kLinear), (Values{6.5, 7.5}));
}

TEST(Bins, OthersAreAsWideAsFreedmanAndDiaconisSay) {
  Values values(1000);
  for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i) / 999;
  // 2 x 0.5 / 10 wide.
  const Values edges = bin_edges({{"", values}}, figure::Scale::kLinear);
  ASSERT_EQ(edges.size(), 11U);
  EXPECT_NEAR(edges[1], 0.1, 1e-12);
  EXPECT_EQ(bin_edges({{"", values}}, figure::Scale::kLinear, 4).size(), 5U);
}

TEST(Bins, AreEvenOnALogarithmicAxis) {
  const Values edges = bin_edges({{"", {1, 10}}, {"", {100, -1, NAN}}}, figure::Scale::kLog, 2);
  ASSERT_EQ(edges.size(), 3U);
  EXPECT_NEAR(edges[0], 1, 1e-12);
  EXPECT_NEAR(edges[1], 10, 1e-11);
  EXPECT_NEAR(edges[2], 100, 1e-10);
  EXPECT_TRUE(bin_edges({{"", {-1}}}, figure::Scale::kLog).empty());
}

TEST(Bins, CountEveryValueOnce) {
  EXPECT_EQ(bin_counts({0, 0.5, 1, 2, NAN}, {0, 1, 2}), (Values{2, 2})) << "the last edge is in";
  const Values edges = bin_edges({{"", {0.1, 0.7, 2.9}}}, figure::Scale::kLog);
  const Values counts = bin_counts({0.1, 0.7, 2.9}, edges);
  EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), 0.0), 3);
}

TEST(Bins, AHistogramIsAnOutlineFromZeroToZero) {
  figure::Panel panel;
  add_histogram(panel, {"a", {0, 0.5, 1.5}}, {0, 1, 2}, 3);
  ASSERT_EQ(panel.series.size(), 1U);
  const figure::Series& outline = panel.series[0];
  EXPECT_EQ(outline.x, (Values{0, 0, 1, 2}));
  EXPECT_EQ(outline.y, (Values{0, 2, 1, 0}));
  EXPECT_EQ(outline.draw, figure::Draw::kSteps);
  EXPECT_EQ(outline.label, "a");
  EXPECT_EQ(outline.colour, 3);
  EXPECT_EQ(panel.shapes[0].y, (Values{2, 2, 1, 1, 0, 0}));
  EXPECT_TRUE(panel.y.whole);
}

TEST(Bins, WhatHasNoPlaceOnALogarithmicAxisIsInNone) {
  const std::vector<double> values = {0, -1, 1, 10, 100};
  const auto edges = bin_edges({{"", values}}, figure::Scale::kLog, 3);
  EXPECT_EQ(bin_counts(values, edges), (std::vector<double>{1, 1, 1}));
}

}  // namespace
}  // namespace gradus
