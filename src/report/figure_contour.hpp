#pragma once

#include <array>
#include <vector>

#include "gradus/report/figure.hpp"

namespace gradus {

using Path = std::vector<std::array<double, 2>>;

/// Where a mesh is at or above a level, by marching squares with linear interpolation.
struct Contour {
  std::vector<Path> rings;  ///< closed (first point not repeated), counterclockwise around the
                            ///< region and clockwise around its holes, the mesh's border included
  std::vector<Path> lines;  ///< the level's line alone, open where it meets the border; closed
                            ///< lines repeat their first point
};
[[nodiscard]] Contour contour(const figure::Mesh& mesh, double level);

/// The rings as one path, by bridges walked there and back: filling it by winding number fills the
/// region and leaves its holes.
[[nodiscard]] Path joined(const std::vector<Path>& rings);

}  // namespace gradus
