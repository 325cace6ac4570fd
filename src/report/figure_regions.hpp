#pragma once

#include <cstddef>
#include <vector>

#include "gradus/report/figure.hpp"
#include "report/figure_contour.hpp"

namespace gradus {

/// How many grids a mesh holds: one, or of more than two classes one a class.
[[nodiscard]] size_t grids_of(const figure::Mesh& mesh);

/// By how much the probability of one class of many lies above the largest of the others, at every
/// node: above 0 where the class wins.
[[nodiscard]] figure::Mesh lead_of(const figure::Mesh& mesh, size_t label);

/// Where the predicted class changes: the line at 0.5 of two classes; of more, the border of each
/// class's region.
[[nodiscard]] std::vector<Path> boundaries(const figure::Mesh& mesh);

}  // namespace gradus
