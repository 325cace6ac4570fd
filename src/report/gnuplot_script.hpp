#pragma once

#include <string>
#include <vector>

#include "gradus/report/figure.hpp"
#include "report/figure_layout.hpp"

namespace gradus {

/// gnuplot's commands that draw a figure.
struct FigureScript {
  std::string data;  ///< data blocks, named by `number` so that figures can share a process
  std::string body;  ///< the plots; needs the data and a terminal
  /// For each thing drawn, in the order of the SVG's groups: its entry in the legend, or "".
  std::vector<std::string> labels;
};
[[nodiscard]] FigureScript figure_script(const Figure& figure, const Layout& layout, size_t number);

}  // namespace gradus
