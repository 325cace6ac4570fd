#pragma once

#include <limits>

#include "engine/ops.hpp"

/// How far a kernel may lie from its twin: all allowances, in one place.
namespace gradus::test {

/// The error of a value made of `terms` roundings is at most
///   (fixed + per_term terms) u absolute,
/// u being half the epsilon of the type and `absolute` the sum of the absolute values of what is
/// added up: the bound of a recursive sum (Higham, Accuracy and Stability of Numerical Algorithms,
/// 4.2) to first order.
struct Allowance {
  double fixed, per_term;
};

// Sums: one FMA a term, and the rounding of the start.
inline constexpr Allowance kProductError{1, 1};
inline constexpr Allowance kWeightGradientError{1, 1};
inline constexpr Allowance kBiasGradientError{1, 1};
inline constexpr Allowance kPenaltyGradientError{4, 0};
inline constexpr Allowance kConvolutionError{1, 1};
inline constexpr Allowance kConvGradientError{1, 1};
// A mean's division, and for a gradient the slope, or the same times a count's inverse.
inline constexpr Allowance kPoolError{2, 1};
inline constexpr Allowance kPoolSlopeError{4, 1};
// A difference, its square or two products of it, and the division.
inline constexpr Allowance kMomentError{4, 1};
// A mean, a variance of differences from it, its root's inverse, then three operations; the last
// two sums of a gradient besides.
inline constexpr Allowance kLayerNormError{8, 1.5};
inline constexpr Allowance kLayerNormBackwardError{12, 3};
// exp, log and their like have 1 to 6 ulp (2 u each), and one operation or two follow; `absolute`
// is |y| + |z y'|, so that the rounding of an argument counts.
inline constexpr Allowance kActivationError{8, 0};
inline constexpr Allowance kGeluError{16, 0};
// A slope taken from y: y's own error, then two roundings; `absolute` is the largest slope.
inline constexpr Allowance kSlopeError{12, 0};
inline constexpr Allowance kSoftmaxError{10, 1};
inline constexpr Allowance kSoftmaxBackwardError{3, 1};
// A logarithm of a quotient of a sum, times a target, times a weight.
inline constexpr Allowance kLossError{16, 2};
inline constexpr Allowance kLossGradientError{16, 2};
inline constexpr Allowance kMetricError{2, 2};
// An angle of up to 2 pi, rounded twice, in a sine; a logarithm's root.
inline constexpr Allowance kNoiseError{24, 0};
// A scale, rounded, and a product.
inline constexpr Allowance kDropoutError{2, 0};

template <class T>
[[nodiscard]] double tolerance(Allowance a, double terms, double absolute) {
  const double u = static_cast<double>(std::numeric_limits<T>::epsilon()) / 2;
  // Our exp is 0 from a little above the smallest normal number downward.
  const double least = 2 * static_cast<double>(std::numeric_limits<T>::min());
  return (a.fixed + a.per_term * terms) * u * absolute + least;
}

/// Double twins are rounded too: what is compared in double gets their errors on top.
template <class T>
[[nodiscard]] double twin_tolerance(Allowance a, double terms, double absolute) {
  return tolerance<T>(a, terms, absolute) + tolerance<double>(a, terms, absolute);
}

/// Optimizers, over whole trainings: a share of the step that the twin takes.
template <class T>
inline constexpr double kStepError = sizeof(T) == 4 ? 1e-2 : 1e-12;

/// Analytic gradients of whole programs against central differences, relative.
inline constexpr double kGradientError = 1e-6;

}  // namespace gradus::test
