#include "study/statistics/rank_sum.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace gradus::statistics {
namespace {

// Of the 20 ways to choose 3 of 6, two are as far apart as these.
TEST(RankSum, IsExactForFewValues) {
  const RankSum far = rank_sum(std::vector{1.0, 2.0, 3.0}, std::vector{7.0, 8.0, 9.0});
  EXPECT_DOUBLE_EQ(far.p, 2.0 / 20);
  EXPECT_DOUBLE_EQ(far.difference, -6);
  EXPECT_DOUBLE_EQ(rank_sum(std::vector{1.0, 4.0}, std::vector{2.0, 3.0}).p, 1);
}

// Ranks 1, 2.5, 2.5, 4: of the 6 pairs, only {1, 2.5} twice and {2.5, 4} twice lie 1.5 from 5.
TEST(RankSum, SharesTheRanksOfEqualValues) {
  EXPECT_DOUBLE_EQ(rank_sum(std::vector{1.0, 2.0}, std::vector{2.0, 3.0}).p, 4.0 / 6);
  EXPECT_DOUBLE_EQ(rank_sum(std::vector{5.0, 5.0}, std::vector{5.0, 5.0}).p, 1);
}

// Beyond 25 values the normal distribution: it goes on where the exact one ends.
TEST(RankSum, ManyValuesAgreeWithFew) {
  const auto shifted = [](size_t n, double by) {
    std::vector<double> out;
    for (size_t i = 0; i < n; ++i) out.push_back(static_cast<double>(i) * 1.7 + by);
    return out;
  };
  // Of a program that counts Mann and Whitney's U by its recurrence.
  EXPECT_NEAR(rank_sum(shifted(25, 0), shifted(25, 6.1)).p, 0.1166388112643264, 1e-12);
  EXPECT_NEAR(rank_sum(shifted(26, 0), shifted(26, 6.1)).p, 0.12267541452621285, 0.003);
  EXPECT_LT(rank_sum(shifted(40, 0), shifted(40, 60)).p, 1e-9);
}

TEST(RankSum, HasNothingToSayOfNothing) {
  EXPECT_TRUE(std::isnan(rank_sum({}, std::vector{1.0}).p));
}

}  // namespace
}  // namespace gradus::statistics
