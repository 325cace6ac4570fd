#include "report/style.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace gradus {
namespace {

// Relative luminance as WCAG 2 has it, without its curve: enough to rank greys.
double lightness(const std::string& hex) {
  const auto part = [&](size_t at) { return std::stoi(hex.substr(at, 2), nullptr, 16) / 255.0; };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

TEST(Style, EightColoursApartThenDashes) {
  std::set<std::string> colours;
  for (int i = 0; i < 8; ++i) colours.insert(style::line_colour(i));
  EXPECT_EQ(colours.size(), 8u);
  EXPECT_STREQ(style::line_colour(8), style::line_colour(0));
  figure::Series series;
  EXPECT_EQ(style::dash_of(series), figure::Dash::kSolid);
  series.colour = 8;
  EXPECT_EQ(style::dash_of(series), figure::Dash::kDashed);
  for (const std::string& colour : colours) EXPECT_LT(lightness(colour), 0.75) << "pale on white";
}

TEST(Style, MeshesAreLightestAtTheBoundary) {
  EXPECT_LT(lightness(style::mesh_colour(0)), lightness(style::mesh_colour(0.3)));
  EXPECT_LT(lightness(style::mesh_colour(0.3)), lightness(style::mesh_colour(0.5)));
  EXPECT_LT(lightness(style::mesh_colour(1)), lightness(style::mesh_colour(0.7)));
  EXPECT_EQ(style::mesh_colour(-3), style::mesh_colour(0));
}

TEST(Style, ClassesDifferInShapeAndColourAndStandOutFromTheMesh) {
  std::set<int> shapes;
  for (int label = 0; label < 6; ++label) {
    shapes.insert(style::class_marker(label).shape);
    EXPECT_LT(lightness(style::class_marker(label).colour), 0.45);
  }
  EXPECT_EQ(shapes.size(), 6u);
}

}  // namespace
}  // namespace gradus
