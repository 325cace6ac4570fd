#pragma once

#include <vector>

#include "gradus/report/figure.hpp"
#include "report/figure_contour.hpp"

namespace gradus {

/// Draws boundaries of other networks over a mesh, as thin lines.
void add_boundaries(const std::vector<std::vector<Path>>& networks, figure::Panel& panel);

}  // namespace gradus
