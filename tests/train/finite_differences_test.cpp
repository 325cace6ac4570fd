#include "train/finite_differences.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace gradus {
namespace {

Slope of(const std::function<double(double)>& f, double step = kFirstStep) {
  return slope_at_0(f, f(0), step);
}

TEST(FiniteDifferences, AreExactToTheSixthOrder) {
  const Slope polynomial = of([](double h) { return 3 + 2 * h + h * h - h * h * h * h * h; }, 0.5);
  EXPECT_NEAR(polynomial.value, 2, 1e-13);
  const Slope wave = of([](double h) { return std::sin(1 + h); });
  EXPECT_NEAR(wave.value, std::cos(1.0), 1e-13);
  EXPECT_LT(wave.error, 1e-11);
  EXPECT_GE(wave.error, std::abs(wave.value - std::cos(1.0)));
}

// Exactly at the point both sides have their own slope, and every central difference their mean.
TEST(FiniteDifferences, SeeAKinkAtThePoint) {
  const auto relu = [](double h) { return h < 0 ? 0 : h; };
  EXPECT_NEAR(of(relu).value, 0.5, 1e-12) << "which steps alone would agree upon";
  EXPECT_GT(of(relu).error, 0.9);
  EXPECT_GT(settled_slope(relu, 0, kFirstStep, 1e-6, of(relu)).error, 0.9);
  EXPECT_GT(of([](double h) { return 1e-3 * std::abs(h) + std::sin(h); }).error, 1e-3);
}

TEST(FiniteDifferences, SeeAKinkWithinTheirSteps) {
  for (const double share : {0.02, 0.1, 1.0 / 6, 0.25, 0.3, 0.5, 0.7, 0.97}) {
    SCOPED_TRACE(share);
    const double at = share * kFirstStep;
    for (const double side : {1.0, -1.0}) {
      const auto f = [=](double h) { return side * h > at ? side * h - at : 0.0; };
      EXPECT_GT(of(f).error, 1e-4);
      // Smaller steps end before it, if it is not nearer than the smallest.
      const Slope refined = settled_slope(f, 0, kFirstStep, 1e-6, of(f));
      EXPECT_LE(refined.error, 1e-6) << refined.value;
      EXPECT_NEAR(refined.value, 0, 1e-6);
    }
  }
}

TEST(FiniteDifferences, EndAtRoundingNotInAnEndlessSearch) {
  int calls = 0;
  const auto f = [&](double h) {
    ++calls;
    return 1e9 + h / 3;
  };
  const Slope slope = settled_slope(f, 1e9, kFirstStep, 1e-12, of(f));
  EXPECT_GT(slope.error, 1e-12);
  EXPECT_EQ(calls, 1 + 7 * 6);
}

TEST(FiniteDifferences, KnowNothingOfWhatIsNotFinite) {
  const Slope slope =
      of([](double h) { return h > 0 ? std::numeric_limits<double>::infinity() : 0; });
  EXPECT_EQ(slope.error, std::numeric_limits<double>::infinity());
}

}  // namespace
}  // namespace gradus
