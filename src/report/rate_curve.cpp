#include "report/rate_curve.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

#include "report/figure_curves.hpp"

namespace gradus {
namespace {

// Of a trial: a schedule says what its history may not.
RateSweep sweep_of_trial(const study::Study& study, const study::Trial& trial) {
  const Optimizer& optimizer = study.variants[trial.variant].plan.train.optimizer;
  if (is_solver(optimizer)) return {};
  const auto* constant = std::get_if<schedules::Constant>(&learning_rate(optimizer).schedule);
  RateSweep sweep;
  sweep.points = rate_points(
      trial.history, constant != nullptr ? std::optional(constant->learning_rate) : std::nullopt);
  // A trial at one rate says nothing of others.
  if (constant == nullptr && !sweep.points.empty() && !std::isfinite(sweep.points.back().loss))
    sweep.end = sweep.points.back().rate;
  return sweep;
}

}  // namespace

RateSweep sweep_of(const History& history, std::optional<double> rate) {
  RateSweep sweep;
  sweep.points = rate_points(history, rate);
  if (sweep.points.size() > 1 && !std::isfinite(sweep.points.back().loss))
    sweep.end = sweep.points.back().rate;
  return sweep;
}

RateCurve rate_curve(const study::Study& study, const std::vector<const study::Trial*>& trials) {
  std::vector<RateSweep> sweeps;
  for (const study::Trial* trial : trials)
    if (trial->history.status != Status::kFailed) sweeps.push_back(sweep_of_trial(study, *trial));
  return rate_curve(sweeps);
}

RateCurve rate_curve(const std::vector<RateSweep>& sweeps) {
  std::map<double, std::vector<double>> losses;
  for (const RateSweep& sweep : sweeps)
    for (const RatePoint& point : sweep.points) losses[point.rate].push_back(point.loss);
  RateCurve curve;
  for (auto& [rate, values] : losses) {
    for (const RateSweep& sweep : sweeps)
      if (rate > sweep.end) values.push_back(std::numeric_limits<double>::infinity());
    std::sort(values.begin(), values.end());
    // Between two order statistics, infinity less infinity would be no number.
    const bool finite = std::isfinite(values.back());
    const Spread spread = finite ? spread_of_sorted(values.data(), values.size())
                                 : Spread{values[values.size() / 2], values[0], values.back()};
    curve.points.push_back({rate, spread.median});
    curve.low.push_back(spread.low);
    curve.high.push_back(spread.high);
    curve.most = std::max(curve.most, values.size());
  }
  if (curve.most < 2) curve.low = curve.high = {};
  curve.suggestion = suggest_rates(curve.points);
  return curve;
}

}  // namespace gradus
