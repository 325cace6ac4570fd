#include "base/bits.hpp"
#include "gradus/base/math.hpp"

// sin, cos, tan: x = n pi/2 + r with |r| <= pi/4, r as a pair of doubles; then minimax polynomials
// in r^2 for sin (error below 2^-58) and cos (2^-64).
namespace gradus::math {
namespace {

using detail::Quadrant;

constexpr double kSin[] = {-0x1.5555555555549p-3, 0x1.111111110f87ap-7,   -0x1.a01a019c119a7p-13,
                           0x1.71de3577b7ce1p-19, -0x1.ae5e663b91a9dp-26, 0x1.5d93014582cd8p-33};
constexpr double kCos[] = {0x1.555555555554cp-5,   -0x1.6c16c16c1517ep-10, 0x1.a01a019cb1c5bp-16,
                           -0x1.27e4f809f5d06p-22, 0x1.1ee9ebec4a97bp-29,  -0x1.8fae9dde790abp-37};

// sin(r + low) = sin(r) + low cos(r).
double sin_reduced(double r, double low) {
  const double z = r * r;
  const double cubic = r * z * detail::polynomial(kSin, z);
  return r + (cubic + low * (1 - 0.5 * z));
}

// cos(r + low) = cos(r) - low sin(r). 1 - z/2 is rounded, and its rounding error added back.
double cos_reduced(double r, double low) {
  const double z = r * r, half = 0.5 * z, head = 1 - half;
  const double rest = (1 - head) - half;
  return head + (rest + (z * z * detail::polynomial(kCos, z) - r * low));
}

}  // namespace

double sin(double x) {
  if (!std::isfinite(x)) return x - x;
  if (std::abs(x) < 0x1p-27) return x;  // keeps -0
  const Quadrant q = detail::reduce_by_quarter_turns(x);
  const double value = q.n % 2 == 0 ? sin_reduced(q.high, q.low) : cos_reduced(q.high, q.low);
  return q.n >= 2 ? -value : value;
}

double cos(double x) {
  if (!std::isfinite(x)) return x - x;
  const Quadrant q = detail::reduce_by_quarter_turns(x);
  const double value = q.n % 2 == 0 ? cos_reduced(q.high, q.low) : sin_reduced(q.high, q.low);
  return q.n == 1 || q.n == 2 ? -value : value;
}

double tan(double x) {
  if (!std::isfinite(x)) return x - x;
  if (std::abs(x) < 0x1p-27) return x;
  const Quadrant q = detail::reduce_by_quarter_turns(x);
  const double s = sin_reduced(q.high, q.low), c = cos_reduced(q.high, q.low);
  return q.n % 2 == 0 ? s / c : -c / s;
}

}  // namespace gradus::math
