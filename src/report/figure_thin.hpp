#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace gradus {

/// Indices of the points to draw of a line of many: the range of `position` (from 0 to 1 along the
/// axis, rising) falls into limit / 2 equal stretches, and each keeps its lowest and highest value
/// of every curve in `curves`; so no peak is lost. First and last points and both edges of gaps
/// stay. Lines of at most `limit` points are kept whole. Curves are as long as `position`.
[[nodiscard]] std::vector<size_t> thin(std::span<const double> position,
                                       std::span<const std::span<const double>> curves,
                                       size_t limit);

}  // namespace gradus
