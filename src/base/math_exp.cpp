#include "base/bits.hpp"
#include "gradus/base/math.hpp"

// exp, expm1, tanh: x = k ln 2 + r with |r| <= ln(2)/2, exp(r) = 1 + r + r^2 P(r), P a minimax
// polynomial whose error is below 2^-64.
namespace gradus::math {
namespace {

using detail::kInfinity;
using detail::Pair;

constexpr double kInverseLn2 = 0x1.71547652b82fep0;
// The largest double whose exp is finite, and the one below which it rounds to 0.
constexpr double kOverflow = 0x1.62e42fefa39efp9, kUnderflow = -0x1.74910d52d3052p9;

constexpr double kExp[] = {0x1.0000000000000p-1,  0x1.555555555555cp-3,  0x1.555555555555ep-5,
                           0x1.111111110ebb3p-7,  0x1.6c16c16c13569p-10, 0x1.a01a01b3bb254p-13,
                           0x1.a01a01b45d4edp-16, 0x1.71ddef93bda20p-19, 0x1.27e4bf22d6aa9p-22,
                           0x1.af6cccf8ac0b6p-26, 0x1.1f9e016050fa9p-29};

struct Reduced {
  int k;
  double high, low;
};

// x + extra = k ln 2 + high + low. k * kLn2High is exact and so is its difference from x.
Reduced reduce(double x, double extra) {
  const double k = detail::nearest(x * kInverseLn2);
  const double rest = x - k * detail::kLn2High;
  const double correction = k * detail::kLn2Low - extra;
  const double high = rest - correction;
  return {static_cast<int>(k), high, (rest - high) - correction};
}

}  // namespace

double detail::exp_tail(double high, double low) {
  const double square = high * high;
  return square * polynomial_by_halves(kExp, high, square) + (low + high * low);
}

double detail::exp_of_pair(double x, double extra) {
  if (!(x <= kOverflow)) return x + kInfinity;  // also NaN, and what only `extra` brings back
  if (x < kUnderflow) return 0;
  const Reduced r = reduce(x, extra);
  return scale(1 + (r.high + exp_tail(r.high, r.low)), r.k);
}

double exp(double x) {
  return detail::exp_of_pair(x, 0);
}

double expm1(double x) {
  if (!(x <= kOverflow)) return x + kInfinity;
  if (x < -40) return -1;                     // exp(-40) is below half an ulp of 1
  if (-0x1p-54 < x && x < 0x1p-54) return x;  // keeps -0
  const Reduced r = reduce(x, 0);
  const double tail = detail::exp_tail(r.high, r.low);
  if (r.k == 0) return r.high + tail;
  // Far beyond 2^53 the 1 is lost; 2^k alone would overflow at 1024.
  if (r.k > 64) return detail::scale(1 + (r.high + tail), r.k);
  const double power = detail::power_of_two(r.k);
  const Pair base = detail::two_sum(power, -1);
  const Pair sum = detail::two_sum(base.high, power * r.high);
  return sum.high + (sum.low + (base.low + power * tail));
}

double tanh(double x) {
  const double size = std::abs(x);
  double value;
  if (size < 0x1p-27) return x;  // x - x^3/3
  if (size < 0.25) {
    // h - h^2 / (1 + h) with h = t / 2: the second term is small.
    const double h = 0.5 * expm1(2 * size);
    value = h - h * h / (1 + h);
  } else if (size < 1) {
    // t / (t + 2), the rounding of t + 2 put back.
    const double t = expm1(2 * size);
    const Pair sum = detail::two_sum(t, 2);
    const double quotient = t / sum.high;
    value = quotient - quotient * (sum.low / sum.high);
  } else if (size < 22) {
    value = 1 - 2 / (exp(2 * size) + 1);
  } else {
    value = size > 0 ? 1 : x;  // 1 - tanh(22) is below half an ulp; NaN passes
  }
  return std::copysign(value, x);
}

}  // namespace gradus::math
