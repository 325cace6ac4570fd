#include "report/figure_parallel.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace gradus {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(ObjectiveScale, IsOneForAllPanels) {
  const ObjectiveScale scale = objective_scale({{{0, 0.2}, {1, kNaN}}, {{2, 0.7}}}, true, false);
  EXPECT_EQ(scale.low, 0.2);
  EXPECT_EQ(scale.high, 0.7);
  EXPECT_DOUBLE_EQ(scale.place(0.45), 0.5);
  EXPECT_DOUBLE_EQ(scale.shade(0.7), 1);
}

TEST(ObjectiveScale, LossesOverDecadesAreLogarithmicAndTheLowestIsDark) {
  const ObjectiveScale loss = objective_scale({{{0, 0.01}, {1, 1.0}}}, false, false);
  EXPECT_EQ(loss.scale, figure::Scale::kLog);
  EXPECT_NEAR(loss.place(0.1), 0.5, 1e-12);
  EXPECT_EQ(loss.shade(0.01), 1);
  EXPECT_EQ(objective_scale({{{0, 0.01}, {1, 1.0}}}, true, false).scale, figure::Scale::kLinear);
  EXPECT_EQ(objective_scale({{{0, 0.01}, {1, 1.0}}}, true, true).scale, figure::Scale::kLog);
  EXPECT_EQ(objective_scale({{{0, 0.0}, {1, 1.0}}}, true, true).scale, figure::Scale::kLinear)
      << "0 has no logarithm";
}

TEST(ObjectiveScale, OfEqualValuesIsTheMiddle) {
  EXPECT_EQ(objective_scale({{{0, 0.3}, {1, 0.3}}}, true, false).place(0.3), 0.5);
  EXPECT_EQ(objective_scale({{{0, kNaN}}}, true, false).low, 0) << "nothing to scale";
}

}  // namespace
}  // namespace gradus
