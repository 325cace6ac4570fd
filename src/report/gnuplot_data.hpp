#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gradus/report/figure.hpp"
#include "report/figure_contour.hpp"
#include "report/figure_scales.hpp"

namespace gradus {

/// Rows of a gnuplot data block, "x y" or "x y low high"; a blank line is a gap.
struct SeriesData {
  std::string rows;    ///< runs of at least two points, or all points where no line is drawn
  std::string single;  ///< points that stand alone between gaps of a line
};

/// A series thinned to what the plot can show: at most about `limit` points, no extreme lost.
/// Bands are cut at the ends of the y axis.
[[nodiscard]] SeriesData series_data(const figure::Series& series, const PanelScales& scales,
                                     size_t limit);

/// Words of a data block in quotes: gnuplot expands backslashes there and knows no quote within.
[[nodiscard]] std::string data_string(std::string_view text);

/// Words of one sort.
struct TextData {
  figure::Text style;  ///< their look; its place and words mean nothing
  std::string rows;    ///< "x y words"
};
/// By their look, those on white first. `floor` is the lower end of the y axis.
[[nodiscard]] std::vector<TextData> text_data(const std::vector<figure::Text>& texts, double floor);

[[nodiscard]] std::string path_data(const Path& path);
/// The corners of a shape, those that are not finite left out.
[[nodiscard]] std::string shape_data(const figure::Shape& shape);
/// The samples of one class, "x y".
[[nodiscard]] std::string class_data(const figure::Points& points, int label);
/// "x y red green blue" for each pixel.
[[nodiscard]] std::string image_data(const figure::Image& image);

}  // namespace gradus
