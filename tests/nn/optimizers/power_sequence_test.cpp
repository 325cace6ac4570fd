#include "nn/optimizers/power_sequence.hpp"

#include <gtest/gtest.h>

namespace gradus::rules {
namespace {

TEST(PowerSequence, IsTheProductInOrder) {
  PowerSequence powers(0.999);
  double product = 1;
  EXPECT_EQ(powers.at(0), 1);
  for (int t = 1; t <= 5000; ++t) {
    product *= 0.999;
    ASSERT_EQ(powers.at(t), product) << t;
  }
}

TEST(PowerSequence, AnyOrderOfAskingGivesTheSameBits) {
  PowerSequence walked(0.9), jumped(0.9);
  for (int t = 1; t < 100; ++t) (void)walked.at(t);
  const double there = jumped.at(50);
  EXPECT_EQ(walked.at(50), there);
  EXPECT_EQ(jumped.at(99), walked.at(99));
  EXPECT_EQ(jumped.at(1), 0.9);
}

TEST(PowerSequence, IsZeroOnceBelowTheSmallest) {
  PowerSequence powers(0.5);
  EXPECT_GT(powers.at(996), 0);  // 2^-996 is 1.5e-300
  EXPECT_EQ(powers.at(997), 0);
  EXPECT_EQ(powers.at(1'000'000'000'000), 0);
  EXPECT_EQ(powers.at(3), 0.125);
}

TEST(PowerSequence, OfZero) {
  PowerSequence powers(0);
  EXPECT_EQ(powers.at(0), 1);
  EXPECT_EQ(powers.at(1), 0);
  EXPECT_EQ(powers.at(0), 1);
}

}  // namespace
}  // namespace gradus::rules
