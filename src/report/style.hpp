#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "gradus/report/figure.hpp"

/// The one look of all figures. Lengths are pixels of the SVG, which the PNG doubles.
namespace gradus::style {

inline constexpr const char* kFont = "DejaVu Sans";
inline constexpr double kTickSize = 11.5, kLabelSize = 13, kTitleSize = 13.5, kHeadlineSize = 16,
                        kNoteSize = 11;
inline constexpr const char* kInk = "#222222";    ///< titles and labels
inline constexpr const char* kQuiet = "#5a5a5a";  ///< ticks and small print
inline constexpr const char* kFrame = "#808080";  ///< axes
inline constexpr const char* kGrid = "#e9e9e9";   ///< grid lines
inline constexpr double kBandOpacity = 0.20;
inline constexpr double kMarkerSize = 0.62;  ///< gnuplot's point size

/// Eight colours that stay apart for colour-blind readers and in grey print: six of Okabe and Ito
/// ("Color Universal Design", 2008) without their yellow, which vanishes on white, a dark grey and
/// an olive.
[[nodiscard]] const char* line_colour(int index);

/// The dash that goes with a colour: solid first; where colours repeat, another.
[[nodiscard]] figure::Dash dash_by(int index);
/// Lines beyond the eighth repeat the colours with another dash.
[[nodiscard]] figure::Dash dash_of(const figure::Series& series);
/// gnuplot's dashtype, in units of the line's width.
[[nodiscard]] const char* dash_pattern(figure::Dash dash);

/// Colour of a probability in a mesh, "#rrggbb": blue at 0, nearly white at 0.5, orange at 1.
[[nodiscard]] std::string mesh_colour(double probability);

/// Colour of the region of a class in a mesh of many, "#rrggbb": its marker's, paler the less the
/// class leads (0 to 1).
[[nodiscard]] std::string region_colour(int label, double lead);

/// Colour of a weight from -1 to 1: vermilion, white at 0, blue.
[[nodiscard]] std::array<uint8_t, 3> weight_colour(double weight);

/// Colour of a shade in a heat map, "#rrggbb": nearly white at 0, dark blue at 1; and of text on
/// it.
[[nodiscard]] std::string shade_colour(double shade);
[[nodiscard]] const char* text_on_shade(double shade);

/// Colour of a shaded line, "#rrggbb": pale sand at 0, steel blue, dark blue at 1. It stays visible
/// on white, and darkens evenly in grey print.
[[nodiscard]] std::string line_shade(double shade);

/// Marker of a class: the colour of its side of the mesh, darker, and a shape of its own.
struct Marker {
  const char* colour;
  int shape;    ///< gnuplot's point type
  double size;  ///< factor that makes the shapes look equally large
};
[[nodiscard]] Marker class_marker(int label);

}  // namespace gradus::style
