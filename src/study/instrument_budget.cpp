#include "study/instrument_budget.hpp"

#include <algorithm>

namespace gradus::study {
namespace {

using When = InstrumentSpec::When;

bool of_whole_set(const InstrumentSpec& spec) {
  return spec.kind == "collapse" || spec.samples == 0;
}

bool hands_on(const std::string& kind) {
  return kind == "flatten" || kind == "reshape" || kind == "gaussian_noise" || kind == "dropout" ||
         kind == "spatial_dropout2d";
}

// Updates that a plan asks for; a solver's evaluations.
int64_t steps_of(const TrainPlan& plan, int64_t steps_per_epoch) {
  if (plan.steps > 0) return plan.steps;
  if (plan.epochs > 0) return plan.epochs * steps_per_epoch;
  return std::max<int64_t>(max_evaluations(plan.optimizer), 1);
}

}  // namespace

bool is_drawn(const Study& study, const InstrumentSpec& spec) {
  return std::any_of(study.figures.begin(), study.figures.end(), [&](const FigureSpec& figure) {
    return figure.kind == "violin" && !figure.y.empty() && figure.y[0].name == spec.name;
  });
}

const data::Dataset& chosen_set(const InstrumentSpec& spec, const Prepared& sets) {
  if (spec.data == "validation" && !sets.validation.empty()) return sets.validation;
  return spec.data == "train" || sets.test.empty() ? sets.train : sets.test;
}

InstrumentBudget::InstrumentBudget(const Study& study, const Plan& plan, const Summary& network,
                                   const Prepared& data)
    : data_(data) {
  for (const InstrumentSpec& spec : study.instruments)
    if (spec.when == When::kFree) free_.push_back({spec, is_drawn(study, spec)});
  forward_ = network.multiply_adds;
  for (const Summary::Row& row : network.rows)
    if (!hands_on(row.kind)) values_ += static_cast<double>(row.output.size());
  inputs_ = static_cast<double>(network.input.size());
  weights_ = static_cast<double>(network.parameters);
  for (const Summary::Row& row : network.rows)
    if (row.kind == "batch_normalization") norms_ += static_cast<double>(row.parameters);

  const int64_t rows = data.train.rows();
  const bool solver = max_evaluations(plan.train.optimizer) > 0;
  const int64_t batch =
      solver || plan.train.batch_size == 0 ? rows : std::min(plan.train.batch_size, rows);
  steps_per_epoch_ = (rows + batch - 1) / batch;
  planned_steps_ = steps_of(plan.train, steps_per_epoch_);
  // Forward, and the gradient of every weight; what goes down is not in the first layer's.
  step_work_ = 2 * forward_ * static_cast<double>(rows) / static_cast<double>(steps_per_epoch_);
  samples_ = affordable(kShare * training_work(planned_steps_));
}

double InstrumentBudget::training_work(int64_t steps) const {
  return static_cast<double>(steps) * step_work_;
}

double InstrumentBudget::look_work(const Free& instrument, int64_t samples) const {
  const InstrumentSpec& spec = instrument.spec;
  const double told = instrument.drawn ? 2 * kTold : kTold;
  if (spec.kind == "weights") return kLook + told * weights_;
  if (spec.kind == "batch_normalization") return kLook + told * norms_;
  if (spec.kind == "update_ratio") return kLook + 3 * kSeen * weights_;
  const int64_t rows = chosen_set(spec, data_).rows();
  const auto n = static_cast<double>(of_whole_set(spec) ? rows : std::min(samples, rows));
  const double seen = n * (forward_ + kSeen * values_);
  if (spec.kind == "activations") return kLook + seen + told * n * values_;
  if (spec.kind != "gradients") return kLook + seen;
  const double values = spec.of == GradientOf::kWeights       ? weights_
                        : spec.of == GradientOf::kActivations ? n * values_
                                                              : n * inputs_;
  return kLook + 3 * seen + told * values;
}

double InstrumentBudget::look_work(int64_t samples) const {
  if (free_.empty()) return 0;
  double work = 2 * kSeen * weights_;  // the copy that is looked at is moved there
  for (const Free& instrument : free_)
    work +=
        look_work(instrument, instrument.spec.samples_given ? instrument.spec.samples : samples);
  return work;
}

int64_t InstrumentBudget::affordable(double work) const {
  work = std::max(work, kLeastWork);
  int64_t low = kFewestSamples, high = kMostSamples;
  while (low < high) {
    const int64_t middle = (low + high + 1) / 2;
    if (look_work(middle) <= work) {
      low = middle;
    } else {
      high = middle - 1;
    }
  }
  return low;
}

bool InstrumentBudget::may_grant() const {
  return !free_.empty() && planned_steps_ > steps_per_epoch_ &&
         2 * look_work(samples_) <= kShare * training_work(planned_steps_);
}

bool InstrumentBudget::grants(int64_t epoch, int64_t steps) {
  if (free_.empty() || (epoch & (epoch - 1)) != 0) return false;
  const double look = look_work(samples_);
  if (spent_ + 2 * look > kShare * training_work(steps)) return false;
  spent_ += look;
  return true;
}

int64_t InstrumentBudget::samples(const InstrumentSpec& spec) const {
  const bool own = spec.when != When::kFree || spec.samples_given || of_whole_set(spec);
  return own ? spec.samples : samples_;
}

int64_t InstrumentBudget::samples_at_end(const InstrumentSpec& spec, int64_t steps) const {
  const int64_t samples = this->samples(spec);
  const bool own = spec.when != When::kFree || spec.samples_given || of_whole_set(spec);
  return own ? samples : std::min(samples, affordable(kShare * training_work(steps) - spent_));
}

}  // namespace gradus::study
