#pragma once

#include <string>
#include <vector>

namespace gradus {

/// A number that a figure tells, and its interval; low and high are NaN where there is none.
struct Told {
  double value = 0, low = 0, high = 0;
};

/// The numbers of one figure, all with the same decimals, as many as findings have of the middle
/// one of their intervals (two digits of its width); without intervals, as many as tell the numbers
/// apart. Whole numbers stay whole. Where one is so small that nothing would be left of it, each
/// has three digits of its own. Numbers that are not finite are "".
[[nodiscard]] std::vector<std::string> told_alike(const std::vector<Told>& numbers);

}  // namespace gradus
