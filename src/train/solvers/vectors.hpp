#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace gradus::solvers {

using Vector = std::vector<double>;

/// Sum of products in sixteen partial sums and a fixed tree: the same bits everywhere, and quick.
[[nodiscard]] inline double dot(std::span<const double> a, std::span<const double> b) {
  double part[16] = {};
  const size_t whole = a.size() / 16 * 16;
  for (size_t i = 0; i < whole; i += 16)
    for (size_t k = 0; k < 16; ++k) part[k] += a[i + k] * b[i + k];
  for (size_t i = whole; i < a.size(); ++i) part[i - whole] += a[i] * b[i];
  for (size_t half = 8; half > 0; half /= 2)
    for (size_t k = 0; k < half; ++k) part[k] += part[k + half];
  return part[0];
}

[[nodiscard]] inline double norm(std::span<const double> a) {
  return std::sqrt(dot(a, a));
}

/// to += factor x
inline void add(double factor, std::span<const double> x, std::span<double> to) {
  for (size_t i = 0; i < to.size(); ++i) to[i] += factor * x[i];
}

/// to = x + factor d
inline void move(std::span<const double> x, double factor, std::span<const double> d,
                 std::span<double> to) {
  for (size_t i = 0; i < to.size(); ++i) to[i] = x[i] + factor * d[i];
}

/// to = factor x
inline void scale(double factor, std::span<const double> x, std::span<double> to) {
  for (size_t i = 0; i < to.size(); ++i) to[i] = factor * x[i];
}

}  // namespace gradus::solvers
