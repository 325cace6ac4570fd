#include <cmath>
#include <limits>

#include "gradus/base/math.hpp"
#include "gradus/study/statistics.hpp"

namespace gradus::statistics {
namespace {

constexpr double kTiny = 1e-300, kLnRootTwoPi = 0.91893853320467274178;

// ln Gamma(x) for x > 0: Stirling's series from 15 on, where its ninth term is below 1e-17; below,
// Gamma(x + 1) = x Gamma(x) carries the argument there.
double log_gamma(double x) {
  double product = 1;
  for (; x < 15; x += 1) product *= x;
  constexpr double kStirling[] = {1.0 / 12,   -1.0 / 360,      1.0 / 1260, -1.0 / 1680,
                                  1.0 / 1188, -691.0 / 360360, 1.0 / 156,  -3617.0 / 122400};
  const double square = 1 / (x * x);
  double series = 0;
  for (int i = 7; i >= 0; --i) series = series * square + kStirling[i];
  return (x - 0.5) * math::log(x) - x + kLnRootTwoPi + series / x - math::log(product);
}

// ln Gamma(a + b) - ln Gamma(a) for a far above b, where the two would cancel: the difference of
// the two Stirling series, its large terms joined by log1p.
double log_gamma_step(double a, double b) {
  if (a < 15) return log_gamma(a + b) - log_gamma(a);
  const auto series = [](double x) {
    const double square = 1 / (x * x);
    return (1.0 / 12 -
            square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square / 1188)))) /
           x;
  };
  return (a - 0.5) * math::log1p(b / a) + b * math::log(a + b) - b + series(a + b) - series(a);
}

// The continued fraction of the incomplete beta function by Lentz's method (DLMF 8.17.22).
double beta_fraction(double x, double a, double b) {
  const auto guarded = [](double v) { return std::abs(v) < kTiny ? kTiny : v; };
  double c = 1, d = 1 / guarded(1 - (a + b) * x / (a + 1)), h = d;
  for (int m = 1; m < 10000; ++m) {
    const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guarded(1 + even * d);
    c = guarded(1 + even / c);
    h *= d * c;
    const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guarded(1 + odd * d);
    c = guarded(1 + odd / c);
    h *= d * c;
    if (std::abs(d * c - 1) < 1e-16) break;
  }
  return h;
}

// I_x(a, b) with y = 1 - x given apart, so that neither end loses digits.
double incomplete_beta(double x, double y, double a, double b) {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  const double log_beta =
      a > b ? log_gamma(b) - log_gamma_step(a, b) : log_gamma(a) - log_gamma_step(b, a);
  const double front = math::exp(a * math::log(x) + b * math::log(y) - log_beta);
  if (x < (a + 1) / (a + b + 2)) return front * beta_fraction(x, a, b) / a;
  return 1 - front * beta_fraction(y, b, a) / b;
}

}  // namespace

double normal_tail(double z) {
  if (z < 2.5) return 0.5 * (1 - math::erf(z * 0.70710678118654752440));
  // Mills' ratio as Laplace's continued fraction z + 1/(z + 2/(z + 3/(...))), from its end.
  double ratio = z;
  for (int k = 120; k >= 1; --k) ratio = z + k / ratio;
  return math::exp(-0.5 * z * z - kLnRootTwoPi) / ratio;
}

double normal_quantile(double p) {
  if (!(p > 0 && p < 1)) return std::numeric_limits<double>::quiet_NaN();
  if (p > 0.5) return -normal_quantile(1 - p);
  // Newton's method on ln Q, which is concave: from the right of the root it never leaves that
  // side, and sqrt(-2 ln 2p) lies there since Q(z) <= exp(-z^2 / 2) / 2.
  double z = std::sqrt(-2 * math::log(2 * p));
  const double target = math::log(p);
  for (int i = 0; i < 60; ++i) {
    const double q = normal_tail(z);
    const double density = math::exp(-0.5 * z * z - kLnRootTwoPi);
    const double step = (math::log(q) - target) * q / density;
    z += step;
    if (std::abs(step) < 1e-15 * (1 + z)) break;
  }
  return -z;
}

double t_tail(double t, double freedom) {
  const double square = t * t, sum = freedom + square;
  const double both = incomplete_beta(freedom / sum, square / sum, freedom / 2, 0.5);
  return t >= 0 ? 0.5 * both : 1 - 0.5 * both;
}

double t_quantile(double p, double freedom) {
  if (!(p > 0 && p < 1)) return std::numeric_limits<double>::quiet_NaN();
  if (p == 0.5) return 0;
  if (p > 0.5) return -t_quantile(1 - p, freedom);
  double low = 0, high = 1;
  while (t_tail(high, freedom) > p && high < 1e300) {
    low = high;
    high *= 2;
  }
  // Newton's method on the logarithm of the tail, halving where it would leave the bracket.
  const double half = (freedom + 1) / 2, target = math::log(p);
  const double scale =
      math::exp(log_gamma_step(freedom / 2, 0.5)) / std::sqrt(freedom * 3.14159265358979323846);
  double t = low + (high - low) / 2;
  for (int i = 0; i < 200 && high - low > 1e-15 * high; ++i) {
    const double tail = t_tail(t, freedom);
    (tail > p ? low : high) = t;
    const double density = scale * math::exp(-half * math::log1p(t * t / freedom));
    const double next = t + (math::log(tail) - target) * tail / density;
    const bool inside = next > low && next < high;
    if (inside && std::abs(next - t) < 1e-14 * t) return -next;
    t = inside ? next : low + (high - low) / 2;
  }
  return -t;
}

double f_tail(double f, double above, double below) {
  const double sum = below + above * f;
  return incomplete_beta(below / sum, above * f / sum, below / 2, above / 2);
}

double coin_cdf(int64_t successes, int64_t n) {
  if (successes < 0) return 0;
  if (successes >= n) return 1;
  return incomplete_beta(0.5, 0.5, static_cast<double>(n - successes),
                         static_cast<double>(successes + 1));
}

}  // namespace gradus::statistics
