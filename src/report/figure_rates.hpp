#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "gradus/report/figure.hpp"
#include "report/rate_curve.hpp"

namespace gradus {

/// A curve of a learning rate range test, and how it is drawn.
struct RateLine {
  RateCurve curve;
  std::string label = {};
  int colour = 0;
  bool alias = false;  ///< of the same numbers as another: without a band and bounds
};

/// Draws the curves of each panel with their bounds, and says in the note what is to be seen. On a
/// linear axis the picture ends at `ylim`, or a little above where the curves begin; what leaves it
/// for good is a mark on its upper edge.
void draw_rates(const std::vector<std::vector<RateLine>>& panels,
                const std::optional<std::array<double, 2>>& ylim, Figure& figure);

}  // namespace gradus
