#pragma once

#include "gradus/study/study.hpp"
#include "study/known.hpp"

namespace gradus::study {

/// Finds a place for the axes that a figure does not name: series, panels of figures that show one
/// network, or in a search the best point of each series. Axes that would be mixed in silence are
/// an Error.
void place_axes(const Known& known, const Study& study, const Node& node, const Path& path,
                FigureSpec& figure);

/// A range test is drawn against the rates trained at: those of an axis, or of schedules.
void place_rates(const Known& known, const Node& node, const Path& path, FigureSpec& figure);

}  // namespace gradus::study
