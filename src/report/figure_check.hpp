#pragma once

#include "gradus/study/prepare.hpp"
#include "gradus/study/study.hpp"
#include "gradus/train/model.hpp"

namespace gradus {

/// Whether the figures of a study can show what they ask for of a variant: before anything is
/// trained. Throws Error, placed in the study's file, where a layer, a sample or a class is asked
/// for that there is not, or a mesh too fine to be drawn.
void check_figures(const study::Study& study, size_t variant, const Model& model,
                   const study::Prepared& data);

/// The samples that a figure shows.
[[nodiscard]] const data::Dataset& shown_samples(const study::FigureSpec& spec,
                                                 const study::Prepared& data);

/// A figure's place for messages: "study.toml: figure.mesh".
[[nodiscard]] std::string place_of(const study::Study& study, const study::FigureSpec& spec);

}  // namespace gradus
