// figure::scatter and figure::histogram.
#include <gtest/gtest.h>

#include <cmath>

#include "gradus/base/error.hpp"
#include "gradus/report/plots.hpp"

namespace gradus::figure {
namespace {

TEST(Scatter, HasAColourAndAShapeForEachGroup) {
  const Figure figure = scatter({{"a", {1, 2, NAN}, {3, 4, 5}}, {"b", {9}, {8}}},
                                {"width", "loss", "Title", Scale::kLinear, Scale::kLog});
  ASSERT_EQ(figure.panels.size(), 1U);
  const Panel& panel = figure.panels[0];
  EXPECT_EQ(figure.title, "Title");
  EXPECT_EQ(panel.x.label, "width");
  EXPECT_EQ(panel.y.label, "loss");
  EXPECT_EQ(panel.y.scale, Scale::kLog);
  ASSERT_EQ(panel.series.size(), 2U);
  EXPECT_EQ(panel.series[0].x, (std::vector<double>{1, 2})) << "what is not finite is left out";
  EXPECT_EQ(panel.series[0].draw, Draw::kPoints);
  EXPECT_EQ(panel.series[1].label, "b");
  EXPECT_EQ(panel.series[1].colour, 1);
  EXPECT_EQ(panel.series[1].marker, 1);
  EXPECT_EQ(scatter({{"a", {1}, {1}}}).panels[0].series[0].label, "") << "nothing to tell apart";
}

TEST(Scatter, RefusesPairsThatAreNone) {
  try {
    (void)scatter({{"a", {1, 2}, {1}}});
    FAIL();
  } catch (const Error& e) {
    EXPECT_STREQ(e.what(),
                 "figure::scatter: \"a\" has x and y of different lengths; give a y for each x");
  }
}

TEST(Histogram, OfGroupsHasOneSetOfBins) {
  const Figure figure = histogram({{"a", {1, 2, 2}}, {"b", {4}}}, {"epochs", "", ""});
  const Panel& panel = figure.panels[0];
  ASSERT_EQ(panel.series.size(), 2U);
  EXPECT_EQ(panel.series[0].x, panel.series[1].x);
  EXPECT_EQ(panel.series[0].y, (std::vector<double>{0, 1, 2, 0, 0, 0}));
  EXPECT_EQ(panel.y.label, "count");
  EXPECT_EQ(panel.series[1].label, "b");
}

}  // namespace
}  // namespace gradus::figure
