#include "report/findings/digits.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

namespace gradus::finding {
namespace {

using statistics::Interval;
using statistics::IntervalMethod;

Interval within(double low, double high) {
  return {low, high, IntervalMethod::kOrderStatistic};
}

TEST(Digits, ValuesDecadesApartKeepDigitsOfTheirOwn) {
  using statistics::IntervalMethod;
  EXPECT_EQ(own_spread(0.41, 35932), 0.41);
  EXPECT_EQ(own_spread(-0.41, 35932), 0.41);
  EXPECT_EQ(own_spread(0.04, 0.5), 0.5);
  EXPECT_EQ(own_spread(0, 0.5), 0.5);
  EXPECT_EQ(own_spread(1e-17, 0.5), 0.5);
  EXPECT_EQ(digits(2.5, {0.00041, 35932, IntervalMethod::kRange}), "2.5 [0.00041, 35932]");
}

TEST(Digits, FollowTheSpread) {
  EXPECT_EQ(digits(0.97251234, 0.0075), "0.9725");
  EXPECT_EQ(digits(0.97, 0.0075), "0.9700");
  EXPECT_EQ(digits(0.97251234, 0.2), "0.97");
  EXPECT_EQ(digits(3020.37, 440), "3020");
  EXPECT_EQ(digits(12.3456, 0.0996), "12.35");  // 0.0996 is 0.10 in two digits
  EXPECT_EQ(digits(-0.001, 0.5), "0.00");
}

TEST(Digits, WithoutASpreadFourOfTheirOwn) {
  EXPECT_EQ(digits(0.0836, 0), "0.0836");
  EXPECT_EQ(digits(0.123456, 0), "0.1235");
  EXPECT_EQ(digits(62, 0), "62");
  EXPECT_EQ(digits(123456, 0), "123456");
  EXPECT_EQ(digits(0.5, 0), "0.5");
  EXPECT_EQ(digits(0, 0), "0");
}

TEST(Digits, ExtremesAreScientific) {
  EXPECT_EQ(digits(2.345e-5, 0), "2.345e-5");
  EXPECT_EQ(digits(2.345e-5, 8e-6), "2.35e-5");
  EXPECT_EQ(digits(3e22, 0), "3e22");
  EXPECT_EQ(digits(2.345e-5, within(1.9e-5, 3.1e-5)), "2.3e-5 [1.9e-5, 3.1e-5]");
  EXPECT_EQ(digits(2e-5, within(0, 3.1e-5)), "2.0e-5 [0, 3.1e-5]");
}

TEST(Digits, OfIntervals) {
  EXPECT_EQ(digits(0.97, within(0.965, 0.975)), "0.970 [0.965, 0.975]");
  EXPECT_EQ(digits(350, within(300, 420), true), "350 [300, 420]");
  EXPECT_EQ(digits(2, within(2, 3), true), "2 [2, 3]");
  EXPECT_EQ(digits(45.5, within(40, 50), true), "45.5 [40.0, 50.0]");
  EXPECT_EQ(digits(0.25, within(0.25, 0.25)), "0.25 [0.25, 0.25]");
  EXPECT_EQ(digits(0.0836, Interval{0.0836, 0.0836}), "0.0836");
}

TEST(Digits, NoValueIsADash) {
  EXPECT_EQ(digits(std::numeric_limits<double>::quiet_NaN(), 0), "–");
  EXPECT_EQ(digits(std::numeric_limits<double>::infinity(), 1), "–");
}

TEST(Digits, Percentages) {
  EXPECT_EQ(percent(0.952, Interval{0.937, 0.964, IntervalMethod::kWilson}), "95.2 % [93.7, 96.4]");
  EXPECT_EQ(percent(29 / 32.0, statistics::interval_of_share(29, 32)), "91 % [76, 97]");
  EXPECT_EQ(percent(0, statistics::interval_of_share(0, 8)), "0 % [0, 32]");
  EXPECT_EQ(percent(1, statistics::interval_of_share(8, 8)), "100 % [68, 100]");
  EXPECT_EQ(percent(0.954, 0), "95.4 %");
}

TEST(Digits, WholeNumbers) {
  EXPECT_TRUE(are_whole(std::vector<double>{1, -2, 0}));
  EXPECT_FALSE(are_whole(std::vector<double>{1, 2.5}));
  EXPECT_FALSE(are_whole(std::vector<double>{std::numeric_limits<double>::quiet_NaN()}));
}

}  // namespace
}  // namespace gradus::finding
