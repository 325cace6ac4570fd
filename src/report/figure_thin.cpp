#include "report/figure_thin.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gradus {

std::vector<size_t> thin(std::span<const double> position,
                         std::span<const std::span<const double>> curves, size_t limit) {
  const size_t n = position.size();
  std::vector<size_t> kept;
  if (n <= limit || curves.empty()) {
    kept.resize(n);
    std::iota(kept.begin(), kept.end(), size_t{0});
    return kept;
  }
  const double stretches = std::max(1.0, std::floor(static_cast<double>(limit) / 2));
  const auto stretch = [&](size_t i) {
    return std::isfinite(position[i])
               ? std::clamp(std::floor(position[i] * stretches), -1.0, stretches)
               : -2.0;
  };
  kept.push_back(0);
  for (size_t begin = 0; begin < n;) {
    size_t end = begin + 1;
    while (end < n && stretch(end) == stretch(begin)) ++end;
    for (const std::span<const double> curve : curves) {
      size_t lowest = n, highest = n;
      for (size_t i = begin; i < end; ++i) {
        const bool gap = !std::isfinite(curve[i]);
        const bool edge = (i > 0 && gap != !std::isfinite(curve[i - 1])) ||
                          (i + 1 < n && gap != !std::isfinite(curve[i + 1]));
        if (edge) kept.push_back(i);
        if (gap) continue;
        if (lowest == n || curve[i] < curve[lowest]) lowest = i;
        if (highest == n || curve[i] > curve[highest]) highest = i;
      }
      if (lowest < n) kept.insert(kept.end(), {lowest, highest});
    }
    begin = end;
  }
  kept.push_back(n - 1);
  std::sort(kept.begin(), kept.end());
  kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
  return kept;
}

}  // namespace gradus
