#include "report/figure_thin.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace gradus {
namespace {

std::vector<double> evenly(size_t n) {
  std::vector<double> x(n);
  for (size_t i = 0; i < n; ++i) x[i] = static_cast<double>(i) / static_cast<double>(n - 1);
  return x;
}

std::vector<size_t> thin_one(const std::vector<double>& x, const std::vector<double>& y,
                             size_t limit) {
  const std::array<std::span<const double>, 1> curves{y};
  return thin(x, curves, limit);
}

TEST(FigureThin, KeepsShortLinesWhole) {
  const std::vector<double> x = evenly(10), y(10, 1.0);
  EXPECT_EQ(thin_one(x, y, 10).size(), 10u);
}

TEST(FigureThin, LosesNoExtreme) {
  const size_t n = 20000;
  const std::vector<double> x = evenly(n);
  std::vector<double> y(n, 0.0);
  for (size_t i = 0; i < n; ++i) y[i] = std::sqrt(x[i]);
  y[7777] = 5;
  y[12345] = -5;
  const std::vector<size_t> kept = thin_one(x, y, 1000);
  EXPECT_LE(kept.size(), 1003u);
  EXPECT_GE(kept.size(), 900u);
  EXPECT_TRUE(std::binary_search(kept.begin(), kept.end(), 7777u));
  EXPECT_TRUE(std::binary_search(kept.begin(), kept.end(), 12345u));
  EXPECT_EQ(kept.front(), 0u);
  EXPECT_EQ(kept.back(), n - 1);
  EXPECT_TRUE(std::is_sorted(kept.begin(), kept.end()));
}

TEST(FigureThin, IsEvenInThePositionNotInTheIndex) {
  // Positions as on a log axis: most points crowd at the right end, and most of those go.
  const size_t n = 20000;
  std::vector<double> x(n), y(n);
  for (size_t i = 0; i < n; ++i) {
    x[i] = std::log2(1.0 + static_cast<double>(i)) / std::log2(static_cast<double>(n));
    y[i] = static_cast<double>(i % 7);
  }
  const std::vector<size_t> kept = thin_one(x, y, 1000);
  const auto left = std::count_if(kept.begin(), kept.end(), [&](size_t i) { return x[i] < 0.5; });
  EXPECT_GE(left, 130);  // of 141 points: log2(1 + i) < log2(20000) / 2
  EXPECT_GT(kept.size(), 400u);
}

TEST(FigureThin, KeepsTheEdgesOfGaps) {
  const size_t n = 5000;
  const std::vector<double> x = evenly(n);
  std::vector<double> y(n, 1.0);
  for (size_t i = 2001; i < 2500; ++i) y[i] = NAN;
  const std::vector<size_t> kept = thin_one(x, y, 100);
  for (const size_t edge : {2000u, 2001u, 2499u, 2500u})
    EXPECT_TRUE(std::binary_search(kept.begin(), kept.end(), edge)) << edge;
  EXPECT_LE(kept.size(), 110u);
}

TEST(FigureThin, KeepsTheExtremesOfBands) {
  const size_t n = 4000;
  const std::vector<double> x = evenly(n), y(n, 1.0);
  std::vector<double> high(n, 2.0);
  high[1717] = 9;
  const std::array<std::span<const double>, 2> curves{y, high};
  const std::vector<size_t> kept = thin(x, curves, 200);
  EXPECT_TRUE(std::binary_search(kept.begin(), kept.end(), 1717u));
}

}  // namespace
}  // namespace gradus
