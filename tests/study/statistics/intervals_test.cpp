#include <gtest/gtest.h>

#include <cmath>

#include "gradus/base/random.hpp"
#include "gradus/study/statistics.hpp"

namespace gradus::statistics {
namespace {

TEST(Intervals, StudentOfTheMean) {  // SciPy's stats.t.interval
  const Interval got =
      interval_of_mean(std::vector<double>{0.31, 0.29, 0.35, 0.30, 0.33, 0.28, 0.41});
  EXPECT_NEAR(got.low, 0.2829746229133893, 1e-13);
  EXPECT_NEAR(got.high, 0.36559680565803926, 1e-13);
  EXPECT_EQ(got.method, IntervalMethod::kStudent);
}

TEST(Intervals, WilsonOfAShare) {  // SciPy's binomtest(k, n).proportion_ci(method="wilson")
  const auto expect = [](double k, double n, double low, double high) {
    const Interval got = interval_of_share(k, n);
    EXPECT_NEAR(got.low, low, 1e-14);
    EXPECT_NEAR(got.high, high, 1e-14);
  };
  expect(952, 1000, 0.936933911349866, 0.963606698979192);
  expect(0, 8, 0, 0.32440756488388023);
  expect(8, 8, 0.6755924351161198, 1);
  expect(3, 20, 0.05236874589621662, 0.3604188647407569);
  EXPECT_TRUE(std::isnan(interval_of_share(0, 0).low));
}

TEST(Intervals, MedianByOrderStatistics) {
  // 8 values: 2 P(X <= 0) = 2/256 and 2 P(X <= 1) = 18/256 > 5 %, so the smallest and the largest.
  const Interval eight = interval_of_median(std::vector<double>{5, 1, 7, 3, 8, 2, 6, 4});
  EXPECT_EQ(eight.low, 1);
  EXPECT_EQ(eight.high, 8);
  EXPECT_EQ(eight.method, IntervalMethod::kOrderStatistic);
  // 9 values: 2 P(X <= 1) = 20/512 = 3.9 %, so the second and the last but one.
  const Interval nine = interval_of_median(std::vector<double>{5, 1, 7, 3, 8, 2, 6, 4, 9});
  EXPECT_EQ(nine.low, 2);
  EXPECT_EQ(nine.high, 8);
}

TEST(Intervals, TooFewValuesGiveTheirRange) {
  const Interval five = interval_of_median(std::vector<double>{5, 1, 7, 3, 8});
  EXPECT_EQ(five.low, 1);
  EXPECT_EQ(five.high, 8);
  EXPECT_EQ(five.method, IntervalMethod::kRange);
  const Interval one = interval_of_median(std::vector<double>{5});
  EXPECT_EQ(one.low, 5);
  EXPECT_EQ(one.method, IntervalMethod::kNone);
}

// The true median is 0; an interval of 95 % must hold it in 95 of 100 samples. Order statistics
// hold it at least as often: 400 samples have a standard error of 1.1 %.
TEST(Intervals, CoverTheMedianAsOftenAsTheySay) {
  for (const size_t n : {9, 21, 33, 64}) {
    Random random(n, Purpose::kNoise);
    int covered = 0;
    for (int repeat = 0; repeat < 400; ++repeat) {
      std::vector<double> values(n);
      for (double& v : values) {
        const double z = random.normal();
        v = z * z * z;
      }
      const Interval got = interval_of_median(values);
      covered += got.low <= 0 && 0 <= got.high;
    }
    EXPECT_GE(covered, 372) << n;
    EXPECT_LE(covered, 398) << n;
  }
}

}  // namespace
}  // namespace gradus::statistics
