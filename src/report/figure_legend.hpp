#pragma once

#include <string>
#include <vector>

#include "report/figure_layout.hpp"

namespace gradus {

/// Entries of all panels, each once: labelled series and shapes, the classes of points, the mesh's
/// line and colours. `box` holds the sample's size only.
struct LegendEntry {
  LegendSample sample;
  std::string text;
};
[[nodiscard]] std::vector<LegendEntry> legend_entries(const Figure& figure);
/// "class 3".
[[nodiscard]] std::string class_label(int label);

/// Places entries in rows of at most `width` from (x, y) on, behind their title (which stands above
/// them where they need several rows); returns the height used. A row is as high as kLegendRow.
inline constexpr double kLegendRow = 20;
double place_legend(std::vector<LegendEntry> entries, const std::string& title, double x, double y,
                    double width, Layout& layout);

/// Width of the widest entry with its sample.
[[nodiscard]] double legend_width(const std::vector<LegendEntry>& entries);

}  // namespace gradus
