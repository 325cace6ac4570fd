#include <gtest/gtest.h>

#include <cmath>

#include "gradus/study/statistics.hpp"

namespace gradus::statistics {
namespace {

const std::vector<double> kTenFolds{0.012, 0.004,  -0.003, 0.021, 0.009,
                                    0.015, -0.001, 0.008,  0.011, 0.002};

// SciPy's t distribution on sqrt((1/10 + 1/9) s^2).
TEST(Resampled, NadeauAndBengio) {
  EXPECT_NEAR(standard_error(kTenFolds, 1.0 / 9), 0.0034164453406182425, 1e-17);
  const PairedTest got = resampled_t(kTenFolds, 1.0 / 9);
  EXPECT_NEAR(got.p, 0.04831889989624591, 1e-14);
  EXPECT_NEAR(got.difference, 0.0078, 1e-17);
  EXPECT_NEAR(got.interval.low, 7.146370141188942e-05, 1e-15);
  EXPECT_NEAR(got.interval.high, 0.01552853629858811, 1e-15);
  EXPECT_EQ(got.interval.method, IntervalMethod::kResampled);
  const Interval alone = resampled_interval(kTenFolds, 1.0 / 9);
  EXPECT_NEAR(alone.high, got.interval.high, 1e-17);
}

TEST(Resampled, WithoutOverlapItIsStudents) {
  EXPECT_EQ(resampled_t(kTenFolds, 0, 0.001).p, paired_t(kTenFolds, 0.001).p);
  EXPECT_EQ(paired_t(kTenFolds).interval.method, IntervalMethod::kStudent);
  EXPECT_EQ(standard_error(kTenFolds), standard_deviation(kTenFolds) * std::sqrt(0.1));
  EXPECT_TRUE(std::isnan(standard_error(std::vector<double>{1}, 0.5)));
  EXPECT_EQ(resampled_interval(std::vector<double>{1}, 0.5).method, IntervalMethod::kNone);
}

// The same differences over folds count for less, so a larger one is needed to be seen.
TEST(Resampled, ComparisonsOverFolds) {
  PairedSample folds{kTenFolds, std::vector<double>(10, 0)};
  folds.overlap = 1.0 / 9;
  const Comparison got = compare(std::vector{folds})[0];
  EXPECT_EQ(got.test, TestKind::kResampled);
  EXPECT_TRUE(got.differs());
  EXPECT_NEAR(got.p, 0.0484, 2e-4);  // and the grid of 0.001
  PairedSample seeds = folds;
  seeds.overlap = 0;
  EXPECT_LT(compare(std::vector{seeds})[0].p, got.p);
  EXPECT_LT(compare(std::vector{seeds})[0].visible, got.visible);
  // (t_9 at 0.975 + t_9 at 0.8) standard errors
  const double error =
      std::sqrt(0.0034164453406182425 * 0.0034164453406182425 + 1e-6 / 12 * (0.1 + 1.0 / 9));
  EXPECT_NEAR(got.visible, (t_quantile(0.975, 9) + t_quantile(0.8, 9)) * error, 1e-12);
}

}  // namespace
}  // namespace gradus::statistics
