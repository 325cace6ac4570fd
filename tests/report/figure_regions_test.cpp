#include "report/figure_regions.hpp"

#include <gtest/gtest.h>

namespace gradus {
namespace {

// Three classes side by side over x from 0 to 4: class k wins around x = 2 k.
figure::Mesh three_classes() {
  figure::Mesh mesh;
  mesh.nx = 5;
  mesh.ny = 2;
  mesh.x1 = 4;
  mesh.classes = 3;
  for (int k = 0; k < 3; ++k)
    for (int j = 0; j < 2; ++j)
      for (int i = 0; i < 5; ++i) mesh.z.push_back(1 - 0.25 * std::abs(i - 2 * k));
  return mesh;
}

TEST(FigureRegions, AClassLeadsByWhatItIsAboveTheNext) {
  const figure::Mesh mesh = three_classes();
  EXPECT_EQ(grids_of(mesh), 3U);
  EXPECT_EQ(grids_of(figure::Mesh{}), 1U);
  const figure::Mesh lead = lead_of(mesh, 1);
  EXPECT_EQ(lead.z, (std::vector<double>{-0.5, 0, 0.5, 0, -0.5, -0.5, 0, 0.5, 0, -0.5}));
  EXPECT_EQ(lead.classes, 2U);
}

TEST(FigureRegions, BoundariesLieWhereThePredictedClassChanges) {
  for (const Path& line : boundaries(three_classes()))
    for (const auto& [x, y] : line) EXPECT_TRUE(x == 1 || x == 3) << x;
  EXPECT_EQ(boundaries(three_classes()).size(), 4U) << "each from both of its sides";
  figure::Mesh two;
  two.nx = two.ny = 2;
  two.z = {0, 1, 0, 1};
  const std::vector<Path> lines = boundaries(two);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].front()[0], 0.5);
}

}  // namespace
}  // namespace gradus
