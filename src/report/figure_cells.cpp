#include "report/figure_cells.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "report/figure_text.hpp"
#include "report/figure_ticks.hpp"
#include "report/style.hpp"

namespace gradus {
namespace {

figure::Shape box(double x0, double x1, double y0, double y1) {
  figure::Shape shape;
  shape.x = {x0, x1, x1, x0};
  shape.y = {y0, y0, y1, y1};
  return shape;
}

}  // namespace

void add_bar(const figure::Bar& bar, double left, double width, double unit, figure::Panel& panel,
             figure::Series& ends) {
  figure::Shape shape = box(left + 0.05 * width, left + 0.95 * width, 0, bar.value);
  shape.label = bar.name;
  shape.colour = ends.colour;
  shape.opacity = 0.6;
  const std::string number = number_text(bar.value, 4);
  const bool interval = bar.high > bar.low;
  if ((!interval || bar.low > 0.6 * bar.value) &&
      text_width(number, style::kTickSize) < width * unit)
    shape.text = number;
  panel.shapes.push_back(std::move(shape));
  // A single value has no interval.
  const double middle = left + width / 2, gap = std::numeric_limits<double>::quiet_NaN();
  ends.x.insert(ends.x.end(), {middle, middle, middle});
  ends.y.insert(ends.y.end(), {interval ? bar.low : gap, interval ? bar.high : gap, gap});
}

void add_cells(const std::vector<HeatCell>& cells, bool told, Figure& figure) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const HeatCell& cell : cells) {
    low = std::min(low, cell.value);
    high = std::max(high, cell.value);
  }
  for (const HeatCell& cell : cells) {
    figure::Shape shape = box(cell.x - 0.5, cell.x + 0.5, cell.y - 0.5, cell.y + 0.5);
    shape.shade = high > low ? (cell.value - low) / (high - low) : 0.5;
    shape.label = number_text(cell.value, 6);
    if (told) shape.text = number_text(cell.value, 3);
    figure.panels[cell.panel].shapes.push_back(std::move(shape));
  }
}

}  // namespace gradus
