#include <gtest/gtest.h>

#include <cmath>

#include "gradus/base/random.hpp"
#include "gradus/study/statistics.hpp"

namespace gradus::statistics {
namespace {

std::vector<double> skewed(int n) {
  std::vector<double> out;
  for (int i = 0; i < n; ++i) out.push_back(i * 37 % 101 / 10.0 + (i % 7) * (i % 7) / 9.0);
  return out;
}

// SciPy's stats.bootstrap with method="BCa" and 200000 samples: 5.3136 to 7.3619. Ours has 10000,
// whose ends have a standard error of about 0.01.
TEST(Bootstrap, AgreesWithScipy) {
  const Interval got = bootstrap_of_mean(skewed(40));
  EXPECT_EQ(got.method, IntervalMethod::kBootstrap);
  EXPECT_NEAR(got.low, 5.3136, 0.04);
  EXPECT_NEAR(got.high, 7.3619, 0.04);
  const Interval again = bootstrap_of_mean(skewed(40));
  EXPECT_EQ(got.low, again.low);
  EXPECT_EQ(got.high, again.high);
}

TEST(Bootstrap, FewValuesHaveStudents) {
  EXPECT_EQ(bootstrap_of_mean(skewed(31)).method, IntervalMethod::kStudent);
  EXPECT_EQ(bootstrap_of_mean(skewed(31)).low, interval_of_mean(skewed(31)).low);
  EXPECT_EQ(bootstrap_of_mean(skewed(32)).method, IntervalMethod::kBootstrap);
  EXPECT_EQ(bootstrap_of_mean(std::vector<double>(40, 2.5)).low, 2.5);
  EXPECT_EQ(bootstrap_of_mean(std::vector<double>{1}).method, IntervalMethod::kNone);
}

// 150 samples have a standard error of 1.8 %; BCa is known to hold a little less than it says.
TEST(Bootstrap, CoversTheMean) {
  Random random(3, Purpose::kNoise);
  int covered = 0;
  for (int repeat = 0; repeat < 150; ++repeat) {
    std::vector<double> values(48);
    for (double& v : values) v = random.normal();
    const Interval got = bootstrap_of_mean(values);
    covered += got.low <= 0 && got.high >= 0;
  }
  EXPECT_GE(covered, 150 * 0.91);
  EXPECT_LE(covered, 150 * 0.99);
}

}  // namespace
}  // namespace gradus::statistics
