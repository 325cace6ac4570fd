#include "report/rate_curve.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>

#include "report/figure_curves.hpp"

namespace gradus {
namespace {

// What one trial says: its points, and from which rate on it has none because it blew up.
struct Swept {
  std::vector<RatePoint> points;
  double end = std::numeric_limits<double>::infinity();
};

Swept sweep_of(const study::Study& study, const study::Trial& trial) {
  const Optimizer& optimizer = study.variants[trial.variant].plan.train.optimizer;
  if (is_solver(optimizer)) return {};
  const auto* constant = std::get_if<schedules::Constant>(&learning_rate(optimizer).schedule);
  Swept swept;
  swept.points = rate_points(
      trial.history, constant != nullptr ? std::optional(constant->learning_rate) : std::nullopt);
  // A trial at one rate says nothing of others.
  if (constant == nullptr && !swept.points.empty() && !std::isfinite(swept.points.back().loss))
    swept.end = swept.points.back().rate;
  return swept;
}

}  // namespace

RateCurve rate_curve(const study::Study& study, const std::vector<const study::Trial*>& trials) {
  std::vector<Swept> sweeps;
  std::map<double, std::vector<double>> losses;
  for (const study::Trial* trial : trials) {
    if (trial->history.status == Status::kFailed) continue;
    sweeps.push_back(sweep_of(study, *trial));
    for (const RatePoint& point : sweeps.back().points) losses[point.rate].push_back(point.loss);
  }
  RateCurve curve;
  for (auto& [rate, values] : losses) {
    for (const Swept& swept : sweeps)
      if (rate > swept.end) values.push_back(std::numeric_limits<double>::infinity());
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
