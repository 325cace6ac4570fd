#pragma once

#include <vector>

#include "gradus/data/dataset.hpp"
#include "gradus/data/sources.hpp"

namespace gradus::data {

/// Transforms with their numbers found: one affine map of the features, and a shape. A plain value,
/// to be kept beside a trained network.
struct Fitted {
  /// Feature i becomes value * scale[i] + offset[i]; both empty for none, length 1 for one for all.
  std::vector<float> scale, offset;
  std::vector<Size2D> crop;  ///< the centres taken before that map, one after the other
  bool flatten = false;      ///< samples become rows of numbers
  Shape shape;               ///< of one sample, before; `apply` takes no other
};

/// Finds the numbers of `transforms`, applied in order, from the training samples alone: ranges,
/// means and (population) standard deviations in double, composed in double, rounded to float once.
/// Pixels (uint8 features) count as 0..255 for Scale, whatever occurs. A feature with one value
/// becomes 0 by Standardize and LOW by Scale. Throws Error for Scale without LOW < HIGH, and where
/// a set without rows would have to be measured, and for Crop of what is no image or smaller.
[[nodiscard]] Fitted fit_transforms(const std::vector<Transform>& transforms, const Dataset& train);

/// The set seen through the transforms; only a crop copies samples. Throws Error for another
/// shape.
[[nodiscard]] Dataset apply(const Fitted& fitted, const Dataset& samples);

}  // namespace gradus::data
