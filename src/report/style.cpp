#include "report/style.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace gradus::style {

const char* line_colour(int index) {
  static constexpr std::array<const char*, 8> kColours{"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                                       "#e69f00", "#56b4e9", "#4d4d4d", "#8a8a2e"};
  return index < 0 ? "#b0b0b0" : kColours[static_cast<size_t>(index) % kColours.size()];
}

figure::Dash dash_by(int index) {
  return static_cast<figure::Dash>((index + index / 8) % 4);
}

figure::Dash dash_of(const figure::Series& series) {
  if (series.colour < 8 || series.dash != figure::Dash::kSolid) return series.dash;
  return static_cast<figure::Dash>(1 + (series.colour / 8 - 1) % 3);
}

const char* dash_pattern(figure::Dash dash) {
  switch (dash) {
    case figure::Dash::kDashed:
      return "(10,5)";
    case figure::Dash::kDotted:
      return "(2.5,3.5)";
    case figure::Dash::kDashDot:
      return "(12,4,2.5,4)";
    case figure::Dash::kSolid:
      break;
  }
  return "solid";
}

std::string mesh_colour(double probability) {
  static constexpr std::array<double, 3> kLow{116, 173, 214}, kMiddle{248, 248, 246},
      kHigh{240, 170, 92};
  const double p = std::clamp(probability, 0.0, 1.0);
  const auto& end = p < 0.5 ? kLow : kHigh;
  const double share = p < 0.5 ? 1 - 2 * p : 2 * p - 1;
  std::array<int, 3> rgb{};
  for (size_t c = 0; c < 3; ++c)
    rgb[c] = static_cast<int>(kMiddle[c] + share * (end[c] - kMiddle[c]) + 0.5);
  return fmt::format("#{:02x}{:02x}{:02x}", rgb[0], rgb[1], rgb[2]);
}

std::string region_colour(int label, double lead) {
  // The markers' colours (class_marker), lightened.
  static constexpr std::array<std::array<double, 3>, 6> kFull{{{86, 156, 208},
                                                               {240, 150, 70},
                                                               {70, 178, 140},
                                                               {206, 130, 172},
                                                               {222, 184, 70},
                                                               {140, 140, 140}}};
  const auto& full = kFull[static_cast<size_t>(std::max(label, 0)) % kFull.size()];
  const double share = 0.3 + 0.7 * std::clamp(lead, 0.0, 1.0);
  std::array<int, 3> rgb{};
  for (size_t c = 0; c < 3; ++c) rgb[c] = static_cast<int>(255 + share * (full[c] - 255) + 0.5);
  return fmt::format("#{:02x}{:02x}{:02x}", rgb[0], rgb[1], rgb[2]);
}

std::array<uint8_t, 3> weight_colour(double weight) {
  static constexpr std::array<double, 3> kBelow{193, 74, 0}, kAbove{0, 84, 150};
  const auto& end = weight < 0 ? kBelow : kAbove;
  const double share = std::min(std::abs(weight), 1.0);
  std::array<uint8_t, 3> rgb{};
  for (size_t c = 0; c < 3; ++c) rgb[c] = static_cast<uint8_t>(255 + share * (end[c] - 255) + 0.5);
  return rgb;
}

std::string shade_colour(double shade) {
  static constexpr std::array<double, 3> kLight{244, 248, 251}, kDark{8, 69, 124};
  const double p = std::clamp(shade, 0.0, 1.0);
  std::array<int, 3> rgb{};
  for (size_t c = 0; c < 3; ++c)
    rgb[c] = static_cast<int>(kLight[c] + p * (kDark[c] - kLight[c]) + 0.5);
  return fmt::format("#{:02x}{:02x}{:02x}", rgb[0], rgb[1], rgb[2]);
}

std::string line_shade(double shade) {
  static constexpr std::array<std::array<double, 3>, 3> kStops{
      {{221, 207, 178}, {108, 158, 178}, {8, 45, 99}}};
  const double p = 2 * std::clamp(shade, 0.0, 1.0);
  const size_t from = p < 1 ? 0 : 1;
  const double share = p - static_cast<double>(from);
  std::array<int, 3> rgb{};
  for (size_t c = 0; c < 3; ++c)
    rgb[c] =
        static_cast<int>(kStops[from][c] + share * (kStops[from + 1][c] - kStops[from][c]) + 0.5);
  return fmt::format("#{:02x}{:02x}{:02x}", rgb[0], rgb[1], rgb[2]);
}

const char* text_on_shade(double shade) {
  return shade > 0.55 ? "#ffffff" : kInk;
}

Marker class_marker(int label) {
  // Circle, triangle, square, diamond, triangle down, pentagon.
  static constexpr std::array<Marker, 6> kMarkers{{{"#004c80", 7, 1.0},
                                                   {"#a63c00", 9, 1.1},
                                                   {"#006b4e", 5, 0.9},
                                                   {"#8f3f6b", 13, 1.15},
                                                   {"#8a6000", 11, 1.1},
                                                   {"#333333", 15, 1.1}}};
  return kMarkers[static_cast<size_t>(std::max(label, 0)) % kMarkers.size()];
}

}  // namespace gradus::style
