#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace gradus {

/// The class that a sample's outputs stand for: the largest output, the first of equals; with one
/// output 1 above 0.5 and 0 otherwise. -1 where the outputs are NaN.
[[nodiscard]] int32_t predicted_class(std::span<const float> prediction);
[[nodiscard]] int32_t predicted_class(std::span<const double> prediction);

/// How often class i was taken for class j: entry [i * classes + j], as scikit-learn has it.
/// Samples without a predicted class (-1) are counted nowhere. Throws Error on a class out of
/// range, or where the two differ in length.
[[nodiscard]] std::vector<int64_t> confusion_matrix(std::span<const int32_t> labels,
                                                    std::span<const int32_t> predicted,
                                                    int32_t classes);

}  // namespace gradus
