#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "gradus/report/plots.hpp"

namespace gradus {

/// A bar of a panel, from `left` on, `width` wide with its share of the gap.
struct PlacedBar {
  size_t panel = 0;
  figure::Bar bar;
  double left = 0, width = 0;
  int colour = 0;
  std::string series = {};  ///< its entry in the legend
};
/// Draws bars into plots where 1 along x is `unit` pixels, with their intervals, and with their
/// numbers above where there is room for all. On a logarithmic axis, which has no zero to stand on,
/// they are markers. Values that are not finite leave their places empty.
void add_bars(const std::vector<PlacedBar>& bars, double unit, Figure& figure);

/// A cell of a heat map, around a place of a panel.
struct HeatCell {
  size_t panel = 0;
  double x = 0, y = 0;
  figure::Bar bar = {};               ///< its value and interval; NaN leaves it empty
  std::string column = {}, row = {};  ///< what its places are called
  std::string absent = {};            ///< why it is empty
};
/// Draws the cells from the smallest value, light, to the largest, dark, over all panels; with
/// `told` each says its value, or why it is empty. Returns what both are, as they are written:
/// "0.50 (light) to 0.90 (dark)"; "" without a value.
std::string add_cells(const std::vector<HeatCell>& cells, bool told, Figure& figure);

}  // namespace gradus
