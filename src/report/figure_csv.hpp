#pragma once

#include <string>

#include "gradus/report/figure.hpp"

namespace gradus {

/// All numbers of a figure, unthinned, one row each: panel (its title, or its number where it has
/// none), kind (line, points, mesh, image; bar, cell, value ... of a panel's `data`), series, x, y,
/// low, high, value. x and y are numbers, or the names of places. `value` is the probability of a
/// mesh's node, the class of a point, what a pixel shows. Numbers in the fewest digits that read
/// back as they were (of a mesh, seven); a number that is not finite is left out.
[[nodiscard]] std::string figure_csv(const Figure& figure);

}  // namespace gradus
