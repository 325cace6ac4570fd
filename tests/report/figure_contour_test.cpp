#include "report/figure_contour.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gradus {
namespace {

// Counterclockwise is positive.
double area(const Path& ring) {
  double twice = 0;
  for (size_t i = 0; i < ring.size(); ++i) {
    const auto& a = ring[i];
    const auto& b = ring[(i + 1) % ring.size()];
    twice += a[0] * b[1] - a[1] * b[0];
  }
  return twice / 2;
}

double total_area(const Contour& contour) {
  double sum = 0;
  for (const Path& ring : contour.rings) sum += area(ring);
  return sum;
}

template <class F>
figure::Mesh mesh_of(size_t nx, size_t ny, F&& f) {
  figure::Mesh mesh;
  mesh.nx = nx;
  mesh.ny = ny;
  mesh.x0 = -1;
  mesh.x1 = 1;
  mesh.y0 = -1;
  mesh.y1 = 1;
  for (size_t j = 0; j < ny; ++j)
    for (size_t i = 0; i < nx; ++i)
      mesh.z.push_back(f(-1 + 2.0 * static_cast<double>(i) / static_cast<double>(nx - 1),
                         -1 + 2.0 * static_cast<double>(j) / static_cast<double>(ny - 1)));
  return mesh;
}

TEST(FigureContour, APlaneIsCutWhereItShould) {
  const figure::Mesh mesh =
      mesh_of(21, 11, [](double x, double y) { return 0.5 + 0.3 * x + 0.1 * y; });
  const Contour c = contour(mesh, 0.5);
  ASSERT_EQ(c.rings.size(), 1u);
  EXPECT_NEAR(total_area(c), 2.0, 1e-12);  // half of 2 x 2
  ASSERT_EQ(c.lines.size(), 1u);
  for (const auto& [x, y] : c.lines[0]) EXPECT_NEAR(3 * x + y, 0, 1e-12);
  EXPECT_NEAR(std::abs(c.lines[0].front()[1] - c.lines[0].back()[1]), 2, 1e-12);
  EXPECT_EQ(c.lines[0].size(), 2u) << "points on a straight line are dropped";
}

TEST(FigureContour, HolesTurnTheOtherWay) {
  // A ring between radius 0.4 and 0.8.
  const auto f = [](double x, double y) {
    const double r = std::sqrt(x * x + y * y);
    return 0.5 + std::min(r - 0.4, 0.8 - r);
  };
  const Contour c = contour(mesh_of(201, 201, f), 0.5);
  ASSERT_EQ(c.rings.size(), 2u);
  EXPECT_LT(area(c.rings[0]) * area(c.rings[1]), 0);
  EXPECT_NEAR(total_area(c), 3.14159265 * (0.64 - 0.16), 2e-3);
  ASSERT_EQ(c.lines.size(), 2u);
  for (const Path& line : c.lines) EXPECT_EQ(line.front(), line.back());
  EXPECT_NEAR(area(joined(c.rings)), total_area(c), 1e-12) << "bridges enclose nothing";
}

TEST(FigureContour, AllAndNothing) {
  const figure::Mesh mesh = mesh_of(5, 4, [](double, double) { return 0.7; });
  const Contour all = contour(mesh, 0.5);
  EXPECT_NEAR(total_area(all), 4, 1e-12);
  EXPECT_TRUE(all.lines.empty()) << "the border is no boundary";
  EXPECT_TRUE(contour(mesh, 0.9).rings.empty());
  EXPECT_TRUE(joined({}).empty());
}

TEST(FigureContour, OppositeCornersAreJoinedThroughTheMiddleOrNot) {
  figure::Mesh mesh;
  mesh.nx = mesh.ny = 2;
  mesh.z = {1, 0, 0, 1};
  EXPECT_EQ(contour(mesh, 0.4).rings.size(), 1u);
  EXPECT_EQ(contour(mesh, 0.6).rings.size(), 2u);
  mesh.z = {0, 1, 1, 0};
  EXPECT_EQ(contour(mesh, 0.4).rings.size(), 1u);
  EXPECT_EQ(contour(mesh, 0.6).rings.size(), 2u);
}

TEST(FigureContour, NanIsOutside) {
  figure::Mesh mesh = mesh_of(9, 9, [](double, double) { return 1.0; });
  mesh.z[4 * 9 + 4] = NAN;
  const Contour c = contour(mesh, 0.5);
  EXPECT_LT(total_area(c), 4);
  for (const Path& ring : c.rings)
    for (const auto& [x, y] : ring) EXPECT_TRUE(std::isfinite(x) && std::isfinite(y));
}

TEST(FigureContour, SimplifyingMovesNothingVisibly) {
  const auto f = [](double x, double y) { return 1.5 - std::sqrt(x * x + y * y); };
  const Contour c = contour(mesh_of(401, 401, f), 0.7);
  ASSERT_EQ(c.lines.size(), 1u);
  EXPECT_LT(c.lines[0].size(), 1500u);
  for (size_t i = 0; i + 1 < c.lines[0].size(); ++i) {
    const auto& a = c.lines[0][i];
    const auto& b = c.lines[0][i + 1];
    const double mx = (a[0] + b[0]) / 2, my = (a[1] + b[1]) / 2;
    EXPECT_NEAR(std::sqrt(mx * mx + my * my), 0.8, 5e-4);  // a tenth of a pixel of 400
  }
}

}  // namespace
}  // namespace gradus
