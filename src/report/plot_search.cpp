// Points of a search, as the figures of a study show them: a study is made of the table.
#include <algorithm>
#include <cmath>

#include "gradus/base/error.hpp"
#include "gradus/report/plots.hpp"
#include "gradus/study/statistics.hpp"
#include "report/figure_critical.hpp"
#include "report/study_figures.hpp"

namespace gradus::figure {
namespace {

// A whole number is written as one.
study::AxisValue axis_value(double number) {
  const bool whole = std::floor(number) == number && std::abs(number) < 1e15;
  return whole ? study::AxisValue(static_cast<int64_t>(number)) : study::AxisValue(number);
}

// The values of a setting, nothing where a point has none; whole only where all are.
std::vector<std::optional<study::AxisValue>> values_of(const Setting& setting) {
  std::vector<std::optional<study::AxisValue>> out;
  bool whole = true;
  for (const auto& value : setting.values) {
    if (const auto* number = std::get_if<double>(&value))
      out.emplace_back(axis_value(*number));
    else if (const auto* name = std::get_if<std::string>(&value))
      out.emplace_back(study::AxisValue(*name));
    else
      out.emplace_back();
    whole = whole && (!out.back() || !std::holds_alternative<double>(*out.back()));
  }
  for (size_t i = 0; !whole && i < out.size(); ++i)
    if (const auto* number = std::get_if<double>(&setting.values[i])) out[i] = *number;
  return out;
}

Figure of_search(const char* kind, const SearchTable& points) {
  study::Study study;
  study.seeds = {0};
  study.search.emplace();
  study.search->objective.name = points.objective.empty() ? "value" : points.objective;
  study.search->higher_is_better = points.higher_is_better;
  study.variants.resize(points.values.size());
  for (const Setting& setting : points.settings) {
    if (setting.values.size() != points.values.size())
      throw Error(std::string("figure::") + kind,
                  "\"" + setting.name + "\" has " + std::to_string(setting.values.size()) +
                      " values for " + std::to_string(points.values.size()) + " points",
                  "give a value for each point, std::monostate where it has none");
    study::Axis& axis = study.axes.emplace_back();
    axis.name = setting.name;
    const auto values = values_of(setting);
    for (size_t i = 0; i < values.size(); ++i) {
      if (!values[i]) continue;
      study.variants[i].key.emplace_back(setting.name, *values[i]);
      if (std::find(axis.values.begin(), axis.values.end(), *values[i]) == axis.values.end())
        axis.values.push_back(*values[i]);
    }
  }
  study::Results results;
  for (size_t i = 0; i < points.values.size(); ++i) {
    study::Trial& trial = results.trials.emplace_back();
    trial.variant = i;
    trial.metrics = {{study.search->objective.name, points.values[i]}};
  }
  study::FigureSpec spec;
  spec.kind = spec.name = kind;
  spec.y = {study.search->objective};
  study.figures = {spec};
  return study_figures(study, results, {})[0];
}

}  // namespace

Figure parallel_coordinates(const SearchTable& points) {
  return of_search("parallel_coordinates", points);
}

Figure marginal_effects(const SearchTable& points) {
  return of_search("marginal_effects", points);
}

Figure critical_difference(const std::vector<NamedValues>& points, bool higher_is_better) {
  const size_t count = points.empty() ? 0 : points[0].values.size();
  const bool even = std::all_of(points.begin(), points.end(),
                                [&](const auto& point) { return point.values.size() == count; });
  if (points.size() < 2 || count < 2 || !even)
    throw Error("figure::critical_difference",
                even ? "ranks need at least two points, and two blocks"
                     : "points have values of different blocks",
                "give each point a value for each block");
  std::vector<std::vector<double>> blocks(count);
  for (const NamedValues& point : points)
    for (size_t b = 0; b < count; ++b) blocks[b].push_back(point.values[b]);
  const statistics::Ranks ranks = statistics::average_ranks(blocks, higher_is_better);
  std::vector<std::pair<double, size_t>> order;
  for (size_t i = 0; i < points.size(); ++i) order.emplace_back(ranks.average[i], i);
  std::sort(order.begin(), order.end());
  std::vector<RankedName> ranked;
  for (const auto& [rank, i] : order) ranked.push_back({points[i].name, rank});
  Figure figure;
  figure.name = "critical_difference";
  figure.panels.push_back(critical_difference_panel(
      ranked, statistics::critical_difference(points.size(), count), figure));
  figure.note = std::to_string(points.size()) + " points, ranked within each of " +
                std::to_string(count) + " blocks; " + critical_note(ranks.p);
  return figure;
}

}  // namespace gradus::figure
