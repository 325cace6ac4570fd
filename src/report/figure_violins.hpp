#pragma once

#include "gradus/report/figure.hpp"
#include "gradus/train/instruments.hpp"

namespace gradus {

/// Fewer values are points: a silhouette of so few would show the kernel's shape.
inline constexpr size_t kFewestOfViolin = 20;

/// What is drawn of these values, those that are not finite left out.
[[nodiscard]] Reading reading_of(const std::string& name, const std::vector<double>& values);

/// Draws a distribution around x = `at`, 0.8 wide: its silhouette with the
/// quartiles as a stroke and the median as a point, or, where it has few values
/// or no extent, each value as a point.
void add_violin(figure::Panel& panel, double at, const Reading& reading, int colour);

/// Names the places 1, 2 ... on the panels' horizontal axes, one list of names a panel: short names
/// as ticks, long ones as numbers, the same for the same name in all panels, which are told in the
/// figure's note. `columns` is how many panels stand side by side.
void name_places(Figure& figure, const std::string& label,
                 const std::vector<std::vector<std::string>>& names, size_t columns);

}  // namespace gradus
