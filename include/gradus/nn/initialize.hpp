#pragma once

#include <cstdint>
#include <span>

#include "gradus/base/random.hpp"
#include "gradus/base/shape.hpp"
#include "gradus/nn/initializers.hpp"

namespace gradus {

/// How many values a unit reads, and how many units read a value.
struct Fans {
  int64_t in = 1, out = 1;
  bool operator==(const Fans&) const = default;
};

/// Fans of a tensor of weights, as Keras computes them: a kernel [inputs, units] has exactly these;
/// a bias [n] has n and n; a convolution's kernel [height, width, channels, filters] has height
/// width channels and height width filters.
[[nodiscard]] Fans compute_fans(const Shape& shape);

/// Starts a tensor of weights: fills `values`, row-major, as many as `kernel_shape` has. They are
/// doubles whatever the network's type, so that a float network starts at the rounded weights of
/// the double one. Draws from `random` in the order of the values, and nothing for the constant
/// kinds. Throws Error where the kind needs a matrix and the shape has one axis (orthogonal).
void initialize(const Initializer& initializer, std::span<double> values, const Shape& kernel_shape,
                Random& random);

}  // namespace gradus
