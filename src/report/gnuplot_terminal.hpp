#pragma once

#include <string>
#include <string_view>

#include "report/figure_layout.hpp"

namespace gradus {

/// A string that gnuplot prints as it is: single quotes, in which nothing is expanded (neither
/// backslashes nor `commands`), its own quotes doubled, line breaks as spaces.
[[nodiscard]] std::string gnuplot_string(std::string_view text);

enum class Terminal { kSvg, kPng, kPdf };

/// Opens `file` (a plain name, beside the script) in a terminal of the layout's size.
[[nodiscard]] std::string terminal_commands(Terminal terminal, const Layout& layout,
                                            std::string_view file);

}  // namespace gradus
