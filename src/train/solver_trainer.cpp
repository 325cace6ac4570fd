#include "train/solver_trainer.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "gradus/base/error.hpp"
#include "train/solvers/vectors.hpp"

namespace gradus {
namespace {

constexpr double kNotMeasured = std::numeric_limits<double>::quiet_NaN();

engine::CompileOptions train_options(const Loss& loss, const std::vector<engine::MetricKind>& kinds,
                                     int64_t rows) {
  engine::CompileOptions options;
  options.capacity = rows;
  options.loss = lower(loss);
  options.metrics = kinds;
  return options;
}

int64_t outputs_of(const Network& network) {
  return network.graph.ops[static_cast<size_t>(network.graph.output)].size();
}

}  // namespace

void check_solvable(const Network& network, const FitOptions& fit) {
  const std::string mend = "use another optimizer, or leave it out";
  for (const engine::Op& op : network.graph.ops) {
    const bool draws =
        op.kind == engine::OpKind::kDropout || op.kind == engine::OpKind::kGaussianNoise;
    if (draws && op.alpha > 0)
      throw Error("[" + op.name + "]", "draws anew each time; a full-batch solver cannot train it",
                  mend);
    if (op.kind == engine::OpKind::kBatchNorm)
      throw Error("[" + op.name + "]",
                  "keeps moving statistics, which a full-batch solver does not move", mend);
  }
  for (const engine::Param& p : network.graph.params) {
    if (p.limit != engine::Param::Limit::kNone)
      throw Error("[" + p.name + "]", "has a constraint, which a full-batch solver does not keep",
                  mend);
  }
  if (!fit.augment.empty())
    throw Error("augment", "draws anew each epoch; a full-batch solver cannot train on it", mend);
}

namespace {

solvers::Vector trained(const Network& network, const engine::State<double>& state) {
  const auto begin = state.weights.begin();
  return {begin, begin + network.graph.weights()};
}

}  // namespace

SolverTrainer::SolverTrainer(const Network& network, const CompileOptions& compile,
                             const FitOptions& fit, const data::Dataset& train,
                             const data::Dataset& validation, engine::State<double>& state,
                             ThreadTeam* team)
    : network_(network),
      compile_(compile),
      fit_(fit),
      feed_(train, fit.class_weight),
      metrics_(compile.metrics, compile.loss, outputs_of(network)),
      program_(network.graph, train_options(compile.loss, metrics_.in_program(), feed_.rows()),
               team),
      state_(state),
      solver_(solvers::make_solver(compile.optimizer, trained(network, state))) {
  penalised_ = std::any_of(network.graph.params.begin(), network.graph.params.end(),
                           [](const engine::Param& p) { return p.l1 > 0 || p.l2 > 0; });
  if (!validation.empty()) {
    validator_ = std::make_unique<Evaluator<double>>(network, compile.loss, compile.metrics,
                                                     validation, team);
  }
  if (metrics_.needs_predictions())
    predictions_.resize(static_cast<size_t>(feed_.rows() * outputs_of(network)));
  add_columns();
  for (const Callback& callback : fit.callbacks) {
    wants_batches_ = wants_batches_ || callback.listener().wants_batches();
    if (!callback.monitor().empty()) check_monitored(history_, callback.monitor());
  }
  if (fit.until) check_monitored(history_, fit.until->metric);
}

void SolverTrainer::add_columns() {
  const auto add = [&](const std::string& name) { history_.columns.push_back({name, {}}); };
  add("loss");
  if (penalised_) {
    add("data_loss");
    add("regularization_loss");
  }
  for (const std::string& name : metrics_.names()) add(name);
  validation_column_ = history_.columns.size();
  if (!validator_) return;
  add("val_loss");
  if (penalised_) add("val_data_loss");
  for (const std::string& name : metrics_.names()) add("val_" + name);
}

double SolverTrainer::learning_rate() const {
  return kNotMeasured;
}

void SolverTrainer::set_rate_factor(double) {
  throw Error("callbacks", "a full-batch solver has no learning rate",
              "remove reduce_lr_on_plateau");
}

void SolverTrainer::begin() {
  start_ = std::chrono::steady_clock::now();
  for (const Callback& callback : fit_.callbacks) callback.listener().train_begin(*this);
}

std::optional<History> SolverTrainer::run(const Watch* watch) {
  for (; solvers::account(solver_).running() && !stop_ && !converged_; ++epoch_) {
    if (pauses(watch, [&](io::Checkpoint& to) { save(to); })) return std::nullopt;
    for (const Callback& callback : fit_.callbacks) callback.listener().epoch_begin(*this);
    evaluate();
    if (solvers::account(solver_).stopped_by == solvers::StoppedBy::kNotFinite) {
      history_.status = Status::kDiverged;
      history_.where = {0, name_divergence(), 0};
      break;
    }
    for (const Callback& callback : fit_.callbacks) callback.listener().epoch_end(*this);
    if (stop_) history_.status = Status::kStopped;
    converged_ = fit_.until && (epoch_ + 1) % fit_.until->every == 0 && reached_target();
    if (converged_) history_.status = Status::kConverged;
  }
  if (history_.status != Status::kDiverged) end_at_best();
  for (const Callback& callback : fit_.callbacks) callback.listener().train_end(*this);
  history_.steps = history_.epochs;
  finish();
  history_.seconds = seconds();
  return std::move(history_);
}

double SolverTrainer::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

// Loss, gradient and metrics at the point that the solver asks for.
void SolverTrainer::evaluate() {
  if (wants_batches_) {
    for (const Callback& callback : fit_.callbacks) callback.listener().batch_begin(*this);
  }
  const solvers::Vector& point = solvers::point(solver_);
  std::copy(point.begin(), point.end(), state_.weights.begin());
  engine::Batch batch = feed_.batch(0, feed_.rows());
  batch.same_as_before = std::exchange(resident_, true);
  const engine::Sums sums = program_.gradient(state_.weights.data(), batch, fit_.seed, 0,
                                              predictions_.empty() ? nullptr : predictions_.data());
  const double penalty = penalised_ ? program_.penalty(state_.weights.data()) : 0;
  loss_ = sums.loss / static_cast<double>(sums.rows) + penalty;
  const std::span<const double> gradient = program_.gradient().first(point.size());
  gradient_norm_ = solvers::norm(gradient);
  if (!metrics_.names().empty() && std::isfinite(loss_)) {
    metrics_.reset();
    metrics_.add(sums, feed_.weight(batch), feed_, batch, predictions_.data());
  }
  solvers::tell(solver_, loss_, gradient);
  if (solvers::account(solver_).stopped_by == solvers::StoppedBy::kNotFinite) return;
  record(sums, penalty);
  if (wants_batches_) {
    for (const Callback& callback : fit_.callbacks) callback.listener().batch_end(*this);
  }
}

void SolverTrainer::record(const engine::Sums& sums, double penalty) {
  size_t column = 0;
  const auto put = [&](double v) { history_.columns[column++].values.push_back(v); };
  put(loss_);
  if (penalised_) {
    put(sums.loss / static_cast<double>(sums.rows));
    put(penalty);
  }
  if (!metrics_.names().empty()) {
    metrics_.results(results_);
    for (const double v : results_) put(std::isfinite(loss_) ? v : kNotMeasured);
  }
  while (column < history_.columns.size()) put(kNotMeasured);
  if (fit_.batch_history) {
    history_.batch_loss.push_back(loss_);
    history_.batch_learning_rate.push_back(kNotMeasured);
  }
  ++history_.epochs;
  if (validator_ && (epoch_ + 1) % fit_.validation_freq == 0)
    validate(static_cast<size_t>(history_.epochs) - 1);
}

// Fills the validation columns of a row, for the weights as they are.
void SolverTrainer::validate(size_t row) {
  size_t column = validation_column_;
  const auto put = [&](double v) { history_.columns[column++].values[row] = v; };
  const Evaluator<double>::Result result = validator_->run(state_.weights.data());
  put(result.loss);
  if (penalised_) put(result.data_loss);
  for (const double v : result.metrics) put(v);
}

bool SolverTrainer::reached_target() const {
  const double value = monitored(history_, fit_.until->metric);
  return larger_is_better(fit_.until->metric) ? value >= fit_.until->value
                                              : value <= fit_.until->value;
}

// The weights are those of the lowest loss; of the target, where that was reached.
void SolverTrainer::end_at_best() {
  const solvers::Account& account = solvers::account(solver_);
  history_.best_epoch = account.best_evaluation;
  if (converged_) {
    history_.best_epoch = history_.epochs;
  } else {
    std::copy(account.best.begin(), account.best.end(), state_.weights.begin());
  }
  const auto row = static_cast<size_t>(history_.best_epoch) - 1;
  if (validator_ && std::isnan(history_.columns[validation_column_].values[row])) validate(row);
}

void SolverTrainer::finish() {
  const solvers::Account& account = solvers::account(solver_);
  history_.solver = {.stopped_by = solvers::words_of(account.stopped_by),
                     .evaluations = account.evaluations,
                     .iterations = account.iterations,
                     .gradient_norm = account.gradient_norm};
  if (converged_) {
    history_.solver->stopped_by = "target reached";
    history_.solver->gradient_norm = gradient_norm_;
  } else if (stop_) {
    history_.solver->stopped_by = "a callback";
  }
  if (history_.status == Status::kDiverged) return;
  const double loss = (*history_.find(
      penalised_ ? "data_loss" : "loss"))[static_cast<size_t>(history_.best_epoch - 1)];
  const double best = best_constant_loss(feed_, compile_.loss, outputs_of(network_));
  history_.learned = loss < 0.95 * best;
  if (loss > 2 * best && history_.status != Status::kConverged) history_.status = Status::kDiverged;
}

std::string SolverTrainer::name_divergence() const {
  engine::CompileOptions options = train_options(compile_.loss, {}, feed_.rows());
  options.fuse = false;
  engine::Program<double> plain(network_.graph, options);
  return plain.first_not_finite(state_.weights.data(), feed_.batch(0, feed_.rows()), fit_.seed, 0);
}

}  // namespace gradus
