#pragma once

#include <string>
#include <vector>

#include "gradus/study/study.hpp"

namespace gradus::study {

/// The metrics of a training: those given, or accuracy for cross-entropies and none otherwise.
[[nodiscard]] std::vector<Metric> metrics_of(const TrainPlan& plan);
[[nodiscard]] bool is_crossentropy(const Loss& loss);
/// Test samples are asked for, or the source brings its own.
[[nodiscard]] bool has_test_set(const DataPlan& plan);
[[nodiscard]] bool has_validation(const DataPlan& plan);
/// Columns of the history: "loss", "data_loss", "regularization_loss", metrics, "learning_rate",
/// and `val_` forms where there is validation.
[[nodiscard]] std::vector<std::string> epoch_metrics(const Plan& plan);
/// Numbers of the end: `test_` forms where there is a test set, "epochs", "seconds", "converged",
/// "diverged".
[[nodiscard]] std::vector<std::string> end_metrics(const Plan& plan);
/// Values of one input sample where the source alone says so, otherwise 0.
[[nodiscard]] int64_t known_inputs(const DataPlan& plan);
/// False where the source has rows of numbers, whatever lies in its files.
[[nodiscard]] bool may_be_images(const DataPlan& plan);
/// Classes where the source alone says so, otherwise 0.
[[nodiscard]] int64_t known_classes(const DataPlan& plan);

}  // namespace gradus::study
