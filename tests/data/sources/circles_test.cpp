#include <gtest/gtest.h>

#include <cmath>

#include "data/draw.hpp"
#include "data/samples.hpp"

namespace gradus::data {
namespace {

TEST(Circles, HaveTheirRadii) {
  const Dataset set = draw(sources::Circles{.factor = 0.3}, 41, {.seed = 1});
  EXPECT_EQ(test::class_counts(set), (std::vector<int64_t>{20, 21}));
  double x = 0, y = 0;
  for (int64_t r = 0; r < set.rows(); ++r) {
    const double radius = std::hypot(set.feature(r, 0), set.feature(r, 1));
    EXPECT_NEAR(radius, set.label(r) == 0 ? 1 : 0.3, 1e-6);
    if (set.label(r) == 0) {
      x += set.feature(r, 0);
      y += set.feature(r, 1);
    }
  }
  // Evenly spread, the first point not repeated at the end.
  EXPECT_NEAR(x, 0, 1e-5);
  EXPECT_NEAR(y, 0, 1e-5);
}

}  // namespace
}  // namespace gradus::data
