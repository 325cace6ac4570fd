#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gradus {

/// Why a training ended.
enum class Status {
  kCompleted,  ///< all epochs done
  kConverged,  ///< the target of `until` was reached
  kStopped,    ///< a callback stopped it
  kDiverged,   ///< a value that is not finite, or a last epoch's loss above twice that of the best
               ///< constant and above twice that of the first batch
  kFailed,     ///< an error of ours
};
[[nodiscard]] const char* status_name(Status status);  ///< "completed", "converged" ...

/// Where a value stopped being finite.
struct Where {
  int64_t step = -1;   ///< update, from 0
  std::string layer;   ///< the first layer whose output is not finite, or "loss"
  int64_t batch = -1;  ///< batch of its epoch, from 0
  bool operator==(const Where&) const = default;
};

/// What a full-batch solver says of itself at the end.
struct SolverFacts {
  /// "evaluations used up", "gradient norm", "no progress", "ftol", "target reached", "a callback"
  /// or "start is not finite".
  std::string stopped_by;
  int64_t evaluations = 0, iterations = 0;
  double gradient_norm = 0;  ///< Euclidean, at the weights that the training ends with
  bool operator==(const SolverFacts&) const = default;
};

/// What was measured, a column a metric: one value after each epoch, NaN where it was not measured
/// then (validation_freq). "loss" is the running mean over the epoch's batches, penalties included,
/// each before its update; "learning_rate" is that of the epoch's last update. With a full-batch
/// solver an evaluation is an epoch: values are those at the point evaluated, and there is no
/// learning rate.
struct History {
  struct Column {
    std::string name;
    std::vector<double> values;
  };
  std::vector<Column> columns;
  /// Of every update, where FitOptions::batch_history asks for it.
  std::vector<double> batch_loss, batch_learning_rate;
  int64_t epochs = 0;
  int64_t steps = 0;
  Status status = Status::kCompleted;
  Where where;           ///< set where a value was not finite
  bool learned = false;  ///< loss below 95 % of the best constant's, as trained or without dropout
  /// With a full-batch solver: the epoch, from 1, at whose point the training has ended, which is
  /// the lowest loss's (or the target's, where `until` was reached). 0 for other optimizers.
  int64_t best_epoch = 0;
  std::optional<SolverFacts> solver;
  double seconds = 0;  ///< wall time; the one thing here that may differ between two runs

  /// The column of that name, or nullptr.
  [[nodiscard]] const std::vector<double>* find(const std::string& name) const {
    for (const Column& column : columns)
      if (column.name == name) return &column.values;
    return nullptr;
  }
};

}  // namespace gradus
