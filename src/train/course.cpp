#include "train/course.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

#include "gradus/base/error.hpp"
#include "gradus/base/random.hpp"

namespace gradus {
namespace {

constexpr double kNotMeasured = std::numeric_limits<double>::quiet_NaN();

int64_t outputs_of(const Network& network) {
  return network.graph.ops[static_cast<size_t>(network.graph.output)].size();
}

}  // namespace

template <class T>
Course<T>::Course(const Network& network, const CompileOptions& compile, const FitOptions& fit,
                  const data::Dataset& train, const data::Dataset& validation,
                  engine::State<T>& state, ThreadTeam* team)
    : network_(network),
      compile_(compile),
      fit_(fit),
      feed_(train, fit.class_weight),
      augmented_(feed_, fit.augment, fit.seed, team),
      metrics_(compile.metrics, compile.loss, outputs_of(network)),
      batch_size_(fit.batch_size == kAll ? feed_.rows() : std::min(fit.batch_size, feed_.rows())),
      steps_per_epoch_((feed_.rows() + batch_size_ - 1) / batch_size_),
      total_steps_(fit.steps > 0 ? fit.steps : fit.epochs * steps_per_epoch_),
      epochs_(fit.steps > 0 ? (fit.steps + steps_per_epoch_ - 1) / steps_per_epoch_ : fit.epochs),
      state_(state),
      stepper_(compile.optimizer),
      length_{steps_per_epoch_, total_steps_} {
  schedule_ = resolve(gradus::learning_rate(compile.optimizer).schedule, length_);
  const auto* constant = std::get_if<schedules::Constant>(&schedule_);
  constant_rate_ = constant && constant->warmup_steps.count == 0;
  penalised_ = std::any_of(network.graph.params.begin(), network.graph.params.end(),
                           [](const engine::Param& p) { return p.l1 > 0 || p.l2 > 0; });
  if (!validation.empty()) {
    validator_ =
        std::make_unique<Evaluator<T>>(network, compile.loss, compile.metrics, validation, team);
  }
  if (metrics_.needs_predictions())
    predictions_.resize(static_cast<size_t>(batch_size_ * outputs_of(network)));
  add_column("loss");
  if (penalised_) {
    add_column("data_loss");
    add_column("regularization_loss");
  }
  for (const std::string& name : metrics_.names()) add_column(name);
  add_column("learning_rate");
  if (validator_) {
    add_column("val_loss");
    if (penalised_) add_column("val_data_loss");
    for (const std::string& name : metrics_.names()) add_column("val_" + name);
  }
  for (const Callback& callback : fit.callbacks) {
    wants_batches_ = wants_batches_ || callback.listener().wants_batches();
    if (!callback.monitor().empty()) check_monitored(history_, callback.monitor());
  }
  if (fit.until) check_monitored(history_, fit.until->metric);
  plain_ = batch_size_ == feed_.rows() && history_.columns.size() == 2 && constant_rate_ &&
           fit.callbacks.empty() && !fit.batch_history && !augmented_.acts();
}

template <class T>
void Course<T>::add_column(const std::string& name) {
  history_.columns.push_back({name, {}});
  history_.columns.back().values.reserve(static_cast<size_t>(std::min<int64_t>(epochs_, 1 << 15)));
}

template <class T>
engine::CompileOptions Course<T>::program_options() const {
  engine::CompileOptions options;
  options.capacity = batch_size_;
  options.loss = lower(compile_.loss);
  options.metrics = metrics_.in_program();
  return options;
}

template <class T>
void Course<T>::keep_weights_at(std::function<void()> fetch, std::function<void()> put) {
  fetch_ = std::move(fetch);
  put_ = std::move(put);
}

template <class T>
void Course<T>::begin() {
  start_ = std::chrono::steady_clock::now();
  stepper_.prepare(state_);
  rate_ = base_rate_ = constant_rate_ ? rate_at(schedule_, 0, length_) : 0;
  for (const Callback& callback : fit_.callbacks) callback.listener().train_begin(*this);
}

template <class T>
const engine::Batch* Course<T>::next() {
  if (std::exchange(waiting_, false)) return &batch_;
  for (;;) {
    if (!in_epoch_) {
      if (over_ || stop_ || epoch_ >= epochs_) return nullptr;
      begin_epoch();
    }
    const bool stopped = stop_ && first_ > 0;
    if (first_ < feed_.rows() && step_ < total_steps_ && !stopped) break;
    end_epoch();
  }
  take_batch();
  if (wants_batches_) {
    for (const Callback& callback : fit_.callbacks) callback.listener().batch_begin(*this);
  }
  if (!augmented_.acts()) return &batch_;
  seen_ = augmented_.batch(batch_, epoch_);
  return &seen_;
}

template <class T>
int64_t Course<T>::plain_epochs_ahead() const {
  const int64_t left = epochs_ - epoch_;
  return fit_.until ? std::min(left, fit_.until->every - epoch_ % fit_.until->every) : left;
}

template <class T>
void Course<T>::plain_epochs(std::span<double> sums) {
  std::vector<double>&losses = history_.columns[0].values, &rates = history_.columns[1].values;
  const double rows = static_cast<double>(feed_.rows());
  const int64_t count = std::ssize(sums);
  if (step_ == 0 && count > 0) start_loss_ = sums[0] / rows;
  // By a power of two a division and a multiplication give the same bits.
  if (std::has_single_bit(static_cast<uint64_t>(feed_.rows()))) {
    for (double& sum : sums) sum *= 1 / rows;
  } else {
    for (double& sum : sums) sum /= rows;
  }
  if (count > 0) batch_loss_ = sums.back();
  losses.insert(losses.end(), sums.begin(), sums.end());
  rates.insert(rates.end(), sums.size(), rate_);
  history_.epochs += count;
  step_ += count;
  epoch_ += count;
  waiting_ = in_epoch_ = epoch_ < epochs_;
  if (count == 0 || !fit_.until || epoch_ % fit_.until->every != 0 || !reached_target()) return;
  history_.status = Status::kConverged;
  --epoch_;
  over_ = true;
  waiting_ = in_epoch_ = false;
}

template <class T>
void Course<T>::begin_epoch() {
  for (const Callback& callback : fit_.callbacks) callback.listener().epoch_begin(*this);
  in_epoch_ = true;
  data_sum_ = penalty_sum_ = 0;
  done_rows_ = 0;
  first_ = 0;
  metrics_.reset();
  order_epoch();
}

template <class T>
void Course<T>::order_epoch() {
  if (batch_size_ == feed_.rows()) return;
  order_ = feed_.dataset().row_index();
  if (fit_.shuffle) {
    Random(fit_.seed, Purpose::kShuffle, 0, static_cast<uint32_t>(epoch_)).shuffle(order_);
  }
}

template <class T>
void Course<T>::take_batch() {
  const int64_t rows = feed_.rows();
  if (batch_size_ == rows) {
    // The order of a batch of all samples changes nothing but rounding: they keep theirs, and small
    // ones stay in the arena.
    batch_ = feed_.batch(0, rows);
    batch_.same_as_before = resident_;
    resident_ = true;
    number_ = 0;
  } else {
    batch_ = feed_.gather(order_.data() + first_, std::min(batch_size_, rows - first_));
    number_ = first_ / batch_size_;
  }
  first_ += batch_size_;
}

template <class T>
bool Course<T>::measured(const engine::Sums& sums, double penalty) {
  waiting_ = false;
  const double rows = static_cast<double>(sums.rows);
  batch_loss_ = sums.loss / rows + penalty;
  if (!std::isfinite(batch_loss_)) {
    history_.where = {step_, name_divergence(), number_};
    history_.status = Status::kDiverged;
    in_epoch_ = false;
    over_ = true;
    return false;
  }
  if (step_ == 0) start_loss_ = sums.loss / rows;
  data_sum_ += sums.loss;
  penalty_sum_ += penalty * rows;
  done_rows_ += sums.rows;
  if (!metrics_.names().empty())
    metrics_.add(sums, feed_.weight(batch_), feed_, batch_, predictions_.data());
  if (!constant_rate_) {
    base_rate_ = rate_at(schedule_, step_, length_);
    if (!(base_rate_ >= 0) || std::isinf(base_rate_))
      throw Error("learning_rate",
                  fmt::format("the schedule gives {} at step {}", base_rate_, step_),
                  "give one that stays a number from 0");
  }
  rate_ = base_rate_ * factor_;
  return true;
}

template <class T>
void Course<T>::updated() {
  ++step_;
  if (fit_.batch_history) {
    history_.batch_loss.push_back(batch_loss_);
    history_.batch_learning_rate.push_back(rate_);
  }
  if (wants_batches_) {
    for (const Callback& callback : fit_.callbacks) callback.listener().batch_end(*this);
  }
}

template <class T>
void Course<T>::end_epoch() {
  in_epoch_ = false;
  record_epoch();
  for (const Callback& callback : fit_.callbacks) callback.listener().epoch_end(*this);
  if (stop_) history_.status = Status::kStopped;
  if (fit_.until && (epoch_ + 1) % fit_.until->every == 0 && reached_target()) {
    history_.status = Status::kConverged;
    over_ = true;
    return;
  }
  ++epoch_;
}

template <class T>
History Course<T>::finish() {
  for (const Callback& callback : fit_.callbacks) callback.listener().train_end(*this);
  history_.steps = step_;
  judge();
  history_.seconds = seconds();
  return std::move(history_);
}

template <class T>
double Course<T>::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

template <class T>
void Course<T>::record_epoch() {
  const double rows = static_cast<double>(done_rows_);
  size_t column = 0;
  const auto put = [&](double v) { history_.columns[column++].values.push_back(v); };
  put(penalised_ ? (data_sum_ + penalty_sum_) / rows : data_sum_ / rows);
  if (penalised_) {
    put(data_sum_ / rows);
    put(penalty_sum_ / rows);
  }
  if (!metrics_.names().empty()) {
    metrics_.results(results_);
    for (const double v : results_) put(v);
  }
  put(rate_);
  ++history_.epochs;
  if (!validator_) return;
  validation_column_ = column;
  while (column < history_.columns.size()) put(kNotMeasured);
  validated_ = (epoch_ + 1) % fit_.validation_freq == 0 || epoch_ + 1 == epochs_;
  if (validated_) validate();
}

// Fills the validation columns of the last epoch recorded.
template <class T>
void Course<T>::validate() {
  size_t column = validation_column_;
  const auto put = [&](double v) { history_.columns[column++].values.back() = v; };
  fetch();
  const typename Evaluator<T>::Result result = validator_->run(state_.weights.data());
  put(result.loss);
  if (penalised_) put(result.data_loss);
  for (const double v : result.metrics) put(v);
  validated_ = true;
}

template <class T>
bool Course<T>::reached_target() const {
  const double value = monitored(history_, fit_.until->metric);
  return larger_is_better(fit_.until->metric) ? value >= fit_.until->value
                                              : value <= fit_.until->value;
}

template <class T>
std::string Course<T>::name_divergence() const {
  fetch();
  engine::CompileOptions options = program_options();
  options.metrics.clear();
  options.fuse = false;
  engine::Program<T> plain(network_.graph, options);
  return plain.first_not_finite(state_.weights.data(), augmented_.acts() ? seen_ : batch_,
                                fit_.seed, static_cast<uint32_t>(step_));
}

template <class T>
void Course<T>::judge() {
  if (history_.status == Status::kDiverged) return;
  for (const engine::Param& p : network_.graph.params) {
    const T* w = state_.weights.data() + p.offset;
    if (!std::all_of(w, w + p.size(), [](T v) { return std::isfinite(v); })) {
      history_.status = Status::kDiverged;
      history_.where = {step_, p.name.substr(0, p.name.rfind('/')), -1};
      return;
    }
  }
  const std::vector<double>* losses = history_.find(penalised_ ? "data_loss" : "loss");
  if (losses->empty()) return;
  const double best = best_constant_->of(feed_, compile_.loss, outputs_of(network_));
  double last = losses->back();
  // What only dropout and noise hide it has learned all the same: they are off when it predicts.
  if (last >= 0.95 * best && draws(network_.graph))
    last = std::min(last, predicting_loss(network_, compile_.loss, feed_, state_.weights.data()));
  history_.learned = last < 0.95 * best;
  // A network that began far off and has come nearer since has not diverged.
  if (last > 2 * std::max(best, start_loss_) && history_.status != Status::kConverged)
    history_.status = Status::kDiverged;
}

template class Course<float>;
template class Course<double>;

}  // namespace gradus
