#include "gradus/study/run.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <limits>
#include <mutex>
#include <thread>

#include "base/threads.hpp"
#include "gradus/base/error.hpp"
#include "gradus/study/metric_names.hpp"
#include "nn/sample_weights.hpp"
#include "study/batches.hpp"
#include "study/instruments.hpp"

namespace gradus::study {
namespace {

FitOptions fit_options(const Plan& whole, const Prepared& data, uint64_t seed, int threads) {
  const TrainPlan& plan = whole.train;
  FitOptions fit;
  fit.augment = whole.data.augment;
  fit.batch_size = plan.batch_size;
  fit.epochs = std::max<int64_t>(plan.epochs, 1);
  fit.steps = plan.steps;
  fit.seed = seed;
  fit.validation = data.validation;
  fit.validation_freq = plan.validation_freq;
  fit.until = plan.until;
  fit.shuffle = plan.shuffle;
  fit.threads = threads;
  for (const CallbackSpec& spec : plan.callbacks) fit.callbacks.push_back(make_callback(spec));
  fit.class_weight = plan.class_weight;
  if (plan.balanced) {
    std::vector<int32_t> labels;
    for (int64_t i = 0; i < data.train.rows(); ++i) labels.push_back(data.train.label(i));
    fit.class_weight = balanced_class_weights(labels, data.train.classes());
  }
  return fit;
}

Trial train(const Study& study, const DataShelf& shelf, const RunOptions& options, size_t variant,
            uint64_t seed, int threads) {
  const Plan& plan = study.variants[variant].plan;
  const Prepared data = shelf.prepare(plan.data, seed);
  Model model = build_model(study, study.variants[variant], data.train.shape());
  Trial trial;
  trial.variant = variant;
  trial.seed = seed;
  FitOptions fit = fit_options(plan, data, seed, threads);
  fit.batch_history = keeps_batches(study, variant);
  InstrumentRecorder recorder(study, plan, data, model, threads);
  recorder.listen(fit);
  trial.history = model.fit(data.train, fit);
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
  if (!data.test.empty()) {
    for (const auto& [name, value] : model.evaluate(data.test, threads).values)
      trial.metrics.emplace_back("test_" + name, value);
  }
  recorder.finish(model, trial);
  if (trial.history.where != Where{}) {
    // What was measured before the weights blew up is not what came of the trial.
    for (auto& [name, value] : trial.metrics) value = std::numeric_limits<double>::quiet_NaN();
  }
  if (options.trained) options.trained(trial, model, data);
  return trial;
}

}  // namespace

Model build_model(const Study& study, const Variant& variant, const Shape& input) {
  const std::string name = text(variant.key);
  const std::string place = study.file + ": model" + (name.empty() ? "" : " (" + name + ")");
  if (variant.plan.input && *variant.plan.input != input) {
    throw Error(place + ".input", variant.plan.input->text() + ", but the data has " + input.text(),
                "remove it, or change the data");
  }
  try {
    Model model(Input(input), variant.plan.layers);
    const TrainPlan& train = variant.plan.train;
    model.compile({.loss = train.loss,
                   .optimizer = train.optimizer,
                   .metrics = metrics_of(train),
                   .float64 = train.float64});
    return model;
  } catch (const Error& e) {
    throw Error(place, std::string(e.place()) + " " + e.reason(), e.mend());
  }
}

Results run(const Study& study, const DataShelf& shelf, const RunOptions& options) {
  std::vector<std::pair<size_t, uint64_t>> jobs;
  for (size_t v = 0; v < study.variants.size(); ++v) {
    if (study.variants[v].same_as) continue;
    for (const uint64_t seed : study.seeds) jobs.emplace_back(v, seed);
  }
  Results results;
  results.trials.resize(jobs.size());
  const int processors_here = options.threads > 0 ? options.threads : processors();
  const int workers = std::max(1, std::min(processors_here, static_cast<int>(jobs.size())));
  std::atomic<size_t> next{0};
  std::atomic<bool> failed{false};
  std::exception_ptr error;
  std::mutex lock;
  size_t done = 0;
  const auto work = [&] {
    while (!failed) {
      const size_t job = next++;
      if (job >= jobs.size()) return;
      // The last trials share the processors that would be left over.
      const int left =
          static_cast<int>(std::min<size_t>(jobs.size() - job, static_cast<size_t>(workers)));
      const int inner = std::max(1, processors_here / left);
      try {
        results.trials[job] =
            train(study, shelf, options, jobs[job].first, jobs[job].second, inner);
        const std::lock_guard guard(lock);
        ++done;
        if (options.progress) options.progress(done, jobs.size(), results.trials[job]);
      } catch (...) {
        const std::lock_guard guard(lock);
        if (!failed.exchange(true)) error = std::current_exception();
      }
    }
  };
  std::vector<std::thread> threads;
  for (int i = 1; i < workers; ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  if (error) std::rethrow_exception(error);
  return results;
}

}  // namespace gradus::study
