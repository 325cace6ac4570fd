#pragma once

#include "gradus/study/study.hpp"

namespace gradus::study {

/// The axis of the points that a search trained again.
inline constexpr const char* kRefitAxis = "refit";

/// Whether a figure speaks of the axis "refit": it then shows those trainings and no other. A
/// figure that does not speak of it shows none of them: they repeat points of the search.
[[nodiscard]] bool shows_refits(const FigureSpec& figure);
/// Whether a figure shows this variant: it meets `where`, and is a refit where those are shown.
[[nodiscard]] bool shows_variant(const FigureSpec& figure, const Variant& variant);
/// Whether a figure shows the trials of a variant: its own, or for a variant of the same plan.
[[nodiscard]] bool shows_trials(const Study& study, const FigureSpec& figure, size_t variant);

/// Whether axes that a figure names nowhere are settled by the search: of each line, bar or violin
/// it then shows the best point.
[[nodiscard]] bool best_points(const Study& study, const FigureSpec& figure);

}  // namespace gradus::study
