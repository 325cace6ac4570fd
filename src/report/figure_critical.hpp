#pragma once

#include <string>
#include <utility>
#include <vector>

#include "gradus/report/figure.hpp"

namespace gradus {

/// A point of Demsar's diagram.
struct RankedName {
  std::string name;
  double rank = 1;  ///< its average rank, 1 the best
};

/// Runs of points, rising in rank, whose first and last lie no further apart than `difference`:
/// pairs of indices, first and last, the longest only, at least two points each.
[[nodiscard]] std::vector<std::pair<size_t, size_t>> cliques(const std::vector<RankedName>& points,
                                                             double difference);

/// How to read the diagram, and Friedman's p.
[[nodiscard]] std::string critical_note(double p);

/// A critical difference diagram (Demsar 2006): average ranks on a line, the best on the left,
/// names on both sides; heavy bars join points that cannot be told apart. `points` rise in rank.
/// Sets the size of the figure's plots.
[[nodiscard]] figure::Panel critical_difference_panel(const std::vector<RankedName>& points,
                                                      double difference, Figure& figure);

}  // namespace gradus
