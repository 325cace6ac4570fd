#include <gtest/gtest.h>

#include <cmath>

#include "gradus/study/statistics.hpp"

namespace gradus::statistics {
namespace {

const std::vector<double> kSample{0.31, 0.29, 0.35, 0.30, 0.33, 0.28, 0.41};

// Expected values are NumPy's.
TEST(Describe, AgreesWithNumpy) {
  EXPECT_DOUBLE_EQ(mean(kSample), 0.3242857142857143);
  EXPECT_DOUBLE_EQ(median(kSample), 0.31);
  EXPECT_NEAR(standard_deviation(kSample), 0.0446680881081572, 1e-15);
  EXPECT_NEAR(quantile(kSample, 0.1), 0.286, 1e-15);
  EXPECT_NEAR(quantile(kSample, 0.9), 0.374, 1e-15);
  EXPECT_EQ(quantile(kSample, 0), 0.28);
  EXPECT_EQ(quantile(kSample, 1), 0.41);
}

TEST(Describe, TheMedianOfAnEvenCountIsTheMeanOfTheMiddleTwo) {
  EXPECT_EQ(median(std::vector<double>{260, 40, 50, 3020}), 155);
  EXPECT_EQ(median(std::vector<double>{0.1, 0.3}), (0.1 + 0.3) / 2);
}

TEST(Describe, TooFewValuesAreNaN) {
  EXPECT_TRUE(std::isnan(mean({})));
  EXPECT_TRUE(std::isnan(median({})));
  EXPECT_TRUE(std::isnan(standard_deviation(std::vector<double>{1})));
}

}  // namespace
}  // namespace gradus::statistics
