#pragma once

#include <array>
#include <string>

#include "gradus/data/dataset.hpp"
#include "gradus/report/figure.hpp"
#include "gradus/train/model.hpp"

namespace gradus {

/// How far samples of two features reach.
struct Reach {
  std::array<double, 2> low{}, high{};
  void add(const Reach& other);
};
[[nodiscard]] Reach reach_of(const data::Dataset& samples);

/// The nodes of a mesh, `step` from one to the next.
struct MeshGrid {
  double x0 = 0, y0 = 0, step = 0;
  size_t nx = 0, ny = 0;
};
/// Over this reach and `margin` beyond. Throws Error, placed at `place`.step or `place`.margin,
/// where the grid would be finer than a picture can show.
[[nodiscard]] MeshGrid mesh_grid(const Reach& reach, double step, double margin,
                                 const std::string& place);

/// What a network of two inputs predicts there: of one output, or two classes, the probability of
/// class 1; of more classes that of each.
[[nodiscard]] figure::Mesh mesh_on(const MeshGrid& grid, const Model& model);

/// The samples over a mesh. Targets that are single numbers are class 1 above one half.
[[nodiscard]] figure::Points points_of(const data::Dataset& samples);

}  // namespace gradus
