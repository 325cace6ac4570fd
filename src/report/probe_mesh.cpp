#include "report/probe_mesh.hpp"

#include <algorithm>
#include <cmath>

#include "gradus/base/error.hpp"

namespace gradus {
namespace {

// The largest grid that a picture can use: a finer step shows nothing and costs memory.
constexpr size_t kMostNodes = 2000;

}  // namespace

void Reach::add(const Reach& other) {
  for (size_t k = 0; k < 2; ++k) {
    low[k] = std::min(low[k], other.low[k]);
    high[k] = std::max(high[k], other.high[k]);
  }
}

Reach reach_of(const data::Dataset& samples) {
  Reach reach;
  for (int64_t r = 0; r < samples.rows(); ++r) {
    Reach own;
    for (size_t k = 0; k < 2; ++k)
      own.low[k] = own.high[k] = static_cast<double>(samples.feature(r, static_cast<int64_t>(k)));
    if (r == 0)
      reach = own;
    else
      reach.add(own);
  }
  return reach;
}

MeshGrid mesh_grid(const Reach& reach, double step, double margin, const std::string& place) {
  const auto most = static_cast<double>(kMostNodes);
  const auto nodes = [&](size_t k, double around) {
    return std::floor((reach.high[k] - reach.low[k] + 2 * around) / step + 1e-9) + 2;
  };
  for (size_t k = 0; k < 2; ++k) {
    if (nodes(k, margin) <= most) continue;
    const bool wide = nodes(k, 0) <= most / 2;
    throw Error(place + (wide ? ".margin" : ".step"),
                "makes a grid of more than " + std::to_string(kMostNodes) + " points a side",
                wide ? "give a smaller margin, or a larger step" : "give a larger step");
  }
  return {reach.low[0] - margin, reach.low[1] - margin, step, static_cast<size_t>(nodes(0, margin)),
          static_cast<size_t>(nodes(1, margin))};
}

figure::Mesh mesh_on(const MeshGrid& grid, const Model& model) {
  figure::Mesh mesh;
  mesh.nx = grid.nx;
  mesh.ny = grid.ny;
  mesh.x0 = grid.x0;
  mesh.y0 = grid.y0;
  mesh.x1 = mesh.x0 + static_cast<double>(mesh.nx - 1) * grid.step;
  mesh.y1 = mesh.y0 + static_cast<double>(mesh.ny - 1) * grid.step;
  Tensor nodes(static_cast<int64_t>(mesh.nx * mesh.ny), Shape{2});
  for (size_t j = 0; j < mesh.ny; ++j) {
    for (size_t i = 0; i < mesh.nx; ++i) {
      float* at = nodes.data() + 2 * (j * mesh.nx + i);
      at[0] = static_cast<float>(mesh.x0 + static_cast<double>(i) * grid.step);
      at[1] = static_cast<float>(mesh.y0 + static_cast<double>(j) * grid.step);
    }
  }
  const Tensor out = model.predict(nodes, 1);
  mesh.classes = static_cast<size_t>(std::max<int64_t>(model.outputs(), 2));
  // Of two classes, the probability of the last.
  const auto outputs = static_cast<size_t>(model.outputs());
  for (size_t k = mesh.classes > 2 ? 0 : outputs - 1; k < outputs; ++k)
    for (int64_t r = 0; r < out.rows(); ++r) mesh.z.push_back(static_cast<double>(out.row(r)[k]));
  return mesh;
}

figure::Points points_of(const data::Dataset& samples) {
  figure::Points points;
  for (int64_t r = 0; r < samples.rows(); ++r) {
    points.x.push_back(static_cast<double>(samples.feature(r, 0)));
    points.y.push_back(static_cast<double>(samples.feature(r, 1)));
    points.label.push_back(samples.has_classes()         ? samples.label(r)
                           : samples.target(r)[0] > 0.5F ? 1
                                                         : 0);
  }
  return points;
}

}  // namespace gradus
