#include "report/figure_regions.hpp"

#include <algorithm>
#include <limits>

namespace gradus {

size_t grids_of(const figure::Mesh& mesh) {
  return mesh.classes > 2 ? mesh.classes : 1;
}

figure::Mesh lead_of(const figure::Mesh& mesh, size_t label) {
  figure::Mesh lead = mesh;
  lead.classes = 2;
  const size_t nodes = mesh.nx * mesh.ny;
  lead.z.resize(nodes);
  for (size_t node = 0; node < nodes; ++node) {
    double next = -std::numeric_limits<double>::infinity();
    for (size_t k = 0; k < mesh.classes; ++k)
      if (k != label) next = std::max(next, mesh.z[k * nodes + node]);
    lead.z[node] = mesh.z[label * nodes + node] - next;
  }
  return lead;
}

std::vector<Path> boundaries(const figure::Mesh& mesh) {
  if (mesh.classes <= 2) return contour(mesh, 0.5).lines;
  std::vector<Path> lines;
  for (size_t k = 0; k < mesh.classes; ++k)
    for (Path& line : contour(lead_of(mesh, k), 0).lines) lines.push_back(std::move(line));
  return lines;
}

}  // namespace gradus
