#include "nn/sample_weights.hpp"

namespace gradus {

std::vector<double> balanced_class_weights(std::span<const int32_t> labels, int32_t classes) {
  std::vector<int64_t> counts(static_cast<size_t>(classes));
  for (int32_t label : labels) ++counts[static_cast<size_t>(label)];
  int64_t present = 0;
  for (int64_t n : counts) present += n > 0;
  std::vector<double> weights;
  for (int64_t n : counts) {
    weights.push_back(n == 0 ? 1
                             : static_cast<double>(labels.size()) /
                                   (static_cast<double>(present) * static_cast<double>(n)));
  }
  return weights;
}

}  // namespace gradus
