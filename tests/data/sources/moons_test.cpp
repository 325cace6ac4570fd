#include <gtest/gtest.h>

#include <cmath>

#include "data/draw.hpp"
#include "data/samples.hpp"

namespace gradus::data {
namespace {

TEST(Moons, WithoutNoiseLieOnTwoHalfCircles) {
  const Dataset set = draw(sources::Moons{}, 101, {.seed = 1});
  EXPECT_EQ(test::class_counts(set), (std::vector<int64_t>{50, 51}));
  double lowest = 9, highest = -9;
  for (int64_t r = 0; r < set.rows(); ++r) {
    const double x = set.feature(r, 0), y = set.feature(r, 1);
    if (set.label(r) == 0) {
      EXPECT_NEAR(std::hypot(x, y), 1, 1e-6);
      EXPECT_GE(y, -1e-6);
    } else {
      EXPECT_NEAR(std::hypot(x - 1, y - 0.5), 1, 1e-6);
      EXPECT_LE(y, 0.5 + 1e-6);
    }
    lowest = std::min(lowest, x);
    highest = std::max(highest, x);
  }
  // Both ends of both arcs are there.
  EXPECT_NEAR(lowest, -1, 1e-6);
  EXPECT_NEAR(highest, 2, 1e-6);
}

TEST(Moons, AreShuffled) {
  const std::vector<int32_t> labels = test::labels_of(draw(sources::Moons{}, 100, {}));
  EXPECT_FALSE(std::is_sorted(labels.begin(), labels.end()));
}

TEST(Moons, NoiseHasItsDeviation) {
  // Noise has a stream of its own, so rows agree but for it.
  const Dataset clean = draw(sources::Moons{}, 20000, {.seed = 2});
  const Dataset noisy = draw(sources::Moons{.noise = 0.2}, 20000, {.seed = 2});
  double sum = 0;
  for (int64_t r = 0; r < clean.rows(); ++r) {
    const double d = noisy.feature(r, 0) - clean.feature(r, 0);
    sum += d * d;
  }
  // The deviation of an estimate from 20000 normals is 0.2 / sqrt(40000) = 0.001.
  EXPECT_NEAR(std::sqrt(sum / 20000), 0.2, 0.004);
}

TEST(Moons, OneSampleIsEnough) {
  EXPECT_EQ(draw(sources::Moons{}, 1, {}).rows(), 1);
}

}  // namespace
}  // namespace gradus::data
