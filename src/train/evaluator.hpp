#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/program.hpp"
#include "gradus/nn/metric_accumulator.hpp"
#include "gradus/nn/metrics.hpp"
#include "nn/network.hpp"
#include "train/feed.hpp"

namespace gradus {

/// The metrics of a model: those that programs sum themselves, and the rest, which are computed
/// from predictions.
class MetricSet {
 public:
  MetricSet(const std::vector<Metric>& metrics, const Loss& loss, int64_t outputs);

  /// What a program is to sum, in the order of `metrics`, those it cannot left out.
  [[nodiscard]] const std::vector<engine::MetricKind>& in_program() const { return kinds_; }
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] bool needs_predictions() const { return !rest_.empty(); }

  void reset();
  /// Adds a batch: a program's sums, and predictions [rows][outputs] where they are needed.
  template <class T>
  void add(const engine::Sums& sums, double weight, const Feed& feed, const engine::Batch& batch,
           const T* predictions);
  /// Results in the order of names(), after all batches.
  void results(std::vector<double>& values) const;

  /// What has been added so far, for a checkpoint.
  [[nodiscard]] std::vector<double> sums() const;
  /// Goes on from there. Throws Error where these are sums of other metrics.
  void set_sums(const std::vector<double>& sums);

 private:
  struct Slot {
    int program = -1;  // index of the program's sum, or
    int rest = -1;     // of the accumulator
  };
  std::vector<std::string> names_;
  std::vector<Slot> slots_;
  std::vector<engine::MetricKind> kinds_;
  std::vector<MetricAccumulator> rest_;
  int64_t outputs_;
  double sums_[engine::Sums::kMostMetrics] = {};
  double weight_ = 0;
};

/// Whether a network trains with dropout or noise, which are off when it predicts.
[[nodiscard]] bool draws(const engine::Graph& graph);
/// The mean loss over all rows of a network as it predicts, penalties left out.
template <class T>
[[nodiscard]] double predicting_loss(const Network& network, const Loss& loss, const Feed& feed,
                                     const T* weights);

/// Measures loss and metrics over one data set, again and again: the program is compiled once.
template <class T>
class Evaluator {
 public:
  Evaluator(const Network& network, const Loss& loss, const std::vector<Metric>& metrics,
            const data::Dataset& dataset, ThreadTeam* team);

  struct Result {
    double loss = 0;       ///< with penalties
    double data_loss = 0;  ///< without
    std::vector<double> metrics;
  };
  [[nodiscard]] Result run(const T* weights);
  [[nodiscard]] const std::vector<std::string>& names() const { return metrics_.names(); }

 private:
  Feed feed_;
  MetricSet metrics_;
  engine::Program<T> program_;
  std::vector<T> predictions_;
};

}  // namespace gradus
