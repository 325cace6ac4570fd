#pragma once

#include <memory>
#include <string>
#include <vector>

#include "gradus/train/model.hpp"
#include "nn/stepper.hpp"
#include "train/augmented_feed.hpp"
#include "train/evaluator.hpp"

namespace gradus {

/// One training: the loop feeds batches, the program computes, listeners listen. Everything random
/// follows from the seed.
template <class T>
class Trainer : public Training {
 public:
  /// Weights in `state` are trained in place. `team` may be null.
  Trainer(const Network& network, const CompileOptions& compile, const FitOptions& fit,
          const data::Dataset& train, const data::Dataset& validation, engine::State<T>& state,
          ThreadTeam* team);

  /// Runs to the end. What the history says of `learned` and `diverged` is decided here.
  [[nodiscard]] History run();

  [[nodiscard]] const History& history() const override { return history_; }
  [[nodiscard]] int64_t epoch() const override { return epoch_; }
  [[nodiscard]] int64_t step() const override { return step_; }
  [[nodiscard]] double batch_loss() const override { return batch_loss_; }
  [[nodiscard]] double learning_rate() const override { return rate_; }
  void stop() override { stop_ = true; }
  void set_rate_factor(double factor) override { factor_ = factor; }
  [[nodiscard]] double rate_factor() const override { return factor_; }
  [[nodiscard]] std::vector<double> values() const override {
    return {state_.weights.begin(), state_.weights.end()};
  }
  void remember_weights() override { kept_ = state_.weights; }
  void recall_weights() override { state_.weights = kept_; }

 private:
  bool run_epoch();  // false if it diverged
  bool run_batch(const engine::Batch& batch, int64_t number);
  void record_epoch();
  void validate();
  void finish();
  [[nodiscard]] bool reached_target() const;
  [[nodiscard]] std::string name_divergence(const engine::Batch& batch) const;
  void add_column(const std::string& name);

  const Network& network_;
  const CompileOptions& compile_;
  const FitOptions& fit_;
  Feed feed_;
  AugmentedFeed augmented_;
  MetricSet metrics_;
  int64_t batch_size_, steps_per_epoch_, total_steps_, epochs_;
  engine::Program<T> program_;
  std::unique_ptr<Evaluator<T>> validator_;
  engine::State<T>& state_;
  Stepper stepper_;
  Schedule schedule_;
  TrainingLength length_;
  bool constant_rate_, penalised_, wants_batches_ = false;

  History history_;
  std::vector<uint32_t> order_;  // of the epoch's rows
  std::vector<T> predictions_;
  AlignedVector<T> kept_;
  std::vector<double> results_;
  int64_t epoch_ = 0, step_ = 0, done_rows_ = 0;
  double base_rate_ = 0, rate_ = 0, factor_ = 1, batch_loss_ = 0;
  double data_sum_ = 0, penalty_sum_ = 0;  // over the epoch's rows
  size_t validation_column_ = 0;
  bool stop_ = false, resident_ = false, validated_ = false;
};

}  // namespace gradus
