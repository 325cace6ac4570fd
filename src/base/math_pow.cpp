#include "base/bits.hpp"
#include "gradus/base/math.hpp"

// pow: exp(y log x). The product may reach 709, so that log x is needed to 2^-64 of itself: it is
// computed in pairs of doubles, by the series of math_log.cpp with its first two terms exact.
namespace gradus::math {
namespace {

using detail::kInfinity;
using detail::kNaN;
using detail::Pair;
using detail::quick_sum;
using detail::two_product;
using detail::two_sum;

// (artanh(s)/s - 1) / z = 1/3 + z Q(z) / 2: twice the series beyond its second term, error 2^-72.
constexpr double kTail[] = {0x1.9999999999996p-2, 0x1.2492492492eb1p-2, 0x1.c71c71c5a5f2fp-3,
                            0x1.745d182328d95p-3, 0x1.3b136632580aep-3, 0x1.11203fe80df12p-3,
                            0x1.de440efc33997p-4, 0x1.ea948ebabc8e4p-4};
constexpr double kTwoThirds = 0x1.5555555555555p-1, kTwoThirdsLow = 0x1.5555555555555p-55;

Pair product(Pair a, Pair b) {
  const Pair p = two_product(a.high, b.high);
  return quick_sum(p.high, p.low + (a.high * b.low + a.low * b.high));
}

// log x for finite x > 0.
Pair log_pair(double x) {
  const detail::Split split = detail::split(x);
  const double f = split.m - 1;
  const Pair under = two_sum(2, f);
  const double high = f / under.high;
  const Pair s{high, (std::fma(-high, under.high, f) - high * under.low) / under.high};
  const Pair z = product(s, s);
  const Pair series = two_sum(kTwoThirds, z.high * detail::polynomial(kTail, z.high));
  const Pair rest = product(product(s, z), {series.high, series.low + kTwoThirdsLow});
  const Pair a = two_sum(split.k * detail::kLn2High, 2 * s.high);
  const Pair b = two_sum(a.high, rest.high);
  const Pair c = two_sum(b.high, split.k * detail::kLn2Low);
  return quick_sum(c.high, (a.low + b.low + c.low) + (2 * s.low + rest.low));
}

enum class Parity { kFraction, kEven, kOdd };

Parity parity(double y) {
  const double size = std::abs(y);
  if (size >= 0x1p53) return Parity::kEven;
  if (std::floor(size) != size) return Parity::kFraction;
  return static_cast<uint64_t>(size) % 2 == 0 ? Parity::kEven : Parity::kOdd;
}

// |x| = 0 or infinity: the power is 0 or infinity by the sign of y.
double pow_of_extreme(double x, double y) {
  const double value = (x == 0) == (y > 0) ? 0 : kInfinity;
  return parity(y) == Parity::kOdd ? std::copysign(value, x) : value;
}

double pow_to_infinity(double x, double y) {
  const double size = std::abs(x);
  if (size == 1) return 1;
  return (size > 1) == (y > 0) ? kInfinity : 0;
}

}  // namespace

double pow(double x, double y) {
  if (y == 0 || x == 1) return 1;  // even for NaN
  if (std::isnan(x) || std::isnan(y)) return x + y;
  if (std::isinf(y)) return pow_to_infinity(x, y);
  if (x == 0 || std::isinf(x)) return pow_of_extreme(x, y);
  const Parity kind = x < 0 ? parity(y) : Parity::kEven;
  if (kind == Parity::kFraction) return kNaN;
  const Pair logarithm = log_pair(std::abs(x));
  // Beyond this the power is 0 or infinity, and the exact product below might overflow.
  const double rough = y * logarithm.high;
  double value;
  if (std::abs(rough) > 800) {
    value = rough > 0 ? kInfinity : 0;
  } else {
    const Pair exponent = two_product(y, logarithm.high);
    value = detail::exp_of_pair(exponent.high, exponent.low + y * logarithm.low);
  }
  return kind == Parity::kOdd ? -value : value;
}

}  // namespace gradus::math
