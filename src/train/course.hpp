#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "gradus/train/model.hpp"
#include "io/checkpoint.hpp"
#include "nn/stepper.hpp"
#include "train/augmented_feed.hpp"
#include "train/evaluator.hpp"
#include "train/shown_values.hpp"

namespace gradus {

/// The course of one training: what batch comes next, what its sums mean, what the update is, and
/// when it ends. Who computes the sums and keeps the weights meanwhile is another's business.
/// Everything random follows from the seed.
template <class T>
class Course : public Training {
 public:
  /// Weights in `state` are trained in place. `team` may be null.
  Course(const Network& network, const CompileOptions& compile, const FitOptions& fit,
         const data::Dataset& train, const data::Dataset& validation, engine::State<T>& state,
         ThreadTeam* team);

  /// Where the weights are while they are trained elsewhere: `fetch` brings them into the state,
  /// `put` takes those of the state there.
  void keep_weights_at(std::function<void()> fetch, std::function<void()> put);

  /// What remembers the loss of the best constant prediction, for this course and others.
  void remember_in(BestConstant& best) { best_constant_ = &best; }

  /// Gives the optimizer its state; once, before the first batch.
  void begin();
  /// Puts down all that the training is between two steps, the weights being in the state. Whatever
  /// follows from the seed is not kept.
  void save(io::Checkpoint& to) const;
  /// Instead of begin(): goes on from there, with the same bits, here or in another course of the
  /// same training. Its planned length may be another where no schedule depends on that. Throws
  /// Error for a checkpoint of another training, and for one that is beyond the end of this.
  void restore(const io::Checkpoint& from);
  /// Whether the next batch is neither an epoch's first nor beyond its end.
  [[nodiscard]] bool mid_epoch() const {
    return in_epoch_ && !waiting_ && !stop_ && first_ > 0 && first_ < feed_.rows() &&
           step_ < total_steps_;
  }
  /// The next batch of the training, or nullptr at its end. Between two epochs it records,
  /// validates and tells the listeners.
  [[nodiscard]] const engine::Batch* next();
  /// What came of the batch: sums, and the penalties on its weights. False where the loss is not
  /// finite: the training is over, its weights are to stay as they are.
  [[nodiscard]] bool measured(const engine::Sums& sums, double penalty);
  /// This step's update, or of a plain course that of a step ahead.
  [[nodiscard]] engine::Update<T> rule(int64_t ahead = 0) {
    return stepper_.at<T>(step_ + 1 + ahead, rate_);
  }
  /// The update is done.
  void updated();
  /// After the last batch, with the weights in the state. What the history says of `learned` and
  /// `diverged` is decided here.
  [[nodiscard]] History finish();

  [[nodiscard]] engine::CompileOptions program_options() const;
  [[nodiscard]] const engine::Graph& graph() const { return network_.graph; }
  [[nodiscard]] engine::State<T>& state() { return state_; }
  [[nodiscard]] uint64_t seed() const { return fit_.seed; }
  [[nodiscard]] bool penalised() const { return penalised_; }
  /// Where predictions are to go that metrics need, or nullptr.
  [[nodiscard]] T* predictions() { return predictions_.empty() ? nullptr : predictions_.data(); }
  /// Whether every epoch is one batch that nobody looks into: no metric, listener, validation or
  /// penalty, and one rate for all steps.
  [[nodiscard]] bool plain() const { return plain_; }
  /// Whether rule() is the same at every step of a plain course.
  [[nodiscard]] bool steady() const { return stepper_.steady(); }
  /// How many epochs of a plain course, the present one included, nothing is to be decided in.
  [[nodiscard]] int64_t plain_epochs_ahead() const;
  /// For a plain course, instead of measured(), updated() and next(): so many epochs whose updates
  /// are done, at most plain_epochs_ahead(), with the sums of their losses, which become means.
  void plain_epochs(std::span<double> sums);
  /// Whether the batch given last was an epoch's first.
  [[nodiscard]] bool at_start() const { return number_ == 0; }

  [[nodiscard]] const History& history() const override { return history_; }
  [[nodiscard]] int64_t epoch() const override { return epoch_; }
  [[nodiscard]] int64_t step() const override { return step_; }
  [[nodiscard]] double batch_loss() const override { return batch_loss_; }
  [[nodiscard]] double learning_rate() const override { return rate_; }
  void stop() override { stop_ = true; }
  void set_rate_factor(double factor) override { factor_ = factor; }
  [[nodiscard]] double rate_factor() const override { return factor_; }
  [[nodiscard]] std::vector<double> values() const override {
    fetch();
    return shown_values(network_.graph, state_.weights);
  }
  void remember_weights() override {
    fetch();
    kept_ = state_.weights;
  }
  void recall_weights() override {
    state_.weights = kept_;
    if (put_) put_();
  }

 private:
  template <class Self, class V>
  static void numbers(Self& s, V&& visit) {
    visit("epoch", s.epoch_);
    visit("step", s.step_);
    visit("first", s.first_);
    visit("done_rows", s.done_rows_);
    visit("rate", s.rate_);
    visit("factor", s.factor_);
    visit("batch_loss", s.batch_loss_);
    visit("start_loss", s.start_loss_);
    visit("data_sum", s.data_sum_);
    visit("penalty_sum", s.penalty_sum_);
    visit("in_epoch", s.in_epoch_);
    visit("stop", s.stop_);
    visit("over", s.over_);
  }
  [[nodiscard]] io::Checkpoint own_fingerprint() const;
  void check_length(const io::Checkpoint& from) const;
  [[nodiscard]] double seconds() const;
  void begin_epoch();
  void order_epoch();
  void take_batch();
  void end_epoch();
  void record_epoch();
  void fetch() const {
    if (fetch_) fetch_();
  }
  void validate();
  void judge();
  [[nodiscard]] bool reached_target() const;
  [[nodiscard]] std::string name_divergence() const;
  void add_column(const std::string& name);

  const Network& network_;
  const CompileOptions& compile_;
  const FitOptions& fit_;
  Feed feed_;
  AugmentedFeed augmented_;
  MetricSet metrics_;
  int64_t batch_size_, steps_per_epoch_, total_steps_, epochs_;
  std::unique_ptr<Evaluator<T>> validator_;
  engine::State<T>& state_;
  Stepper stepper_;
  Schedule schedule_;
  TrainingLength length_;
  bool constant_rate_, penalised_, wants_batches_ = false;

  std::function<void()> fetch_, put_;
  BestConstant own_best_constant_, *best_constant_ = &own_best_constant_;
  History history_;
  std::chrono::steady_clock::time_point start_;
  engine::Batch batch_, seen_;      // the present one, and the same augmented
  int64_t first_ = 0, number_ = 0;  // its first row in the epoch's order, its number
  std::vector<uint32_t> order_;     // of the epoch's rows
  std::vector<T> predictions_;
  AlignedVector<T> kept_;
  std::vector<double> results_;
  int64_t epoch_ = 0, step_ = 0, done_rows_ = 0;
  double base_rate_ = 0, rate_ = 0, factor_ = 1, batch_loss_ = 0, start_loss_ = 0;
  double data_sum_ = 0, penalty_sum_ = 0;  // over the epoch's rows
  size_t validation_column_ = 0;
  bool plain_ = false, waiting_ = false;  // the batch given last has not been looked at
  bool stop_ = false, over_ = false, in_epoch_ = false, resident_ = false, validated_ = false;
};

}  // namespace gradus
