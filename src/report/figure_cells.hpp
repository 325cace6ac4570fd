#pragma once

#include <cstddef>
#include <vector>

#include "gradus/report/plots.hpp"

namespace gradus {

/// Draws a bar from `left`, `width` wide with its share of the gap, into a plot where 1 along x is
/// `unit` pixels. Its interval, where it has one, goes to `ends`, its value into it where there is
/// room beside the interval.
void add_bar(const figure::Bar& bar, double left, double width, double unit, figure::Panel& panel,
             figure::Series& ends);

/// A cell of a heat map, around a place of a panel.
struct HeatCell {
  size_t panel = 0;
  double x = 0, y = 0, value = 0;
};
/// Draws the cells from the smallest value, light, to the largest, dark, over all panels; with
/// `told` each says its value.
void add_cells(const std::vector<HeatCell>& cells, bool told, Figure& figure);

}  // namespace gradus
