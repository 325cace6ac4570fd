#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace gradus {

/// The weight of a sample in losses and weighted metrics: its own times that of its class.
/// `class_weight` has one a class, or is empty for all 1.
[[nodiscard]] inline double sample_weight(int32_t label, std::span<const double> class_weight,
                                          double own = 1) {
  return class_weight.empty() ? own : own * class_weight[static_cast<size_t>(label)];
}

/// class_weight = "balanced", as scikit-learn has it: rows / (k count of the class), k the number
/// of classes that have rows; classes without rows weigh 1.
[[nodiscard]] std::vector<double> balanced_class_weights(std::span<const int32_t> labels,
                                                         int32_t classes);

}  // namespace gradus
