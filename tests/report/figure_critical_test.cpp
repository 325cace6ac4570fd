#include "report/figure_critical.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gradus {
namespace {

using Runs = std::vector<std::pair<size_t, size_t>>;

std::vector<RankedName> ranked(const std::vector<double>& ranks) {
  std::vector<RankedName> points;
  for (size_t i = 0; i < ranks.size(); ++i)
    points.push_back({std::string(1, static_cast<char>('a' + i)), ranks[i]});
  return points;
}

TEST(CriticalDifference, CliquesAreTheLongestRunsWithinIt) {
  EXPECT_EQ(cliques(ranked({1, 1.5, 3, 4, 6}), 2), (Runs{{0, 2}, {2, 3}, {3, 4}}));
  EXPECT_EQ(cliques(ranked({1, 2, 3}), 5), (Runs{{0, 2}})) << "none within another";
  EXPECT_EQ(cliques(ranked({1, 2, 3}), 0.5), Runs{}) << "one point alone is no clique";
  EXPECT_EQ(cliques({}, 1), Runs{});
}

TEST(CriticalDifference, LinesLeadFromRanksToNamesWithoutCrossing) {
  Figure figure;
  const auto points = ranked({1, 1.5, 3, 4, 6});
  const figure::Panel panel = critical_difference_panel(points, 2, figure);
  EXPECT_GT(figure.height, 0);
  std::vector<figure::Series> leaders;
  for (const RankedName& point : points)
    for (const figure::Series& s : panel.series)
      if (s.name == point.name) leaders.push_back(s);
  ASSERT_EQ(leaders.size(), 5U);
  for (size_t i = 0; i < 5; ++i) {
    EXPECT_EQ(leaders[i].x[0], points[i].rank);
    EXPECT_EQ(leaders[i].y[0], 0);
    EXPECT_EQ(leaders[i].x[3] < points[i].rank, i < 3) << "three on the left, two on the right";
  }
  // Of two on one side, the outer one turns off first.
  EXPECT_GT(leaders[0].y[2], leaders[1].y[2]);
  EXPECT_GT(leaders[1].y[2], leaders[2].y[2]);
  EXPECT_GT(leaders[4].y[2], leaders[3].y[2]);
  const auto said = [&](const std::string& words) {
    return std::any_of(panel.texts.begin(), panel.texts.end(),
                       [&](const figure::Text& text) { return text.text == words; });
  };
  EXPECT_TRUE(said("b\u00a0(1.5)"));
  EXPECT_TRUE(said("critical difference 2"));
  EXPECT_TRUE(said("6")) << "the end of the scale";
  EXPECT_TRUE(said("average rank"));
}

TEST(CriticalDifference, EqualRanksHaveLinesOfTheirOwn) {
  Figure figure;
  const figure::Panel panel = critical_difference_panel(ranked({1, 3, 3, 3.01, 5}), 2, figure);
  std::vector<double> at;
  for (const char* name : {"b", "c", "d"})
    for (const figure::Series& s : panel.series)
      if (s.name == name) at.push_back(s.x[1]);
  ASSERT_EQ(at.size(), 3U);
  EXPECT_LT(at[0], 3);
  EXPECT_NEAR(at[1] - at[0], at[2] - at[1], 1e-12);
  EXPECT_GT(at[2], 3.01);
  EXPECT_NEAR(at[1], (3 + 3 + 3.01) / 3, 1e-12) << "around their place";
  ASSERT_EQ(panel.data.size(), 6U);
  EXPECT_EQ(panel.data[3].series, "c");
  EXPECT_EQ(panel.data[3].value, 3);
}

TEST(CriticalDifference, BarsOfOverlappingCliquesStandBelowEachOther) {
  Figure figure;
  const figure::Panel panel = critical_difference_panel(ranked({1, 1.5, 3, 4, 6}), 2, figure);
  std::vector<double> heights;
  for (const figure::Series& s : panel.series)
    if (s.name == "cannot be told apart") heights.push_back(s.y[0]);
  ASSERT_EQ(heights.size(), 3U);
  EXPECT_GT(heights[0], heights[1]);
  EXPECT_EQ(heights[0], heights[2]) << "the first and the third do not meet";
}

TEST(CriticalDifference, OneLongerThanTheScaleSaysSo) {
  Figure figure;
  const figure::Panel panel = critical_difference_panel(ranked({1.2, 1.8}), 3.3, figure);
  EXPECT_TRUE(std::any_of(panel.texts.begin(), panel.texts.end(), [](const figure::Text& text) {
    return text.text == "critical difference 3.3, longer than the scale";
  }));
}

}  // namespace
}  // namespace gradus
