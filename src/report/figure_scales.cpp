#include "report/figure_scales.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "gradus/base/math.hpp"

namespace gradus {
namespace {

// A number above the highest bar stays within the plot.
constexpr double kRoomAbove = 0.08;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Extent {
  double low = kInfinity, high = -kInfinity;
  bool tight = true;  // nothing that needs air at the ends
  void add(double v, bool log) {
    if (!std::isfinite(v) || (log && v <= 0)) return;
    low = std::min(low, v);
    high = std::max(high, v);
  }
  void add(const Extent& other) {
    low = std::min(low, other.low);
    high = std::max(high, other.high);
    tight = tight && other.tight;
  }
  [[nodiscard]] bool empty() const { return low > high; }
};

bool is_log(const figure::Axis& axis) {
  return axis.scale != figure::Scale::kLinear;
}

bool within(const std::optional<std::array<double, 2>>& range, double v) {
  return !range || (v >= (*range)[0] && v <= (*range)[1]);
}

bool drawable(double v, bool log) {
  return std::isfinite(v) && (!log || v > 0);
}

// What the panel's data cover; of y, only where x is within a given range.
void measure(const figure::Panel& panel, bool bands, Extent& x, Extent& y) {
  const bool log_x = is_log(panel.x), log_y = is_log(panel.y);
  const auto add = [&](double px, double py) {
    if (!drawable(px, log_x) || !drawable(py, log_y) || !within(panel.x.range, px)) return;
    x.add(px, log_x);
    y.add(py, log_y);
  };
  for (const figure::Series& series : panel.series) {
    for (size_t i = 0; i < series.x.size(); ++i) {
      if (!drawable(series.y[i], log_y)) continue;
      add(series.x[i], series.y[i]);
      if (bands && !series.low.empty()) {
        add(series.x[i], series.low[i]);
        add(series.x[i], series.high[i]);
      }
    }
    if (series.draw == figure::Draw::kPoints || series.draw == figure::Draw::kLinePoints)
      x.tight = false;
  }
  for (const figure::Shape& shape : panel.shapes)
    for (size_t i = 0; i < shape.x.size(); ++i) add(shape.x[i], shape.y[i]);
  if (panel.mesh) {
    add(panel.mesh->x0, panel.mesh->y0);
    add(panel.mesh->x1, panel.mesh->y1);
    return;  // samples beyond the mesh do not widen it
  }
  for (size_t i = 0; i < panel.points.x.size(); ++i) add(panel.points.x[i], panel.points.y[i]);
  if (!panel.points.x.empty()) x.tight = false;
}

std::array<double, 2> padded(const Extent& extent, bool log, double air, bool from_zero) {
  if (extent.empty()) return log ? std::array{0.1, 1.0} : std::array{0.0, 1.0};
  double low = extent.low, high = extent.high;
  if (log) {
    // Half a factor of ten around a constant.
    const double span = high > low ? air * math::log(high / low) : 1.15;
    return {low * math::exp(-span), high * math::exp(span)};
  }
  if (!(high > low)) {
    if (!from_zero) return {low - 0.5, low + 0.5};
    // A constant, such as a learning rate, is seen against zero.
    if (low == 0) return {-1, 1};
    return low > 0 ? std::array{0.0, 1.25 * low} : std::array{1.25 * low, 0.0};
  }
  const double span = (high - low) * air;
  if (from_zero && low >= 0 && low < 0.3 * high) return {0, high + span};
  return {low - span, high + span};
}

std::array<double, 2> range_of(const figure::Axis& axis, const Extent& extent, double air,
                               bool from_zero) {
  return axis.range ? *axis.range : padded(extent, is_log(axis), air, from_zero);
}

}  // namespace

std::vector<PanelScales> panel_scales(const Figure& figure) {
  const size_t n = figure.panels.size();
  std::vector<Extent> x(n), y(n);
  Extent all_x, all_y;
  bool mesh = false, told = false;
  std::vector<PanelScales> scales(n);
  for (size_t p = 0; p < n; ++p) {
    measure(figure.panels[p], figure.bands, x[p], y[p]);
    all_x.add(x[p]);
    all_y.add(y[p]);
    mesh = mesh || figure.panels[p].mesh.has_value();
    for (const figure::Text& text : figure.panels[p].texts) told = told || text.above;
  }
  for (size_t p = 0; p < n; ++p) {
    const figure::Panel& panel = figure.panels[p];
    const Extent& for_x = figure.share_x ? all_x : x[p];
    const Extent& for_y = figure.share_y ? all_y : y[p];
    scales[p].x_scale = panel.x.scale;
    scales[p].y_scale = panel.y.scale;
    scales[p].x = range_of(panel.x, for_x, mesh || for_x.tight ? 0 : 0.04, false);
    scales[p].y = range_of(panel.y, for_y, mesh ? 0 : told ? kRoomAbove : 0.04, true);
    scales[p].empty = x[p].empty() && !panel.image;
    // A single point has no extent of its own.
    if (!(scales[p].x[1] > scales[p].x[0])) scales[p].x[1] = scales[p].x[0] + 1;
    if (!(scales[p].y[1] > scales[p].y[0])) scales[p].y[1] = scales[p].y[0] + 1;
  }
  return scales;
}

}  // namespace gradus
