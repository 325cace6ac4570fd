#pragma once

#include "gradus/study/study.hpp"
#include "study/known.hpp"
#include "study/scalars.hpp"

namespace gradus::study {

/// Figures whose x and y are no curve's: bars, violins and heat maps over the values of axes,
/// scatters and histograms of metrics.
[[nodiscard]] bool over_categories(const FigureSpec& figure);

/// Reads what such a figure shows: x and y of all, z of a heat map.
void read_categories(const Known& known, const Keys& keys, const Node& node, const Path& path,
                     FigureSpec& figure);

}  // namespace gradus::study
