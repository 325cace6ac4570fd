#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "gradus/report/figure.hpp"
#include "report/figure_ticks.hpp"

namespace gradus {

/// The scales of one panel.
struct PanelScales {
  figure::Scale x_scale = figure::Scale::kLinear, y_scale = figure::Scale::kLinear;
  std::array<double, 2> x{0, 1}, y{0, 1};
  bool empty = false;  ///< nothing to draw: "no data"
};

/// The scale of each panel of a figure: its own range where given, otherwise what its data need
/// with a little air; one for all panels where they share it. A linear y axis whose data are
/// positive and come near zero begins at zero.
[[nodiscard]] std::vector<PanelScales> panel_scales(const Figure& figure);

}  // namespace gradus
