#pragma once

#include <cstdint>
#include <span>

#include "gradus/base/tensor.hpp"

namespace gradus::data {

/// Class labels as rows of zeros with a single 1: [labels, classes]. Throws Error for a label
/// outside 0 .. classes-1.
[[nodiscard]] Tensor one_hot(std::span<const int32_t> labels, int32_t classes);

}  // namespace gradus::data
