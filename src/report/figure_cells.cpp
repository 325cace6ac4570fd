#include "report/figure_cells.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

#include "report/figure_numbers.hpp"
#include "report/figure_text.hpp"
#include "report/style.hpp"

namespace gradus {
namespace {

constexpr int kInk = 6;  // of the palette
constexpr double kGap = std::numeric_limits<double>::quiet_NaN();

figure::Shape box(double x0, double x1, double y0, double y1) {
  figure::Shape shape;
  shape.x = {x0, x1, x1, x0};
  shape.y = {y0, y0, y1, y1};
  return shape;
}

template <class Placed>
std::vector<std::string> texts_of(const std::vector<Placed>& all) {
  std::vector<Told> numbers;
  for (const Placed& one : all) numbers.push_back({one.bar.value, one.bar.low, one.bar.high});
  return told_alike(numbers);
}

// An upright line with a stroke across each end.
void add_interval(double at, double half, double low, double high, figure::Series& ends) {
  ends.x.insert(ends.x.end(), {at, at, at, at - half, at + half, at, at - half, at + half, at});
  ends.y.insert(ends.y.end(), {low, high, kGap, low, low, kGap, high, high, kGap});
}

// The bars of one panel and one series.
struct BarSet {
  figure::Series ends, markers;
};

}  // namespace

void add_bars(const std::vector<PlacedBar>& bars, double unit, Figure& figure) {
  const std::vector<std::string> numbers = texts_of(bars);
  bool told = true;
  for (size_t i = 0; i < bars.size(); ++i)
    told = told && text_width(numbers[i], style::kTickSize) <= bars[i].width * unit;
  std::map<std::tuple<size_t, int, std::string>, BarSet> sets;
  for (size_t i = 0; i < bars.size(); ++i) {
    const auto& [p, bar, left, width, colour, name] = bars[i];
    figure::Panel& panel = figure.panels[p];
    panel.data.push_back({"bar", name, bar.name, "", bar.value, bar.low, bar.high});
    const bool log = panel.y.scale != figure::Scale::kLinear;
    if (!std::isfinite(bar.value) || (log && bar.value <= 0)) continue;
    BarSet& set = sets[{p, colour, name}];
    set.ends.label = set.markers.label = name;
    set.ends.name = "interval";
    const double middle = left + width / 2;
    if (log) {
      set.markers.x.push_back(middle);
      set.markers.y.push_back(bar.value);
      set.markers.colour = set.markers.marker = colour;
    } else {
      figure::Shape shape = box(left + 0.05 * width, left + 0.95 * width, 0, bar.value);
      shape.label = bar.name;
      shape.series = name;
      shape.colour = colour;
      shape.opacity = 0.6;
      panel.shapes.push_back(std::move(shape));
    }
    // A single value has no interval.
    const bool interval = bar.high > bar.low;
    if (interval)
      add_interval(middle, std::min(0.2 * width, 5 / unit), bar.low, bar.high, set.ends);
    if (!told) continue;
    const double top =
        std::max({bar.value, interval ? bar.high : bar.value, log ? bar.value : 0.0});
    figure::Text text{middle, top, numbers[i]};
    text.small = text.above = true;
    panel.texts.push_back(std::move(text));
  }
  for (auto& [key, set] : sets) {
    figure::Panel& panel = figure.panels[std::get<0>(key)];
    // Dark, or it would not be seen on the bar.
    set.ends.colour = set.markers.x.empty() ? kInk : set.markers.colour;
    set.ends.width = 1.4;
    set.markers.draw = figure::Draw::kPoints;
    set.markers.mark = 1.6;
    if (!set.markers.x.empty()) panel.series.push_back(std::move(set.markers));
    if (!set.ends.x.empty()) panel.series.push_back(std::move(set.ends));
  }
}

std::string add_cells(const std::vector<HeatCell>& cells, bool told, Figure& figure) {
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const HeatCell& cell : cells) {
    if (!std::isfinite(cell.bar.value)) continue;
    low = std::min(low, cell.bar.value);
    high = std::max(high, cell.bar.value);
  }
  const std::vector<std::string> numbers = texts_of(cells);
  std::string lowest, highest;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].bar.value == low) lowest = numbers[i];
    if (cells[i].bar.value == high) highest = numbers[i];
    const auto& [p, x, y, bar, column, row, absent] = cells[i];
    figure::Panel& panel = figure.panels[p];
    panel.data.push_back({"cell", "", column, row, bar.value, bar.low, bar.high});
    if (!std::isfinite(bar.value)) {
      figure::Text text{x, y, absent};
      text.quiet = true;
      if (told && !absent.empty()) panel.texts.push_back(std::move(text));
      continue;
    }
    figure::Shape shape = box(x - 0.5, x + 0.5, y - 0.5, y + 0.5);
    shape.shade = high > low ? (bar.value - low) / (high - low) : 0.5;
    if (told) shape.text = numbers[i];
    panel.shapes.push_back(std::move(shape));
  }
  return lowest.empty() ? "" : lowest + " (light) to " + highest + " (dark)";
}

}  // namespace gradus
