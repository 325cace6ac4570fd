#include "report/figure_mesh.hpp"

#include <limits>

namespace gradus {

void add_boundaries(const std::vector<std::vector<Path>>& networks, figure::Panel& panel) {
  figure::Series lines;
  lines.name = "boundary of another network";
  lines.colour = 6;
  lines.width = 0.7;
  for (const std::vector<Path>& boundary : networks)
    for (const Path& line : boundary) {
      if (line.empty()) continue;
      for (const auto& [x, y] : line) {
        lines.x.push_back(x);
        lines.y.push_back(y);
      }
      lines.x.push_back(lines.x.back());  // a gap
      lines.y.push_back(std::numeric_limits<double>::quiet_NaN());
    }
  if (!lines.x.empty()) panel.series.push_back(std::move(lines));
}

}  // namespace gradus
