#include "report/search_points.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "gradus/study/statistics.hpp"
#include "report/figure_names.hpp"
#include "report/figure_ticks.hpp"
#include "report/findings/words.hpp"
#include "study/figure_points.hpp"
#include "study/scores.hpp"

namespace gradus {

std::vector<SearchPoint> search_points(const study::Study& study, const study::TrialIndex& index,
                                       const std::vector<size_t>& variants,
                                       const study::MetricQuery& metric) {
  std::vector<SearchPoint> points;
  for (const size_t v : variants) {
    const study::Scores scores = study::scores_of(study, index, v, metric);
    if (scores.trainings == 0) continue;
    SearchPoint point{v, std::numeric_limits<double>::quiet_NaN()};
    if (!scores.pruned) {
      // A part that is not finite makes the whole so.
      const double mean =
          statistics::mean(scores.units(study.variants[v].plan.data.seed.has_value()));
      if (std::isfinite(mean)) point.value = mean;
    }
    points.push_back(point);
  }
  return points;
}

bool higher_is_better(const study::Study& study, const study::MetricQuery& metric) {
  if (study.search && study.search->objective.text() == metric.text())
    return study.search->higher_is_better;
  return finding::direction(metric).value_or(false);
}

std::optional<size_t> best_of(const std::vector<SearchPoint>& points, bool higher) {
  std::optional<size_t> best;
  for (size_t i = 0; i < points.size(); ++i) {
    if (!std::isfinite(points[i].value)) continue;
    if (!best ||
        (higher ? points[i].value > points[*best].value : points[i].value < points[*best].value))
      best = i;
  }
  return best;
}

std::string point_label(const study::Study& study, size_t variant,
                        const std::vector<std::string>& told) {
  std::string label;
  for (const auto& [name, value] : study.variants[variant].key) {
    const auto axis = std::find_if(study.axes.begin(), study.axes.end(),
                                   [&](const study::Axis& a) { return a.name == name; });
    const bool varies = axis != study.axes.end() && axis->values.size() > 1;
    if (!varies || std::find(told.begin(), told.end(), name) != told.end()) continue;
    // Of a drawn number, the digits that tell it apart.
    const double* drawn = std::get_if<double>(&value);
    const bool short_form = drawn != nullptr && study::text(value).size() > 6;
    label += (label.empty() ? "" : ", ") +
             (short_form ? name_label(study, name) + " " + number_text(*drawn, 3)
                         : value_label(study, name, value));
  }
  return label;
}

size_t keep_best_points(const study::Study& study, const study::Results& results,
                        const study::FigureSpec& spec, std::string_view apart, Groups& groups) {
  if (!study::best_points(study, spec)) return 0;
  const study::TrialIndex index(study, results);
  const bool higher = study.search->higher_is_better;
  size_t from = 0;
  for (PanelGroup& panel : groups.panels) {
    panel.variants.clear();
    for (SeriesGroup& series : panel.series) {
      std::map<std::string, std::vector<size_t>> alternatives;
      for (const size_t v : series.variants) {
        const study::AxisValue* own = value_on(study.variants[v], apart);
        alternatives[own ? study::text(*own) : ""].push_back(v);
      }
      series.variants.clear();
      for (const auto& [value, variants] : alternatives) {
        const auto points = search_points(study, index, variants, study.search->objective);
        from = std::max(from, points.size());
        if (const auto best = best_of(points, higher))
          series.variants.push_back(points[*best].variant);
      }
      std::sort(series.variants.begin(), series.variants.end());
      panel.variants.insert(panel.variants.end(), series.variants.begin(), series.variants.end());
    }
    std::sort(panel.variants.begin(), panel.variants.end());
  }
  return from > 1 ? from : 0;
}

std::string best_points_note(const study::Study& study, const Groups& groups, size_t from) {
  if (from == 0) return {};
  const bool single = groups.panels.size() == 1 && groups.panels[0].variants.size() == 1;
  if (single)
    return fmt::format("Of {} points of the search the best: {}.", from,
                       point_label(study, groups.panels[0].variants[0]));
  return fmt::format("Of each, the best by {} of up to {} points of the search.",
                     metric_label(study, study.search->objective), from);
}

}  // namespace gradus
