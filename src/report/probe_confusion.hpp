#pragma once

#include <string>

#include "gradus/data/dataset.hpp"
#include "gradus/train/model.hpp"
#include "report/study_figures.hpp"

namespace gradus {

/// What one network takes each class of these samples for. Targets that are single zeros and ones
/// count as classes 0 and 1. Throws Error, placed at `place`, where the samples have no classes.
[[nodiscard]] ConfusionProbe confusion_probe(const Model& model, const data::Dataset& samples,
                                             const std::string& place);
/// Throws that Error.
void check_labels(const data::Dataset& samples, const std::string& place);

/// Adds the counts of another network of the same variant.
void add(ConfusionProbe& sum, const ConfusionProbe& more);

}  // namespace gradus
