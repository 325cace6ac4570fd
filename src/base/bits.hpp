#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

/// Small steps that the elementary functions share. No libm: std::fma is exact by its definition.
namespace gradus::math::detail {

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();
inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// ln 2 in two parts; the first has 32 bits, so that its product with an exponent is exact.
inline constexpr double kLn2High = 0x1.62e42feep-1, kLn2Low = 0x1.a39ef35793c76p-33;

/// 2^k for -1022 <= k <= 1023.
[[nodiscard]] inline double power_of_two(int k) {
  return std::bit_cast<double>(static_cast<uint64_t>(k + 1023) << 52);
}

/// x * 2^k for -2044 <= k <= 2046, rounded once.
[[nodiscard]] inline double scale(double x, int k) {
  const int half = k / 2;
  return k >= -1022 && k <= 1023 ? x * power_of_two(k)
                                 : x * power_of_two(half) * power_of_two(k - half);
}

/// The nearest integer, ties to even, for |x| < 2^51.
[[nodiscard]] inline double nearest(double x) {
  constexpr double kShift = 0x1.8p52;
  return (x + kShift) - kShift;
}

/// x = m 2^k with m in [sqrt(1/2), sqrt(2)).
struct Split {
  double k, m;
};

/// For finite x > 0.
[[nodiscard]] inline Split split(double x) {
  constexpr uint64_t kRootOfHalf = 0x3fe6a09e667f3bcd;
  const bool denormal = x < 0x1p-1022;
  if (denormal) x *= 0x1p54;
  const uint64_t bits = std::bit_cast<uint64_t>(x);
  const int64_t k = static_cast<int64_t>(bits - kRootOfHalf) >> 52;
  const double m = std::bit_cast<double>(bits - (static_cast<uint64_t>(k) << 52));
  return {static_cast<double>(k - (denormal ? 54 : 0)), m};
}

/// A sum of two doubles that do not overlap: about 106 bits.
struct Pair {
  double high, low;
};

/// a + b exactly, for any order of sizes (Knuth).
[[nodiscard]] inline Pair two_sum(double a, double b) {
  const double sum = a + b, rest = sum - a;
  return {sum, (a - (sum - rest)) + (b - rest)};
}

/// a + b exactly, for |a| >= |b| or a = 0 (Dekker).
[[nodiscard]] inline Pair quick_sum(double a, double b) {
  const double sum = a + b;
  return {sum, b - (sum - a)};
}

/// a * b exactly.
[[nodiscard]] inline Pair two_product(double a, double b) {
  const double product = a * b;
  return {product, std::fma(a, b, -product)};
}

/// c[0] + c[1] x + ... by Horner's rule.
template <int N>
[[nodiscard]] inline double polynomial(const double (&c)[N], double x) {
  double sum = c[N - 1];
  for (int i = N - 2; i >= 0; --i) sum = sum * x + c[i];
  return sum;
}

/// The same in two chains, of even and odd powers: half the latency. `xx` is x * x.
template <int N>
[[nodiscard]] inline double polynomial_by_halves(const double (&c)[N], double x, double xx) {
  double even = c[(N - 1) & ~1], odd = c[(N - 2) | 1];
  for (int i = ((N - 1) & ~1) - 2; i >= 0; i -= 2) even = even * xx + c[i];
  for (int i = ((N - 2) | 1) - 2; i >= 1; i -= 2) odd = odd * xx + c[i];
  return even + x * odd;
}

/// x = n pi/2 + high + low with |high| <= pi/4 but for rounding, to 106 bits; n modulo 4.
struct Quadrant {
  int n;
  double high, low;
};

/// For every finite x.
[[nodiscard]] Quadrant reduce_by_quarter_turns(double x);

/// exp(high + low) - 1 on the reduced range |high| <= ln(2)/2 is high + the tail returned.
[[nodiscard]] double exp_tail(double high, double low);

/// exp(high + low), for |low| far below |high|: at most 0.9 ulp.
[[nodiscard]] double exp_of_pair(double high, double low);

}  // namespace gradus::math::detail
