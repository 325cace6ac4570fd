// What a fit needs before its first step.
#include <algorithm>
#include <cmath>

#include "gradus/base/error.hpp"
#include "train/adapt.hpp"
#include "train/feed.hpp"
#include "train/model_state.hpp"
#include "train/progress.hpp"
#include "train/solver_trainer.hpp"

namespace gradus {
namespace {

void check_options(const FitOptions& fit, const data::Dataset& train) {
  if (fit.batch_size < 0)
    throw Error("batch_size", std::to_string(fit.batch_size) + " is no batch size",
                "give a whole number from 1, or \"all\"");
  if (fit.steps < 0)
    throw Error("steps", "is negative", "give a number of updates, or 0 to count epochs");
  if (fit.steps == 0 && fit.epochs <= 0)
    throw Error("epochs", "nothing to train", "give at least one epoch");
  if (fit.validation_freq < 1)
    throw Error("validation_freq", "must be at least 1", "measure every epoch with 1");
  if (fit.until && fit.until->every < 1)
    throw Error("until.every", "must be at least 1", "look after every epoch with 1");
  if (fit.validation_split < 0 || fit.validation_split >= 1)
    throw Error("validation_split", "is no share", "give a number from 0, below 1");
  if (train.empty()) throw Error("data", "there are no samples", "give at least one");
}

// Where a metric is watched that nobody measures, say so before any work.
void check_monitors(const FitOptions& fit, bool validated) {
  for (const Callback& callback : fit.callbacks) {
    if (callback.monitor().rfind("val_", 0) == 0 && !validated) {
      throw Error("callbacks", callback.monitor() + " needs validation samples",
                  "give data.validation");
    }
  }
  if (fit.until && fit.until->metric.rfind("val_", 0) == 0 && !validated) {
    throw Error("until", fit.until->metric + " needs validation samples", "give data.validation");
  }
}

std::vector<uint32_t> counted(int64_t from, int64_t to) {
  std::vector<uint32_t> rows;
  for (int64_t i = from; i < to; ++i) rows.push_back(static_cast<uint32_t>(i));
  return rows;
}

}  // namespace

void Model::State::initialize(uint64_t seed) {
  std::vector<double> drawn(static_cast<size_t>(network.graph.values()));
  gradus::initialize(network, seed, drawn);
  fill(drawn);
}

void Model::State::check(const data::Dataset& train, const FitOptions& given) const {
  check_options(given, train);
  const int64_t outputs = network.graph.ops[static_cast<size_t>(network.graph.output)].size();
  check_fit(train, input, outputs, options.loss);
  if (!given.validation.empty()) check_fit(given.validation, input, outputs, options.loss);
  check_monitors(given, !given.validation.empty() || given.validation_split > 0);
  if (!is_solver(options.optimizer)) return;
  if (max_evaluations(options.optimizer) < 1)
    throw Error("max_evaluations", "nothing to train", "give at least one evaluation");
  check_solvable(network, given);
}

FitSetup Model::State::set_up(const data::Dataset& train, const FitOptions& given) {
  check(train, given);
  FitSetup setup{given, train, given.validation};
  FitOptions& fit = setup.options;
  if (setup.validation.empty() && fit.validation_split > 0) {
    const int64_t held =
        static_cast<int64_t>(std::ceil(fit.validation_split * static_cast<double>(train.rows())));
    if (held >= train.rows())
      throw Error("validation_split", "leaves nothing to train on", "give a smaller share");
    setup.samples = train.select(counted(0, train.rows() - held));
    setup.validation = train.select(counted(train.rows() - held, train.rows()));
  }
  if (fit.verbose)
    fit.callbacks.push_back(progress_line(
        is_solver(options.optimizer) ? max_evaluations(options.optimizer) : fit.epochs));
  if (!fit.keep_weights) initialize(fit.seed);
  if (std::vector<double> before = values(); awaits_data(network, before)) {
    adapt(network, setup.samples, before);
    fill(before);
  }
  return setup;
}

}  // namespace gradus
