#include "study/statistics/signed_rank.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gradus::statistics {
namespace {

TEST(SignedRank, CountsEveryHalf) {
  // Ranks 1, 2, 3 give the sums 0 1 2 3 3 4 5 6.
  const std::vector<double> cdf = signed_rank_cdf(std::vector<int64_t>{1, 2, 3});
  const std::vector<double> expected{1 / 8., 2 / 8., 3 / 8., 5 / 8., 6 / 8., 7 / 8., 1};
  EXPECT_EQ(cdf, expected);
}

TEST(SignedRank, SharedRanksStandDoubled) {
  // Two ranks of 1.5: the sums 0, 1.5, 1.5, 3 stand at 0, 3 and 6.
  const std::vector<double> cdf = signed_rank_cdf(std::vector<int64_t>{3, 3});
  const std::vector<double> expected{0.25, 0.25, 0.25, 0.75, 0.75, 0.75, 1};
  EXPECT_EQ(cdf, expected);
}

TEST(SignedRank, FindsEveryWalshAverage) {
  const std::vector<double> sorted{-3.5, -1, -0.25, 0, 0, 0.1, 2, 7};
  std::vector<double> all;
  for (size_t i = 0; i < sorted.size(); ++i)
    for (size_t j = i; j < sorted.size(); ++j) all.push_back((sorted[i] + sorted[j]) / 2);
  std::sort(all.begin(), all.end());
  for (size_t k = 0; k < all.size(); ++k)
    EXPECT_EQ(walsh_average(sorted, static_cast<int64_t>(k + 1)), all[k]) << k;
}

}  // namespace
}  // namespace gradus::statistics
