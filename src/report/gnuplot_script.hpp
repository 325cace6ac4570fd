#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gradus/report/figure.hpp"
#include "report/figure_layout.hpp"

namespace gradus {

/// A string that gnuplot prints as it is: single quotes, in which nothing is expanded (neither
/// backslashes nor `commands`), its own quotes doubled, line breaks as spaces.
[[nodiscard]] std::string gnuplot_string(std::string_view text);

enum class Terminal { kSvg, kPng, kPdf };

/// gnuplot's commands that draw a figure.
struct FigureScript {
  std::string data;  ///< data blocks, named by `number` so that figures can share a process
  std::string body;  ///< the plots; needs the data and a terminal
  /// For each thing drawn, in the order of the SVG's groups: its entry in the legend, or "".
  std::vector<std::string> labels;
};
[[nodiscard]] FigureScript figure_script(const Figure& figure, const Layout& layout, size_t number);

/// Opens `file` (a plain name, beside the script) in a terminal of the layout's size.
[[nodiscard]] std::string terminal_commands(Terminal terminal, const Layout& layout,
                                            std::string_view file);

}  // namespace gradus
