#pragma once

#include <span>
#include <string>
#include <string_view>

#include "gradus/report/figure.hpp"

namespace gradus {

/// gnuplot's SVG made ready to publish: the figure's title and note for readers who hear it,
/// typefaces to fall back on where DejaVu Sans is missing, bold as SVG spells it, and on each
/// series its label as `data-series`. `labels` are those of the figure's script.
[[nodiscard]] std::string finished_svg(std::string_view svg, const Figure& figure,
                                       std::span<const std::string> labels);

}  // namespace gradus
