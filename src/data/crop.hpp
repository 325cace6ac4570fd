#pragma once

#include <cstdint>
#include <vector>

#include "gradus/data/dataset.hpp"
#include "gradus/nn/layers_image.hpp"

namespace gradus::data {

/// The features of a sample that its centre of this size keeps, in order. Throws Error where the
/// samples are not seen as images, or are smaller.
[[nodiscard]] std::vector<uint32_t> kept_by_crop(const Dataset& samples, const Size2D& size);

/// The centres of the images: a copy, but for the way they are seen.
[[nodiscard]] Dataset cropped(const Dataset& samples, const Size2D& size);

}  // namespace gradus::data
