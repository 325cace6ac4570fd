#include "base/bits.hpp"
#include "gradus/base/math.hpp"

// log, log1p: x = 2^k (1 + f) with 1 + f in [sqrt(1/2), sqrt(2)); with s = f / (2 + f),
// log(1 + f) = 2 artanh(s) = 2 s + s z R(z), z = s^2, R a minimax polynomial, error below 2^-58.
namespace gradus::math {
namespace {

using detail::kInfinity;
using detail::kNaN;

constexpr double kLog[] = {0x1.5555555555593p-1, 0x1.999999997fc76p-2, 0x1.24924942046a6p-2,
                           0x1.c71c51f899052p-3, 0x1.7466428f65a75p-3, 0x1.39a15746b3251p-3,
                           0x1.2f097fa704be2p-3};

// log of 2^k (1 + f) plus a small `extra`. 2 s = f - s f, and s f = f^2/2 - s f^2/2, so that the
// largest term, f, is exact and only the smaller ones are rounded before the last addition.
double log_of(double k, double f, double extra) {
  const double s = f / (2 + f), z = s * s;
  const double half = 0.5 * f * f;
  const double small = s * (half + z * detail::polynomial(kLog, z)) + (k * detail::kLn2Low + extra);
  return k * detail::kLn2High - ((half - small) - f);
}

}  // namespace

double log(double x) {
  if (!(x > 0)) return x == 0 ? -kInfinity : kNaN;
  if (x == kInfinity) return x;
  const detail::Split split = detail::split(x);
  return log_of(split.k, split.m - 1, 0);
}

double log1p(double x) {
  if (!(x > -1)) return x == -1 ? -kInfinity : kNaN;
  if (x == kInfinity) return x;
  if (-0x1p-54 < x && x < 0x1p-54) return x;  // keeps -0
  // log(1 + x) itself where k = 0: no rounding of 1 + x enters.
  if (-0.29 < x && x < 0.41) return log_of(0, x, 0);
  const detail::Pair sum = detail::two_sum(1, x);
  const detail::Split split = detail::split(sum.high);
  return log_of(split.k, split.m - 1, sum.low / sum.high);
}

}  // namespace gradus::math
