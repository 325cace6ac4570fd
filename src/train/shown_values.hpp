#pragma once

#include <algorithm>
#include <vector>

#include "engine/ops.hpp"
#include "gradus/base/tensor.hpp"

namespace gradus {

/// All values of a network as numbers, as many as Graph::values(). What stands in the padding
/// between and behind the tensors is nobody's, and whatever updates leave there: 0 here.
template <class T>
[[nodiscard]] std::vector<double> shown_values(const engine::Graph& graph,
                                               const AlignedVector<T>& weights) {
  std::vector<double> values(weights.begin(), weights.end());
  const auto clear = [&](int64_t from, int64_t to) {
    std::fill(values.begin() + from, values.begin() + to, 0.0);
  };
  clear(graph.weights(), graph.statistics_at());
  if (!graph.statistics.empty()) {
    const engine::Param& last = graph.statistics.back();
    clear(graph.statistics_at() + last.offset + last.size(), graph.values());
  }
  return values;
}

}  // namespace gradus
