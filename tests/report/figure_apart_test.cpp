#include "report/figure_apart.hpp"

#include <gtest/gtest.h>

#include <set>
#include <utility>

namespace gradus {
namespace {

Figure lines(size_t count, bool bands) {
  Figure figure;
  figure.panels.emplace_back();
  for (size_t i = 0; i < count; ++i) {
    figure::Series series;
    series.label = "rate " + std::to_string(i);
    series.colour = static_cast<int>(i);
    series.x = series.y = {0, 1};
    if (bands) series.low = series.high = {0, 1};
    figure.panels[0].series.push_back(std::move(series));
  }
  return figure;
}

TEST(TellApart, LinesDifferInDash) {
  Figure figure = lines(3, false);
  tell_apart(figure);
  const auto& series = figure.panels[0].series;
  EXPECT_EQ(series[0].dash, figure::Dash::kSolid);
  EXPECT_EQ(series[1].dash, figure::Dash::kDashed);
  EXPECT_EQ(series[2].dash, figure::Dash::kDotted);
  Figure one = lines(1, false);
  one.panels[0].series[0].colour = 1;
  tell_apart(one);
  EXPECT_EQ(one.panels[0].series[0].dash, figure::Dash::kSolid) << "nothing to be told from";
}

TEST(TellApart, NoTwoOfManyAreAlike) {
  Figure figure = lines(32, false);
  tell_apart(figure);
  std::set<std::pair<int, figure::Dash>> looks;
  for (const figure::Series& s : figure.panels[0].series) looks.insert({s.colour % 8, s.dash});
  EXPECT_EQ(looks.size(), 32U);
}

TEST(TellApart, DashesThatMeanSomethingStay) {
  Figure figure = lines(3, false);
  figure.panels[0].series[2].dash = figure::Dash::kDashDot;
  tell_apart(figure);
  EXPECT_EQ(figure.panels[0].series[1].dash, figure::Dash::kSolid);
  EXPECT_EQ(figure.panels[0].series[2].dash, figure::Dash::kDashDot);
}

TEST(TellApart, MarkersOnLinesDifferInShape) {
  Figure figure = lines(2, false);
  for (figure::Series& s : figure.panels[0].series) s.draw = figure::Draw::kLinePoints;
  tell_apart(figure);
  EXPECT_NE(figure.panels[0].series[0].marker, figure.panels[0].series[1].marker);
}

TEST(TellApart, ManyBandsAreLeftToTheTable) {
  Figure five = lines(5, true), six = lines(6, true);
  tell_apart(five);
  tell_apart(six);
  EXPECT_TRUE(five.bands);
  EXPECT_FALSE(six.bands);
  EXPECT_EQ(six.panels[0].series[5].low.size(), 2U) << "the data stay";
}

TEST(TitleLegend, SaysOnceWhatAllEntriesBeginWith) {
  Figure figure = lines(3, false);
  title_legend(figure, "rate");
  EXPECT_EQ(figure.legend_title, "rate");
  EXPECT_EQ(figure.panels[0].series[2].label, "2");
  Figure two = lines(2, false);
  title_legend(two, "rate");
  EXPECT_EQ(two.legend_title, "");
  Figure other = lines(3, false);
  other.panels[0].series[1].label = "momentum";
  title_legend(other, "rate");
  EXPECT_EQ(other.panels[0].series[2].label, "rate 2");
}

}  // namespace
}  // namespace gradus
