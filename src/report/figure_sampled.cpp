#include "report/figure_sampled.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "report/figure_groups.hpp"
#include "study/instruments.hpp"

namespace gradus {
namespace {

// Whole where the look was at an epoch's end.
double epoch_of(const study::Sampled& look, const History& history) {
  if (history.steps == 0 || look.step * history.epochs == look.epoch * history.steps)
    return static_cast<double>(look.epoch);
  return static_cast<double>(look.step) * static_cast<double>(history.epochs) /
         static_cast<double>(history.steps);
}

}  // namespace

EpochCurve sampled_curve(const std::vector<study::InstrumentSpec>& instruments,
                         const std::vector<const study::Trial*>& trials, const std::string& metric,
                         bool steps) {
  EpochCurve curve;
  curve.series.draw = figure::Draw::kLinePoints;
  const std::optional<size_t> instrument = study::instrument_of(instruments, metric);
  if (!instrument) return curve;
  std::map<double, std::vector<double>> values;  // by moment
  for (const study::Trial* trial : trials) {
    if (!is_sound(*trial)) continue;
    bool any = false;
    for (const study::Sampled& look : trial->sampled) {
      if (look.instrument != *instrument) continue;
      const double x = steps ? static_cast<double>(look.step) : epoch_of(look, trial->history);
      for (const auto& [name, value] : study::metrics_of(instruments[*instrument], look.readings)) {
        if (name != metric || !std::isfinite(value)) continue;
        values[x].push_back(value);
        any = true;
      }
    }
    curve.trials += any ? 1 : 0;
  }
  for (auto& [x, of_trials] : values) {
    if (2 * of_trials.size() < curve.trials) continue;
    std::sort(of_trials.begin(), of_trials.end());
    const Spread spread = spread_of_sorted(of_trials.data(), of_trials.size());
    curve.series.x.push_back(x);
    curve.series.y.push_back(spread.median);
    if (curve.trials < 2) continue;
    curve.series.low.push_back(spread.low);
    curve.series.high.push_back(spread.high);
  }
  return curve;
}

std::optional<SampledNames> sampled_names(const std::vector<study::InstrumentSpec>& instruments,
                                          const std::vector<study::MetricQuery>& metrics) {
  if (metrics.size() < 2) return {};
  const std::optional<size_t> first = study::instrument_of(instruments, metrics[0].name);
  std::string common = metrics[0].name;
  for (const study::MetricQuery& metric : metrics) {
    const std::optional<size_t> i = study::instrument_of(instruments, metric.name);
    if (!i || i != first) return {};
    // Part by part: what one name ends with, the other has a point behind.
    while (metric.name != common && !metric.name.starts_with(common + "."))
      common.resize(common.rfind('.'));
  }
  SampledNames names{common, {}};
  for (const study::MetricQuery& metric : metrics)
    names.lines.push_back(metric.name == common ? "all layers"
                                                : metric.name.substr(common.size() + 1));
  return names;
}

}  // namespace gradus
