#include "report/gnuplot_terminal.hpp"

#include <fmt/format.h>

#include "report/figure_text.hpp"
#include "report/style.hpp"

namespace gradus {

std::string gnuplot_string(std::string_view text) {
  std::string out = "'";
  for (const char c : clean_text(text)) {
    if (c == '\'') out += '\'';
    out += c == '\n' ? ' ' : c;
  }
  return out + "'";
}

std::string terminal_commands(Terminal terminal, const Layout& layout, std::string_view file) {
  // The PNG has two pixels for one of the SVG, and fonts that are 3/4 of what is asked for. A page
  // of the PDF is 3/4 of a point for a pixel, and its fonts are as much again too large.
  const double w = layout.width, h = layout.height;
  std::string set;
  switch (terminal) {
    case Terminal::kSvg:
      set = fmt::format("svg size {},{} fixed rounded", w, h);
      break;
    case Terminal::kPng:
      set = fmt::format(
          "pngcairo size {},{} fontscale 1.5 linewidth 2 pointscale 2 dashlength 1.25 rounded",
          2 * w, 2 * h);
      break;
    case Terminal::kPdf:
      set = fmt::format(
          "pdfcairo size {}in,{}in fontscale 0.5625 linewidth 1.5 pointscale 0.8 rounded", w / 96,
          h / 96);
      break;
  }
  return fmt::format(
      "set encoding utf8\nset terminal {} noenhanced font '{},{}' background rgb '#ffffff'\n"
      "set output {}\nunset key\n",
      set, style::kFont, style::kLabelSize, gnuplot_string(file));
}

}  // namespace gradus
