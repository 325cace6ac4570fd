#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/figure_groups.hpp"
#include "study/trial_index.hpp"

namespace gradus {

/// A point of a search and what a metric came to.
struct SearchPoint {
  size_t variant = 0;  ///< index into Study::variants
  double value = 0;    ///< mean over folds and seeds; NaN where a training has none, or was ended
                       ///< early by a scheduler
};

/// Those of `variants` that were trained, in their order. A variant of another's plan has its
/// value.
[[nodiscard]] std::vector<SearchPoint> search_points(const study::Study& study,
                                                     const study::TrialIndex& index,
                                                     const std::vector<size_t>& variants,
                                                     const study::MetricQuery& metric);

/// Whether more of a metric is better: as the search has it of its objective, otherwise as the
/// metric's name has it; lower where neither says.
[[nodiscard]] bool higher_is_better(const study::Study& study, const study::MetricQuery& metric);

/// Index of the best of these, the first of equals; none where no point has a value.
[[nodiscard]] std::optional<size_t> best_of(const std::vector<SearchPoint>& points, bool higher);

/// "learning rate 0.001, beta 1 0.9": the values of a variant on the axes that tell the points
/// apart, without those of `told`.
[[nodiscard]] std::string point_label(const study::Study& study, size_t variant,
                                      const std::vector<std::string>& told = {});

/// In a search, leaves the best point (by its objective) of each series of a figure that asks for
/// best points; of each value of the axis `apart`, where there is one. Refits and other figures
/// stay as they are. Returns how many points the best were chosen from; 0 where nothing was.
size_t keep_best_points(const study::Study& study, const study::Results& results,
                        const study::FigureSpec& spec, std::string_view apart, Groups& groups);

/// "Of 88 points the best: adam, learning rate 0.001." or "Of each, the best by validation
/// accuracy of up to 36 points of the search."; "" where `from` is 0.
[[nodiscard]] std::string best_points_note(const study::Study& study, const Groups& groups,
                                           size_t from);

}  // namespace gradus
