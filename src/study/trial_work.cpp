#include "study/trial_work.hpp"

#include <algorithm>
#include <limits>

#include "gradus/base/error.hpp"
#include "gradus/study/metric_names.hpp"
#include "nn/sample_weights.hpp"
#include "study/batches.hpp"
#include "study/scores.hpp"
#include "study/variant_error.hpp"

namespace gradus::study {
namespace {

FitOptions fit_options(const Plan& whole, const Prepared& data, uint64_t seed, int threads) {
  const TrainPlan& plan = whole.train;
  FitOptions fit = rules_of(whole);
  fit.augment = whole.data.augment;
  fit.batch_size = plan.batch_size;
  fit.epochs = std::max<int64_t>(plan.epochs, 1);
  fit.steps = plan.steps;
  fit.seed = seed;
  fit.validation = data.validation;
  fit.validation_freq = plan.validation_freq;
  fit.shuffle = plan.shuffle;
  fit.threads = threads;
  fit.class_weight = plan.class_weight;
  if (plan.balanced) {
    std::vector<int32_t> labels;
    for (int64_t i = 0; i < data.train.rows(); ++i) labels.push_back(data.train.label(i));
    fit.class_weight = balanced_class_weights(labels, data.train.classes());
  }
  return fit;
}

Prepared prepared(const Study& study, const DataShelf& shelf, const Job& job,
                  const DataPlan& plan) {
  try {
    return shelf.prepare(plan, job.seed, job.fold.value_or(0));
  } catch (const Error& e) {
    throw misfit(study, study.variants[job.variant], "data", e);
  }
}

}  // namespace

FitOptions rules_of(const Plan& plan) {
  FitOptions fit;
  fit.until = plan.train.until;
  for (const CallbackSpec& spec : plan.train.callbacks)
    fit.callbacks.push_back(make_callback(spec));
  return fit;
}

bool measures_test(const Study& study, size_t variant) {
  return !study.search || is_refit(study.variants[variant]);
}

TrialWork::TrialWork(const Study& study, const DataShelf& shelf, const Job& job, int threads)
    : plan_(plan_of(study, job)),
      data_(prepared(study, shelf, job, plan_.data)),
      model_(build_model(study, study.variants[job.variant], data_.train.shape())),
      recorder_(study, plan_, data_, model_, threads),
      threads_(threads),
      measures_test_(!data_.test.empty() && measures_test(study, job.variant)) {
  const Variant& variant = study.variants[job.variant];
  member_.model = &model_;
  member_.train = data_.train;
  member_.options = fit_options(plan_, data_, job.seed, threads);
  trial_.variant = job.variant;
  trial_.fold = job.fold;
  trial_.seed = job.seed;
  member_.options.batch_history = keeps_batches(study, job.variant);
  recorder_.listen(member_.options);
  try {
    model_.check(member_.train, member_.options);
  } catch (const Error& e) {
    throw misfit(study, variant, "train", e);
  }
}

void TrialWork::take_weights(const std::vector<double>& weights) {
  Together::set_values(model_, weights);
}

Trial TrialWork::finish() {
  Trial& trial = trial_;
  trial.history = std::move(member_.history);
  for (const History::Column& column : trial.history.columns) {
    if (column.values.empty()) continue;
    const auto best = static_cast<size_t>(trial.history.best_epoch);
    trial.metrics.emplace_back(column.name,
                               best > 0 ? column.values[best - 1] : column.values.back());
  }
  if (const std::optional<SolverFacts>& solver = trial.history.solver) {
    trial.metrics.emplace_back("evaluations", static_cast<double>(solver->evaluations));
    trial.metrics.emplace_back("iterations", static_cast<double>(solver->iterations));
    trial.metrics.emplace_back("gradient_norm", solver->gradient_norm);
  }
  if (measures_test_) {
    for (const auto& [name, value] : model_.evaluate(data_.test, threads_).values)
      trial.metrics.emplace_back("test_" + name, value);
  }
  recorder_.finish(model_, trial);
  if (trial.history.where != Where{}) {
    // What was measured before the weights blew up is not what came of the trial.
    for (auto& [name, value] : trial.metrics) value = std::numeric_limits<double>::quiet_NaN();
  }
  return std::move(trial_);
}

}  // namespace gradus::study
