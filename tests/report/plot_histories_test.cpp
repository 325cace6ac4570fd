// figure::survival, and figure::lines of many trainings.
#include <gtest/gtest.h>

#include "gradus/base/error.hpp"
#include "gradus/report/plots.hpp"

namespace gradus::figure {
namespace {

History history(std::vector<double> loss, Status status = Status::kCompleted) {
  History out;
  out.epochs = static_cast<int64_t>(loss.size());
  out.status = status;
  out.columns = {{"loss", std::move(loss)}};
  return out;
}

TEST(PlotSurvival, StepsDownWhereTrainingsConverge) {
  const Figure figure =
      survival({{"sgd", {history({3, 2}, Status::kConverged), history({3, 3, 3})}},
                {"adam", {history({1}, Status::kConverged)}}});
  const Panel& panel = figure.panels[0];
  ASSERT_EQ(panel.series.size(), 2U);
  EXPECT_EQ(panel.series[0].x, (std::vector<double>{0, 2, 3}));
  EXPECT_EQ(panel.series[0].y, (std::vector<double>{1, 0.5, 0.5}));
  EXPECT_EQ(panel.series[1].y, (std::vector<double>{1, 0}));
  EXPECT_EQ(panel.series[0].draw, Draw::kSteps);
  EXPECT_EQ(panel.series[1].label, "adam");
  EXPECT_TRUE(panel.x.whole);
}

TEST(PlotLines, OfManyTrainingsAreTheirMedianWithABand) {
  const Figure figure =
      lines({{"a", {history({1, 2}), history({3, 2}), history({8, 2})}}, {"b", {history({5, 4})}}},
            "loss", Scale::kLog);
  const Panel& panel = figure.panels[0];
  EXPECT_EQ(panel.series[0].y, (std::vector<double>{3, 2}));
  EXPECT_EQ(panel.series[0].low, (std::vector<double>{1, 2}));
  EXPECT_EQ(panel.series[0].high, (std::vector<double>{8, 2}));
  EXPECT_TRUE(panel.series[1].low.empty()) << "one training has no band";
  EXPECT_EQ(panel.y.scale, Scale::kLog);
  EXPECT_EQ(panel.y.label, "loss");
  EXPECT_THROW((void)lines({{"a", {history({1})}}}, "accuracy"), Error);
}

}  // namespace
}  // namespace gradus::figure
