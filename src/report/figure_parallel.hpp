#pragma once

#include <vector>

#include "gradus/report/figure.hpp"
#include "report/figure_axis_scale.hpp"
#include "report/search_points.hpp"

namespace gradus {

/// The objective over all panels: one scale, so that colours mean the same everywhere.
struct ObjectiveScale {
  figure::Scale scale = figure::Scale::kLinear;
  double low = 0, high = 1;
  bool higher = true;  ///< is better

  /// From 0 at the smallest to 1 at the largest.
  [[nodiscard]] double place(double value) const;
  /// From 0 at the poorest to 1 at the best.
  [[nodiscard]] double shade(double value) const;
};
/// Logarithmic where `log` asks for it, or a metric that should be low spans decades.
[[nodiscard]] ObjectiveScale objective_scale(const std::vector<std::vector<SearchPoint>>& panels,
                                             bool higher, bool log);

/// Draws a line for each point, the best last and marked, over a vertical axis for each scale and
/// one for the objective, into a plot of `width` x `height` pixels. Places along the axes are from
/// 0 to 1. A line goes dotted past an axis that its point lacks; one without a value is grey and
/// ends before the objective.
void draw_parallel(const study::Study& study, const study::MetricQuery& metric,
                   const ObjectiveScale& objective, std::vector<AxisScale> scales,
                   std::vector<SearchPoint> points, double width, double height,
                   figure::Panel& panel);

}  // namespace gradus
