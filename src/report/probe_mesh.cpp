#include "report/probe_mesh.hpp"

#include <algorithm>
#include <cmath>

#include "gradus/base/error.hpp"
#include "report/figure_regions.hpp"

namespace gradus {
namespace {

// The largest grid that a picture can use: a finer step shows nothing and costs memory.
constexpr size_t kMostNodes = 2000;

size_t nodes(double low, double high, double step, const std::string& figure) {
  const double count = std::floor((high - low) / step + 1e-9) + 2;
  if (!(count >= 2 && count <= static_cast<double>(kMostNodes))) {
    throw Error("figure." + figure + ".step",
                "makes a grid of more than " + std::to_string(kMostNodes) + " points a side",
                "give a larger step");
  }
  return static_cast<size_t>(count);
}

}  // namespace

MeshProbe mesh_probe(const study::FigureSpec& spec, const Model& model,
                     const data::Dataset& samples) {
  MeshProbe probe;
  figure::Mesh& mesh = probe.mesh;
  double low[2] = {samples.feature(0, 0), samples.feature(0, 1)}, high[2] = {low[0], low[1]};
  for (int64_t r = 0; r < samples.rows(); ++r) {
    for (int k = 0; k < 2; ++k) {
      const double v = static_cast<double>(samples.feature(r, k));
      low[k] = std::min(low[k], v);
      high[k] = std::max(high[k], v);
    }
    probe.points.x.push_back(static_cast<double>(samples.feature(r, 0)));
    probe.points.y.push_back(static_cast<double>(samples.feature(r, 1)));
    probe.points.label.push_back(samples.has_classes()         ? samples.label(r)
                                 : samples.target(r)[0] > 0.5F ? 1
                                                               : 0);
  }
  mesh.nx = nodes(low[0] - spec.margin, high[0] + spec.margin, spec.step, spec.name);
  mesh.ny = nodes(low[1] - spec.margin, high[1] + spec.margin, spec.step, spec.name);
  mesh.x0 = low[0] - spec.margin;
  mesh.y0 = low[1] - spec.margin;
  mesh.x1 = mesh.x0 + static_cast<double>(mesh.nx - 1) * spec.step;
  mesh.y1 = mesh.y0 + static_cast<double>(mesh.ny - 1) * spec.step;
  Tensor grid(static_cast<int64_t>(mesh.nx * mesh.ny), Shape{2});
  for (size_t j = 0; j < mesh.ny; ++j) {
    for (size_t i = 0; i < mesh.nx; ++i) {
      float* at = grid.data() + 2 * (j * mesh.nx + i);
      at[0] = static_cast<float>(mesh.x0 + static_cast<double>(i) * spec.step);
      at[1] = static_cast<float>(mesh.y0 + static_cast<double>(j) * spec.step);
    }
  }
  const Tensor out = model.predict(grid, 1);
  mesh.classes = static_cast<size_t>(std::max<int64_t>(model.outputs(), 2));
  // Of two classes, the probability of the last.
  const auto outputs = static_cast<size_t>(model.outputs());
  for (size_t k = mesh.classes > 2 ? 0 : outputs - 1; k < outputs; ++k)
    for (int64_t r = 0; r < out.rows(); ++r) mesh.z.push_back(static_cast<double>(out.row(r)[k]));
  return probe;
}

void keep_boundary(MeshProbe& probe, bool shown) {
  probe.boundary = boundaries(probe.mesh);
  if (shown) return;
  probe.mesh = {};
  probe.points = {};
}

}  // namespace gradus
