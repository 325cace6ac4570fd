#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "data/draw.hpp"
#include "data/samples.hpp"

namespace gradus::data {
namespace {

TEST(Spirals, EachPointLiesOnItsArm) {
  const Dataset set = draw(sources::Spirals{.classes = 3, .turns = 1.5}, 100, {.seed = 1});
  EXPECT_EQ(test::class_counts(set), (std::vector<int64_t>{34, 33, 33}));
  for (int64_t r = 0; r < set.rows(); ++r) {
    const double x = set.feature(r, 0), y = set.feature(r, 1), t = std::hypot(x, y);
    EXPECT_LE(t, 1 + 1e-6);
    const double angle = 2 * std::numbers::pi * (1.5 * t + set.label(r) / 3.0);
    EXPECT_NEAR(x, t * std::cos(angle), 1e-5);
    EXPECT_NEAR(y, t * std::sin(angle), 1e-5);
  }
}

}  // namespace
}  // namespace gradus::data
