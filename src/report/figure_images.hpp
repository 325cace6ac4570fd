#pragma once

#include <cstdint>
#include <vector>

#include "gradus/data/dataset.hpp"
#include "gradus/report/figure.hpp"

namespace gradus {

/// The first `count` samples (all, if there are fewer), each with its own label below: the class's
/// name or number, or the targets. Bytes are shown as they are stored, before any transform;
/// numbers from the smallest, black, to the largest, white. Images of other than 1 or 3 channels
/// show their first. Throws Error where the samples are not images.
[[nodiscard]] std::vector<figure::Image> first_images(const data::Dataset& samples, int64_t count);

/// A grid of these, a panel each, up to five in a row and then as near a square as may be.
[[nodiscard]] Figure image_grid(std::vector<figure::Image> images);

}  // namespace gradus
