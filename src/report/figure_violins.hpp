#pragma once

#include "gradus/report/figure.hpp"
#include "gradus/train/instruments.hpp"

namespace gradus {

/// Draws a distribution around x = `at`, 0.8 wide: its silhouette with the
/// quartiles as a stroke and the median as a point, or, where it has few values
/// or no extent, each value as a point.
void add_violin(figure::Panel& panel, double at, const Reading& reading, int colour);

/// Places 1, 2 ... on an axis, named: short names as ticks, long ones as
/// numbers told below.
void name_places(figure::Axis& axis, const std::string& label,
                 const std::vector<std::string>& names, size_t columns);

}  // namespace gradus
