#pragma once

#include <cstdint>
#include <span>

#include "gradus/nn/losses.hpp"

namespace gradus {

/// The smallest mean loss that one prediction for all samples can have, the mark that `learned` and
/// `diverged` are measured by: the entropy of the labels for cross-entropies, the variance for mse,
/// the mean distance from the median for mae, Huber's at its own minimum; combined over the outputs
/// as the loss does. `weights` are those of the samples (class weights included), empty for all 1.
/// NaN where there are no samples, all weights are 0, or a target is not finite.
///
/// Targets are rows of `outputs` numbers, one after the other. For categorical cross-entropies they
/// are masses of the classes (one-hot, or soft labels). A loss of the user's own is minimised over
/// the range of each output's targets by trying 65 points, then the golden section around the best.
[[nodiscard]] double best_constant_loss(const Loss& loss, std::span<const float> targets,
                                        int64_t outputs, std::span<const double> weights = {});

/// The same for class labels 0 .. classes - 1: one-hot rows where outputs == classes, the label as
/// a number where outputs is 1.
[[nodiscard]] double best_constant_loss(const Loss& loss, std::span<const int32_t> labels,
                                        int32_t classes, int64_t outputs,
                                        std::span<const double> weights = {});

}  // namespace gradus
