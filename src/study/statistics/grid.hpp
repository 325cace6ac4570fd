#pragma once

#include <algorithm>
#include <limits>
#include <vector>

namespace gradus::statistics {

/// The step in which values come: the smallest distance between two that differ, 0 where none do.
[[nodiscard]] inline double grid_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  double grid = kInfinity;
  for (size_t i = 1; i < values.size(); ++i)
    if (values[i] > values[i - 1]) grid = std::min(grid, values[i] - values[i - 1]);
  return grid == kInfinity ? 0 : grid;
}

[[nodiscard]] inline double grid_of(std::vector<double> first, const std::vector<double>& second) {
  first.insert(first.end(), second.begin(), second.end());
  return grid_of(std::move(first));
}

}  // namespace gradus::statistics
