// Moments, quantiles and silhouettes of values.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "gradus/train/instruments.hpp"
#include "support/lanes.hpp"

namespace gradus {
namespace {

TEST(Distribution, ByHand) {
  const std::vector<double> values = {3, 0, -1, 0, 8};
  const Distribution d = distribution(values);
  EXPECT_EQ(d.count, 5);
  EXPECT_EQ(d.mean, 2);
  EXPECT_DOUBLE_EQ(d.std, std::sqrt((1 + 4 + 9 + 4 + 36) / 5.0));
  EXPECT_DOUBLE_EQ(d.norm, std::sqrt(74.0));
  EXPECT_EQ(d.zeros, 0.4);
  // Sorted -1 0 0 3 8; the 5th percentile lies a fifth of the way to the second.
  const std::array<double, 7> want = {-1, -0.8, 0, 0, 3, 7, 8};
  for (size_t k = 0; k < 7; ++k) EXPECT_NEAR(d.quantiles[k], want[k], 1e-12) << k;
}

TEST(Distribution, QuantilesOfManyAsSorting) {
  for (const size_t n : {1U, 2U, 7U, 20U, 21U, 1000U}) {
    test::Numbers numbers(n);
    std::vector<double> values = numbers.many(n, -3, 5);
    const Distribution d = distribution(values);
    std::sort(values.begin(), values.end());
    for (size_t k = 0; k < 7; ++k) {
      const double at = Distribution::kShares[k] * static_cast<double>(n - 1);
      const size_t low = static_cast<size_t>(at), high = std::min(low + 1, n - 1);
      const double want =
          values[low] + (at - static_cast<double>(low)) * (values[high] - values[low]);
      EXPECT_EQ(d.quantiles[k], want) << n << " values, share " << Distribution::kShares[k];
    }
  }
}

TEST(Distribution, OfNothingAndOfWhatIsNotFinite) {
  EXPECT_TRUE(std::isnan(distribution({}).mean));
  const std::vector<double> broken = {1, std::numeric_limits<double>::infinity(), 2};
  const Distribution d = distribution(broken);
  EXPECT_EQ(d.count, 3);
  for (const double v : {d.mean, d.std, d.norm, d.zeros, d.quantiles[3]})
    EXPECT_TRUE(std::isnan(v));
}

TEST(Silhouette, OfTwoHillsHasTwo) {
  std::vector<double> values;
  test::Numbers numbers(5);
  for (int i = 0; i < 4000; ++i)
    values.push_back((i % 4 == 0 ? 3.0 : -1.0) + numbers.one(-0.5, 0.5));
  const Silhouette s = silhouette(values);
  ASSERT_EQ(s.at.size(), 64U);
  EXPECT_EQ(*std::max_element(s.density.begin(), s.density.end()), 1);
  const auto near = [&](double x) {
    size_t best = 0;
    for (size_t i = 0; i < s.at.size(); ++i)
      if (std::abs(s.at[i] - x) < std::abs(s.at[best] - x)) best = i;
    return s.density[best];
  };
  EXPECT_NEAR(near(3), near(-1) / 3, 0.05);
  EXPECT_LT(near(1), 0.02);
  EXPECT_TRUE(silhouette(std::vector<double>(100, 2.5)).at.empty()) << "one value has no extent";
}

}  // namespace
}  // namespace gradus
