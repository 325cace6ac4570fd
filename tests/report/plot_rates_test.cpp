// figure::lr_range.
#include <gtest/gtest.h>

#include "gradus/base/error.hpp"
#include "gradus/report/plots.hpp"

namespace gradus::figure {
namespace {

History swept(std::vector<double> losses) {
  History history;
  history.epochs = static_cast<int64_t>(losses.size());
  history.columns = {{"loss", std::move(losses)}, {"learning_rate", {0.01, 0.1, 1}}};
  return history;
}

TEST(PlotLrRange, IsTheMedianAtEachRateWithItsBounds) {
  const Figure figure =
      lr_range({{"a", {swept({2, 1, 30}), swept({3, 2, 31}), swept({4, 3, 32})}}});
  const Panel& panel = figure.panels[0];
  EXPECT_EQ(panel.x.scale, Scale::kLog);
  EXPECT_EQ(panel.x.label, "learning rate");
  EXPECT_EQ(panel.series[0].x, (std::vector<double>{0.01, 0.1}));
  EXPECT_EQ(panel.series[0].y, (std::vector<double>{3, 2}));
  EXPECT_EQ(panel.series[0].high, (std::vector<double>{4, 3}));
  EXPECT_EQ(panel.series[1].label, "diverged");
  EXPECT_EQ(panel.subtitle, "lr_min 0.1, lr_max 0.1");
}

TEST(PlotLrRange, NeedsRates) {
  History history;
  history.epochs = 1;
  history.columns = {{"loss", {1}}};
  EXPECT_THROW((void)lr_range({{"a", {history}}}), Error);
}

}  // namespace
}  // namespace gradus::figure
