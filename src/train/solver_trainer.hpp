#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gradus/train/model.hpp"
#include "train/evaluator.hpp"
#include "train/shown_values.hpp"
#include "train/solvers/solver.hpp"
#include "train/watch.hpp"

namespace gradus {

/// A solver needs one and the same function at every evaluation, and moves all weights freely:
/// throws Error for dropout, noise, augments, batch normalisation and constraints.
void check_solvable(const Network& network, const FitOptions& fit);

/// One training by a full-batch solver, in double: an evaluation of loss and gradient on all
/// samples counts as an epoch. It ends at the best point found.
class SolverTrainer : public Training {
 public:
  /// Weights in `state` are trained in place. `team` may be null. The network must pass
  /// check_solvable.
  SolverTrainer(const Network& network, const CompileOptions& compile, const FitOptions& fit,
                const data::Dataset& train, const data::Dataset& validation,
                engine::State<double>& state, ThreadTeam* team);

  /// Tells the listeners; once, before run().
  void begin();
  /// Instead of begin(): goes on from there, with the same bits. The evaluations allowed are those
  /// of this training. Throws Error for a checkpoint of another training.
  void restore(const io::Checkpoint& from);
  /// Puts down all that the training is between two evaluations.
  void save(io::Checkpoint& to) const;
  /// To the end; nothing where `watch`, which may be null, pauses it.
  [[nodiscard]] std::optional<History> run(const Watch* watch);

  [[nodiscard]] const History& history() const override { return history_; }
  [[nodiscard]] int64_t epoch() const override { return epoch_; }
  [[nodiscard]] int64_t step() const override { return history_.epochs; }
  [[nodiscard]] double batch_loss() const override { return loss_; }
  [[nodiscard]] double learning_rate() const override;
  void stop() override { stop_ = true; }
  void set_rate_factor(double) override;
  [[nodiscard]] double rate_factor() const override { return 1; }
  [[nodiscard]] std::vector<double> values() const override {
    return shown_values(network_.graph, state_.weights);
  }
  void remember_weights() override { kept_ = state_.weights; }
  void recall_weights() override { state_.weights = kept_; }

 private:
  template <class Self, class V>
  static void numbers(Self& s, V&& visit) {
    visit("epoch", s.epoch_);
    visit("loss", s.loss_);
    visit("stop", s.stop_);
    visit("converged", s.converged_);
  }
  [[nodiscard]] io::Checkpoint own_fingerprint() const;
  [[nodiscard]] double seconds() const;
  void add_columns();
  void evaluate();
  void record(const engine::Sums& sums, double penalty);
  void validate(size_t row);
  void end_at_best();
  void finish();
  [[nodiscard]] bool reached_target() const;
  [[nodiscard]] std::string name_divergence() const;

  const Network& network_;
  const CompileOptions& compile_;
  const FitOptions& fit_;
  Feed feed_;
  MetricSet metrics_;
  engine::Program<double> program_;
  std::unique_ptr<Evaluator<double>> validator_;
  engine::State<double>& state_;
  solvers::Solver solver_;
  bool penalised_, wants_batches_ = false;

  History history_;
  std::chrono::steady_clock::time_point start_;
  std::vector<double> predictions_, results_;
  AlignedVector<double> kept_;
  double loss_ = 0, gradient_norm_ = 0;  // of the last evaluation
  int64_t epoch_ = 0;
  size_t validation_column_ = 0;
  bool stop_ = false, converged_ = false, resident_ = false;
};

}  // namespace gradus
