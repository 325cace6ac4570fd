#include "gradus/base/math.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <random>

namespace gradus {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kLeast = std::numeric_limits<double>::denorm_min();
constexpr double kMost = std::numeric_limits<double>::max();

using Ours = double (*)(double);
using Exact = long double (*)(long double);

long double ulps(double got, long double want) {
  int exponent;
  (void)std::frexp(static_cast<long double>(static_cast<double>(want)), &exponent);
  return std::abs(static_cast<long double>(got) - want) /
         std::ldexp(1.0L, std::max(exponent - 53, -1074));
}

struct Case {
  const char* name;
  Ours ours;
  Exact exact;
  double low, high, bound;
  bool logarithmic = false;  // |x| from low to high, both signs unless low is its domain's end
};

double draw(std::mt19937_64& bits, double low, double high, bool logarithmic) {
  const double u = static_cast<double>(bits() >> 11) * 0x1p-53;
  if (!logarithmic) return low + (high - low) * u;
  return std::exp2(std::log2(low) + (std::log2(high) - std::log2(low)) * u);
}

#define FUNCTION(f) #f, math::f, [](long double x) { return std::f(x); }

TEST(Math, ErrorsStayWithinTheirBounds) {
  std::mt19937_64 bits(3);
  for (const Case& c : {Case{FUNCTION(exp), -745, 709.7, 1},
                        {FUNCTION(exp), -1, 1, 1},
                        {FUNCTION(log), 1e-320, 1e308, 1, true},
                        {FUNCTION(log), 0.5, 2, 1},
                        {FUNCTION(log), 0.999, 1.001, 1},
                        {FUNCTION(log1p), -1, 3, 2},
                        {FUNCTION(log1p), 1e-300, 1e300, 2, true},
                        {FUNCTION(expm1), -2, 2, 2},
                        {FUNCTION(expm1), -50, 709.7, 2},
                        {FUNCTION(expm1), 1e-300, 1, 2, true},
                        {FUNCTION(sin), -4, 4, 1.5},
                        {FUNCTION(sin), -1e5, 1e5, 1.5},
                        {FUNCTION(sin), 1e-300, 1e300, 1.5, true},
                        {FUNCTION(cos), -4, 4, 1.5},
                        {FUNCTION(cos), -1e5, 1e5, 1.5},
                        {FUNCTION(cos), 1e-300, 1e300, 1.5, true},
                        {FUNCTION(tan), -4, 4, 3},
                        {FUNCTION(tan), -1e5, 1e5, 3},
                        {FUNCTION(tan), 1e-300, 1e300, 3, true},
                        {FUNCTION(tanh), -2, 2, 2},
                        {FUNCTION(tanh), -25, 25, 2},
                        {FUNCTION(tanh), 1e-300, 1, 2, true},
                        {FUNCTION(erf), -1, 1, 3},
                        {FUNCTION(erf), -7, 7, 3},
                        {FUNCTION(erf), 1e-300, 1, 3, true}}) {
    long double worst = 0;
    double where = 0;
    for (int i = 0; i < 100000; ++i) {
      const double x = draw(bits, c.low, c.high, c.logarithmic);
      const long double error = ulps(c.ours(x), c.exact(x));
      if (!(error <= worst)) {
        worst = error;
        where = x;
      }
    }
    EXPECT_LE(worst, c.bound) << c.name << " at " << where;
  }
}

// Doubles nearest to multiples of pi/2 lose the most in the reduction.
TEST(Math, SineNearMultiplesOfHalfPi) {
  for (int64_t n = 1; n < 60000; ++n) {
    const double x =
        static_cast<double>(static_cast<long double>(n) * 1.57079632679489661923132169L);
    ASSERT_LE(ulps(math::sin(x), std::sin(static_cast<long double>(x))), 1.5) << x;
    ASSERT_LE(ulps(math::cos(x), std::cos(static_cast<long double>(x))), 1.5) << x;
  }
  // The double below 2^1024 that is nearest to one of them: 6381956970095103 * 2^797, which the
  // literature on reduction uses as the worst case.
  const double worst = 6381956970095103.0 * 0x1p797;
  EXPECT_NEAR(math::cos(worst), -4.68716592425462761112e-19, 1e-34);
}

TEST(Math, PowStaysWithinItsBound) {
  std::mt19937_64 bits(5);
  long double worst = 0;
  for (int i = 0; i < 300000; ++i) {
    const double x = draw(bits, i % 3 == 0 ? 0.9 : 1e-300, i % 3 == 0 ? 1.1 : 1e300, true);
    // An exponent that keeps the result within 1e-300..1e300.
    const double limit = 690 / std::max(std::abs(math::log(x)), 1e-9);
    const double y = draw(bits, -limit, limit, false);
    worst = std::max(worst, ulps(math::pow(x, y), std::pow(static_cast<long double>(x),
                                                           static_cast<long double>(y))));
  }
  EXPECT_LE(worst, 2);
}

TEST(Math, PowOfWholeNumbersIsExact) {
  EXPECT_EQ(math::pow(2, 10), 1024);
  EXPECT_EQ(math::pow(10, 15), 1e15);
  EXPECT_EQ(math::pow(-3, 3), -27);
  EXPECT_EQ(math::pow(2, -1074), kLeast);
  EXPECT_EQ(math::pow(0.5, 2), 0.25);
  EXPECT_EQ(math::pow(9, 0.5), 3);
}

TEST(Math, ExpAtItsEnds) {
  EXPECT_EQ(math::exp(0), 1);
  EXPECT_EQ(math::exp(0x1.62e42fefa39efp9), 0x1.fffffffffff2ap1023);
  EXPECT_EQ(math::exp(0x1.62e42fefa39f0p9), kInfinity);
  EXPECT_EQ(math::exp(-745.13), kLeast);
  EXPECT_EQ(math::exp(-745.14), 0);
  EXPECT_EQ(math::exp(kInfinity), kInfinity);
  EXPECT_EQ(math::exp(-kInfinity), 0);
  EXPECT_EQ(math::exp(kLeast), 1);
  EXPECT_EQ(math::expm1(kInfinity), kInfinity);
  EXPECT_EQ(math::expm1(-kInfinity), -1);
  EXPECT_EQ(math::expm1(kLeast), kLeast);
  EXPECT_EQ(math::expm1(1000), kInfinity);
  EXPECT_TRUE(std::isnan(math::exp(kNaN)));
  EXPECT_TRUE(std::isnan(math::expm1(kNaN)));
}

TEST(Math, LogAtItsEnds) {
  EXPECT_EQ(math::log(1), 0);
  EXPECT_EQ(math::log(0), -kInfinity);
  EXPECT_EQ(math::log(-0.0), -kInfinity);
  EXPECT_EQ(math::log(kInfinity), kInfinity);
  EXPECT_LE(ulps(math::log(kLeast), std::log(static_cast<long double>(kLeast))), 1);
  EXPECT_LE(ulps(math::log(kMost), std::log(static_cast<long double>(kMost))), 1);
  EXPECT_TRUE(std::isnan(math::log(-1)));
  EXPECT_TRUE(std::isnan(math::log(kNaN)));
  EXPECT_EQ(math::log1p(-1), -kInfinity);
  EXPECT_EQ(math::log1p(kInfinity), kInfinity);
  EXPECT_EQ(math::log1p(kLeast), kLeast);
  EXPECT_LE(ulps(math::log1p(kMost), std::log(static_cast<long double>(kMost))), 2);
  EXPECT_TRUE(std::isnan(math::log1p(-1.5)));
  EXPECT_TRUE(std::isnan(math::log1p(kNaN)));
}

TEST(Math, OddFunctionsKeepTheSign) {
  for (const Ours f : {math::sin, math::tan, math::tanh, math::erf, math::expm1, math::log1p}) {
    EXPECT_EQ(f(0.0), 0);
    EXPECT_FALSE(std::signbit(f(0.0)));
    EXPECT_TRUE(std::signbit(f(-0.0)));
    EXPECT_EQ(f(kLeast), kLeast);
    EXPECT_EQ(f(-kLeast), -kLeast);
    EXPECT_TRUE(std::isnan(f(kNaN)));
  }
  std::mt19937_64 bits(9);
  for (int i = 0; i < 20000; ++i) {
    const double x = draw(bits, 1e-10, 1e7, true);
    for (const Ours f : {math::sin, math::tan, math::tanh, math::erf}) ASSERT_EQ(f(-x), -f(x)) << x;
    ASSERT_EQ(math::cos(-x), math::cos(x)) << x;
    ASSERT_LE(std::abs(math::tanh(x)), 1);
    ASSERT_LE(std::abs(math::erf(x)), 1);
  }
}

TEST(Math, BoundedFunctionsAtInfinity) {
  EXPECT_EQ(math::tanh(kInfinity), 1);
  EXPECT_EQ(math::tanh(-kInfinity), -1);
  EXPECT_EQ(math::erf(kInfinity), 1);
  EXPECT_EQ(math::erf(-kInfinity), -1);
  EXPECT_EQ(math::cos(0), 1);
  EXPECT_LE(ulps(math::sin(kMost), std::sin(static_cast<long double>(kMost))), 1.5);
  for (const Ours f : {math::sin, math::cos, math::tan}) {
    EXPECT_TRUE(std::isnan(f(kInfinity)));
    EXPECT_TRUE(std::isnan(f(-kInfinity)));
    EXPECT_TRUE(std::isnan(f(kNaN)));
  }
}

TEST(Math, PowOfSpecialValuesFollowsAnnexF) {
  const double values[] = {0.0,       -0.0,       kLeast, -kLeast, 0.5,        -0.5,
                           1,         -1,         2,      -2,      3,          -3,
                           2.5,       -2.5,       1e300,  -1e300,  kMost,      -kMost,
                           kInfinity, -kInfinity, kNaN,   0x1p53,  0x1p53 - 1, 1 - 1e-16};
  for (const double x : values) {
    for (const double y : values) {
      const double got = math::pow(x, y), want = std::pow(x, y);
      if (std::isnan(want)) {
        EXPECT_TRUE(std::isnan(got)) << x << " to " << y;
      } else {
        EXPECT_EQ(std::signbit(got), std::signbit(want)) << x << " to " << y;
        if (want == 0 || std::isinf(want)) {
          EXPECT_EQ(got, want) << x << " to " << y;
        } else {
          EXPECT_LE(ulps(got, static_cast<long double>(want)), 3) << x << " to " << y;
        }
      }
    }
  }
}

// Bits of the elementary functions on any machine: a change here changes every result.
TEST(Math, GoldenBits) {
  EXPECT_EQ(math::exp(1), 0x1.5bf0a8b145769p+1);
  EXPECT_EQ(math::log(10), 0x1.26bb1bbb55516p+1);
  uint64_t hash = 1469598103934665603u;
  std::mt19937_64 bits(13);
  for (int i = 0; i < 20000; ++i) {
    const double x = draw(bits, -30, 30, false), size = std::abs(x);
    for (const double y :
         {math::exp(x), math::log(size), math::log1p(size), math::expm1(x), math::pow(size, 1.7),
          math::sin(x), math::cos(x), math::tan(x), math::tanh(x), math::erf(x)}) {
      hash = (hash ^ std::bit_cast<uint64_t>(y)) * 1099511628211u;
    }
  }
  EXPECT_EQ(hash, 3500935911245196437u);
}

}  // namespace
}  // namespace gradus
