#pragma once

#include <cstddef>
#include <string>

#include "gradus/report/figure.hpp"

namespace gradus {

/// More bands than this in one panel hide each other, and are left to the table of data.
inline constexpr size_t kMostBands = 5;

/// Lets series be told apart without colours: lines by dash, in the order of the palette, unless
/// dashes already mean something; markers on lines by shape. Too many bands are not drawn.
void tell_apart(Figure& figure);

/// Says once, before the legend, what all its entries begin with: "learning rate" of "learning rate
/// 0.1", "learning rate 0.2" ... Of fewer than three entries, or where one begins otherwise,
/// nothing changes.
void title_legend(Figure& figure, const std::string& beginning);

}  // namespace gradus
