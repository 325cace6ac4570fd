#pragma once

#include <cmath>
#include <span>

#include "gradus/nn/optimizers.hpp"

namespace gradus::rules {

/// The three ways to clip a gradient, of which at most one is in force; 0 is off. Where several
/// are given (Keras refuses that, and so does check_clipping) the first here wins, as in Keras.
struct Clipping {
  double clipnorm = 0;         ///< norm of each tensor
  double global_clipnorm = 0;  ///< norm of all tensors together
  double clipvalue = 0;        ///< size of each value
  [[nodiscard]] bool any() const { return clipnorm > 0 || global_clipnorm > 0 || clipvalue > 0; }
};

/// The clipping that an optimizer asks for.
[[nodiscard]] Clipping clipping(const Optimizer& optimizer);

/// Throws Error where an optimizer asks for more than one way.
void check_clipping(const Optimizer& optimizer);

/// What values of that sum of squares are multiplied by so that their norm is at most `limit`: 1
/// within it, otherwise limit / norm. NaN where the norm is infinite or NaN, so that a gradient
/// which overflowed is seen and not silently turned into 0 (Keras's global clipping does the same).
[[nodiscard]] inline double norm_factor(double sum_of_squares, double limit) {
  const double norm = std::sqrt(sum_of_squares);
  const double factor = norm <= limit ? 1 : limit / norm;
  return factor + (norm - norm);
}

/// One value within +-limit; NaN passes.
[[nodiscard]] inline double clip_value(double g, double limit) {
  return g < -limit ? -limit : (g > limit ? limit : g);
}

/// Clips the gradients of all tensors of weights, one span a tensor.
void clip(const Clipping& how, std::span<const std::span<double>> gradients);

}  // namespace gradus::rules
