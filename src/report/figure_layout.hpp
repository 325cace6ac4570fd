#pragma once

#include <string>
#include <vector>

#include "gradus/report/figure.hpp"
#include "report/figure_scales.hpp"
#include "report/figure_ticks.hpp"

namespace gradus {

/// Pixels from the upper left corner.
struct Box {
  double x = 0, y = 0, width = 0, height = 0;
};

/// A line of text: x is its left end, middle or right end, y its middle.
struct TextLine {
  enum class Align { kLeft, kCentre, kRight };
  double x = 0, y = 0;
  std::string text;
  double size = 0;
  Align align = Align::kLeft;
  const char* colour = "";
  bool bold = false, upwards = false;
};

/// An entry of the legend: its sample's box, drawn like the series, the class or the mesh it
/// stands for.
struct LegendSample {
  enum class Kind { kSeries, kBox, kClass, kMeshLine, kMeshScale, kShades };
  Kind kind = Kind::kSeries;
  Box box;
  figure::Series style = {};  ///< kSeries: without data; low is not empty where it has a band
  int label = 0;              ///< kClass
  double opacity = 1;         ///< kBox, in the colour of `style`
};

struct PanelLayout {
  Box plot;
  PanelScales scales;
  Ticks x, y;
  bool x_labels = true, y_labels = true;  ///< whether the ticks have numbers here
};

/// Where everything is: the figure as drawn, in numbers.
struct Layout {
  double width = 0, height = 0;
  std::vector<PanelLayout> panels;
  std::vector<TextLine> texts;
  std::vector<LegendSample> samples;
};

[[nodiscard]] Layout lay_out(const Figure& figure);

}  // namespace gradus
