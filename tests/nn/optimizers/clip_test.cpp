#include "nn/optimizers/clip.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "gradus/base/error.hpp"

namespace gradus::rules {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<std::vector<double>> clipped(const Clipping& how, std::vector<std::vector<double>> g) {
  const std::vector<std::span<double>> views(g.begin(), g.end());
  clip(how, views);
  return g;
}

TEST(Clip, LeavesGradientsWithinTheLimitBitForBit) {
  const std::vector<std::vector<double>> g = {{0.3, -0.4}, {0.1}};
  EXPECT_EQ(clipped({}, g), g);
  EXPECT_EQ(clipped({.clipnorm = 0.5}, g), g);
  EXPECT_EQ(clipped({.global_clipnorm = 1}, g), g);
  EXPECT_EQ(clipped({.clipvalue = 0.4}, g), g);
}

TEST(Clip, NormOfEachTensorOnItsOwn) {
  const auto g = clipped({.clipnorm = 1}, {{3, -4}, {0.5}});
  EXPECT_DOUBLE_EQ(g[0][0], 0.6);
  EXPECT_DOUBLE_EQ(g[0][1], -0.8);
  EXPECT_EQ(g[1][0], 0.5);
}

TEST(Clip, NormOfAllTensorsTogether) {
  const auto g = clipped({.global_clipnorm = 2.5}, {{3}, {-4}});
  EXPECT_DOUBLE_EQ(g[0][0], 1.5);
  EXPECT_DOUBLE_EQ(g[1][0], -2);
}

TEST(Clip, ValuesOneByOne) {
  const auto g = clipped({.clipvalue = 2}, {{3, -4, 1}, {-kInfinity}});
  EXPECT_EQ(g, (std::vector<std::vector<double>>{{2, -2, 1}, {-2}}));
}

TEST(Clip, AnOverflowIsNotHidden) {
  EXPECT_TRUE(std::isnan(clipped({.clipnorm = 1}, {{kInfinity, 1}})[0][1]));
  EXPECT_TRUE(std::isnan(clipped({.global_clipnorm = 1}, {{kInfinity}, {1}})[1][0]));
  EXPECT_TRUE(std::isnan(clipped({.clipvalue = 1}, {{std::nan("")}})[0][0]));
}

TEST(Clip, ZeroGradientsStayZero) {
  EXPECT_EQ(clipped({.clipnorm = 1}, {{0, 0}}), (std::vector<std::vector<double>>{{0, 0}}));
}

TEST(Clip, MoreThanOneWayIsRefused) {
  EXPECT_NO_THROW(check_clipping(Adam{.clipvalue = 1}));
  try {
    check_clipping(Adam{.clipvalue = 1, .clipnorm = 2});
    FAIL();
  } catch (const Error& e) {
    EXPECT_STREQ(e.what(),
                 "[adam] more than one way to clip the gradient; give one of clipvalue, clipnorm, "
                 "global_clipnorm");
  }
}

}  // namespace
}  // namespace gradus::rules
