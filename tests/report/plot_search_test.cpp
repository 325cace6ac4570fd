// figure::parallel_coordinates, marginal_effects and critical_difference.
#include <gtest/gtest.h>

#include <cmath>

#include "gradus/base/error.hpp"
#include "gradus/report/plots.hpp"

namespace gradus::figure {
namespace {

SearchTable points() {
  SearchTable table;
  table.objective = "accuracy";
  table.settings = {{"units", {4.0, 4.0, 8.0, 8.0}},
                    {"optimizer", {"sgd", "adam", "sgd", "adam"}},
                    {"momentum", {0.5, std::monostate{}, 0.9, std::monostate{}}}};
  table.values = {0.7, 0.8, 0.9, NAN};
  return table;
}

TEST(PlotSearch, ParallelCoordinatesHaveALineForEachPoint) {
  const Figure figure = parallel_coordinates(points());
  EXPECT_EQ(figure.name, "parallel_coordinates");
  const Panel& panel = figure.panels[0];
  std::vector<Datum> best;
  for (const Datum& datum : panel.data)
    if (datum.series == "units 8, sgd, momentum 0.9") best.push_back(datum);
  ASSERT_EQ(best.size(), 4U);
  EXPECT_EQ(best[0].x, "units");
  EXPECT_EQ(best[0].value, 8);
  EXPECT_EQ(best[1].y, "sgd");
  EXPECT_EQ(best[3].kind, "objective");
  EXPECT_EQ(best[3].value, 0.9);
  EXPECT_EQ(panel.series.back().label, "best point");
  EXPECT_EQ(panel.subtitle, "best 0.9: units 8, sgd, momentum 0.9 · 1 of 4 without a value");
  EXPECT_EQ(figure.note.find("folds and seeds"), std::string::npos) << "nobody said so";
}

TEST(PlotSearch, MarginalEffectsHaveAPanelForEachSetting) {
  const Figure figure = marginal_effects(points());
  ASSERT_EQ(figure.panels.size(), 3U);
  EXPECT_EQ(figure.panels[0].x.label, "units");
  EXPECT_EQ(figure.panels[0].series[0].x, (std::vector<double>{4, 8}));
  EXPECT_DOUBLE_EQ(figure.panels[0].series[0].y[0], 0.75);
  EXPECT_EQ(figure.panels[1].x.ticks[1].second, "adam");
}

TEST(PlotSearch, PointsAndSettingsAreOfOneLength) {
  SearchTable table = points();
  table.values.pop_back();
  EXPECT_THROW((void)parallel_coordinates(table), Error);
  EXPECT_THROW((void)marginal_effects(table), Error);
}

TEST(PlotSearch, CriticalDifferenceRanksWithinBlocks) {
  const Figure figure = critical_difference(
      {{"poor", {0.1, 0.2, 0.1}}, {"best", {0.3, 0.5, 0.4}}, {"fair", {0.2, 0.3, 0.3}}});
  const Panel& panel = figure.panels[0];
  std::vector<std::pair<std::string, double>> ranks;
  for (const Datum& datum : panel.data)
    if (datum.kind == "rank") ranks.emplace_back(datum.series, datum.value);
  EXPECT_EQ(ranks,
            (std::vector<std::pair<std::string, double>>{{"best", 1}, {"fair", 2}, {"poor", 3}}));
  EXPECT_TRUE(figure.note.starts_with("3 points, ranked within each of 3 blocks; left is best."));
  EXPECT_THROW((void)critical_difference({{"one", {1, 2}}}), Error);
  EXPECT_THROW((void)critical_difference({{"one", {1, 2}}, {"two", {1}}}), Error);
}

}  // namespace
}  // namespace gradus::figure
