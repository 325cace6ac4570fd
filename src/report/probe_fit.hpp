#pragma once

#include "gradus/data/dataset.hpp"
#include "gradus/train/model.hpp"
#include "report/study_figures.hpp"

namespace gradus {

/// What a network of one input predicts for these samples, in the order of the input.
[[nodiscard]] FitProbe fit_probe(const Model& model, const data::Dataset& samples);

/// The targets, a broad grey line where they are a smooth function and points otherwise, and the
/// prediction.
void draw_fit(const FitProbe& probe, figure::Panel& panel);

}  // namespace gradus
