#include "gradus/train/learning_rate_range.hpp"

#include <fmt/core.h>

#include <cmath>

#include "gradus/base/error.hpp"
#include "gradus/base/math.hpp"

namespace gradus {
namespace {

constexpr const char* kPlace = "learning_rate_range";

// From the lowest rate by the factor, as exponential_decay computes them; the highest counts as
// reached where rounding alone parts it from the last.
std::vector<double> tested(const RangeOptions& options) {
  std::vector<double> rates;
  for (double rate = options.lowest; rate <= options.highest * (1 + 1e-9);
       rate = options.lowest * math::pow(options.factor, static_cast<double>(rates.size())))
    rates.push_back(rate);
  return rates;
}

void check(const RangeOptions& options) {
  if (!(options.lowest > 0) || !(options.highest > options.lowest) ||
      !std::isfinite(options.highest))
    throw Error(kPlace, fmt::format("no range from {} to {}", options.lowest, options.highest),
                "give two rates above 0, the lower one first");
  if (options.form != RangeForm::kRamp && !(options.factor >= 1.001 && options.factor < 1e300))
    throw Error(kPlace, fmt::format("the factor {} leads nowhere", options.factor),
                "give the factor from one rate to the next, such as 10");
  if (options.epochs < 1)
    throw Error(kPlace, fmt::format("{} epochs", options.epochs), "give at least 1");
}

// A copy of the model trains, so that nothing need be restored.
History train_fork(const Model& model, const data::Dataset& train, const RangeOptions& options,
                   LearningRate rate, int64_t epochs) {
  Model fork = model;
  CompileOptions compile = model.options();
  learning_rate(compile.optimizer) = std::move(rate);
  fork.compile(compile);
  FitOptions fit;
  fit.batch_size = options.batch_size;
  fit.epochs = epochs;
  fit.seed = options.seed;
  fit.threads = options.threads;
  fit.keep_weights = true;
  fit.batch_history = options.form != RangeForm::kFresh;
  return fork.fit(train, fit);
}

}  // namespace

LearningRateRange learning_rate_range(const Model& model, const data::Dataset& train,
                                      const RangeOptions& options) {
  check(options);
  LearningRateRange range;
  range.start = model.evaluate(train, options.threads)["loss"];
  std::vector<RatePoint> points;
  const Length epochs{options.epochs, true};
  if (options.form == RangeForm::kRamp) {
    const schedules::ExponentialDecay ramp{.initial_learning_rate = options.lowest,
                                           .decay_rate = options.highest / options.lowest,
                                           .decay_steps = epochs};
    points = rate_points(train_fork(model, train, options, ramp, options.epochs));
  } else if (options.form == RangeForm::kCarriedOn) {
    const schedules::ExponentialDecay stairs{.initial_learning_rate = options.lowest,
                                             .decay_rate = options.factor,
                                             .decay_steps = epochs,
                                             .staircase = true};
    const auto rates = static_cast<int64_t>(tested(options).size());
    points = rate_points(train_fork(model, train, options, stairs, rates * options.epochs));
  } else {
    for (const double rate : tested(options))
      points.push_back(
          rate_points(train_fork(model, train, options, rate, options.epochs), rate).back());
  }
  for (const RatePoint& point : points) {
    range.rates.push_back(point.rate);
    range.losses.push_back(point.loss);
  }
  const double start = range.start;
  range.suggestion =
      suggest_rates(points, std::isfinite(start) ? std::optional(start) : std::nullopt);
  return range;
}

}  // namespace gradus
