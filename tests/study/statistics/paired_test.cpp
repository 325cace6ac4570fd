#include <gtest/gtest.h>

#include <cmath>

#include "gradus/study/statistics.hpp"

// Expected values are SciPy 1.17's (wilcoxon, ttest_1samp, binomtest), or its ranks with every
// choice of signs written out where it has no exact answer.
namespace gradus::statistics {
namespace {

const std::vector<double> kDifferences{1.83, -0.5, 0.7, 1.1, -0.2, 0.9, 2.4, 0.35};

TEST(Wilcoxon, Exact) {
  const PairedTest test = wilcoxon(kDifferences);
  EXPECT_NEAR(test.p, 0.0546875, 1e-15);
  EXPECT_NEAR(test.difference, 0.8075, 1e-15);
  // P(W <= 3) = 5/256 is the last below 2.5 %: the fourth average from either end.
  EXPECT_NEAR(test.interval.low, -0.075, 1e-15);
  EXPECT_NEAR(test.interval.high, 1.75, 1e-15);
  EXPECT_EQ(test.interval.method, IntervalMethod::kSignedRank);
}

TEST(Wilcoxon, ExactWithTiesAndZeros) {
  const PairedTest test = wilcoxon(std::vector<double>{1, 1, -1, 2, 2, 2, -3, 0, 4, 1, 2});
  EXPECT_NEAR(test.p, 0.12890625, 1e-15);
  EXPECT_EQ(test.difference, 1);
}

TEST(Wilcoxon, NormalForMany) {
  std::vector<double> d(150);
  for (int i = 0; i < 150; ++i) d[static_cast<size_t>(i)] = (i * 37) % 21 - 9;
  const PairedTest test = wilcoxon(d);
  EXPECT_NEAR(test.p, 0.05490146750677107, 1e-13);
  EXPECT_EQ(test.difference, 1);
}

TEST(Wilcoxon, NothingToTellApart) {
  const PairedTest same = wilcoxon(std::vector<double>{0, 0, 0});
  EXPECT_EQ(same.p, 1);
  EXPECT_EQ(same.difference, 0);
  const PairedTest none = wilcoxon({});
  EXPECT_EQ(none.p, 1);
  EXPECT_TRUE(std::isnan(none.difference));
}

TEST(Wilcoxon, FiveDifferencesCannotReachFivePercent) {
  const PairedTest test = wilcoxon(std::vector<double>{1, 2, 3, 4, 5});
  EXPECT_NEAR(test.p, 0.0625, 1e-15);
  EXPECT_EQ(test.interval.method, IntervalMethod::kRange);
}

TEST(PairedT, AgreesWithScipy) {
  const PairedTest test = paired_t(kDifferences);
  EXPECT_NEAR(test.p, 0.04800369182136545, 1e-13);
  EXPECT_NEAR(test.interval.low, 0.009527606184103421, 1e-12);
  EXPECT_NEAR(test.interval.high, 1.6354723938158966, 1e-12);
}

// Two equal differences of one step of the grid prove nothing; five of twenty steps do.
TEST(PairedT, EqualDifferencesAreNoCertainty) {
  EXPECT_EQ(paired_t(std::vector<double>{10, 10}, 0).p, 0);
  EXPECT_GT(paired_t(std::vector<double>{10, 10}, 10).p, 0.1);
  EXPECT_LT(paired_t(std::vector<double>{200, 200, 200, 200, 200}, 10).p, 1e-6);
  EXPECT_EQ(paired_t(std::vector<double>{0, 0}, 0).p, 1);
  EXPECT_EQ(paired_t(std::vector<double>{3}, 0).p, 1);
}

TEST(McNemar, Exact) {
  EXPECT_NEAR(mcnemar(3, 12), 0.03515625, 1e-14);
  EXPECT_NEAR(mcnemar(6, 0), 0.03125, 1e-14);
  EXPECT_NEAR(mcnemar(60, 40), 0.05688793364098089, 1e-13);
  EXPECT_EQ(mcnemar(0, 0), 1);
  EXPECT_EQ(mcnemar(4, 4), 1);
}

TEST(Holm, StepsDown) {
  const std::vector<double> got = holm(std::vector<double>{0.04, 0.01, 0.03, 0.5});
  const std::vector<double> expected{0.09, 0.04, 0.09, 0.5};
  for (size_t i = 0; i < 4; ++i) EXPECT_NEAR(got[i], expected[i], 1e-15);
  EXPECT_EQ(holm(std::vector<double>{0.8, 0.9})[0], 1);
  EXPECT_TRUE(holm({}).empty());
}

}  // namespace
}  // namespace gradus::statistics
