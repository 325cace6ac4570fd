// Bars with intervals, and heat maps: a metric at each value of one axis, or of
// two.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "gradus/study/statistics.hpp"
#include "report/figure_absence.hpp"
#include "report/figure_cells.hpp"
#include "report/figure_names.hpp"
#include "report/figure_study.hpp"
#include "report/figure_violins.hpp"
#include "report/findings/sample.hpp"
#include "report/findings/words.hpp"
#include "report/search_points.hpp"
#include "study/scores.hpp"

namespace gradus {
namespace {

const study::Axis& axis_of(const study::Study& study, const std::string& name) {
  return *std::find_if(study.axes.begin(), study.axes.end(),
                       [&](const study::Axis& a) { return a.name == name; });
}

// The variants of a group at this value.
std::vector<size_t> variants_at(const study::Study& study, const std::vector<size_t>& variants,
                                const std::string& axis, const study::AxisValue& value) {
  std::vector<size_t> out;
  for (const size_t v : variants)
    if (const auto* own = value_on(study.variants[v], axis); own && *own == value) out.push_back(v);
  return out;
}

// What a metric came to over the seeds of these variants: as finding::sample_of has it of one, for
// whatever seeds there are. Several are the refits of the folds of a test set.
Estimate estimate_over(const FigureContext& context, const study::TrialIndex& index,
                       const std::vector<size_t>& variants, const study::MetricQuery& metric) {
  if (variants.size() == 1 && !study::is_refit(context.study.variants[variants[0]]))
    return finding::estimate(variants[0],
                             finding::sample_of(context.study, index, variants[0], metric));
  std::map<uint64_t, std::vector<double>> by_seed;
  finding::Sample sample;
  sample.share = finding::is_share(context.study, metric);
  const std::vector<const study::Trial*> trials = context.trials_of(variants);
  for (const study::Trial* trial : trials)
    by_seed[trial->seed].push_back(
        study::value_of(metric, *trial, has_until(context.study, trial->variant)));
  size_t most = 0;
  for (const auto& [seed, values] : by_seed) most = std::max(most, values.size());
  for (const auto& [seed, values] : by_seed) {
    // A seed that lacks a fold's value has none.
    const double mean = statistics::mean(values);
    if (values.size() == most && std::isfinite(mean)) sample.values.push_back(mean);
  }
  sample.counts = finding::count(trials);
  if (by_seed.size() == 1 && most > 1 && !sample.share) {
    // Of one seed only the folds have a spread.
    sample.folds = most;
    sample.bounded = finding::is_bounded(metric);
    sample.units = by_seed.begin()->second;
    sample.overlap = 1 / static_cast<double>(most - 1);
  }
  return finding::estimate(variants.front(), sample);
}

figure::Bar bar_of(std::string name, const Estimate& e) {
  figure::Bar bar;
  bar.name = std::move(name);
  bar.value = e.value;
  if (e.interval.method == statistics::IntervalMethod::kNone) return bar;
  bar.low = e.interval.low;
  bar.high = e.interval.high;
  return bar;
}

std::vector<std::string> texts(const study::Axis& axis) {
  std::vector<std::string> names;
  for (const study::AxisValue& value : axis.values) names.push_back(study::text(value));
  return names;
}

size_t columns_of(const Groups& groups) {
  return groups.columns > 0 ? groups.columns : std::min<size_t>(groups.panels.size(), 3);
}

}  // namespace

Figure bar_figure(const FigureContext& context) {
  const study::FigureSpec& spec = context.spec;
  Groups groups = group_variants(context.study, spec, spec.x);
  const size_t from = keep_best_points(context.study, context.results, spec, spec.x, groups);
  const study::Axis& axis = axis_of(context.study, spec.x);
  const bool several = spec.y.size() > 1;
  // Pixels from value to value, as the layout has them.
  const size_t columns = columns_of(groups);
  const double plot = columns <= 1 ? 560 : columns == 2 ? 400 : columns == 3 ? 285 : 220;
  const double unit = plot / (static_cast<double>(axis.values.size()) + 0.2);
  Figure figure = framed(context, groups);
  const study::TrialIndex index(context.study, context.results);
  bool folds = false;
  // Once, whatever the metrics that they lack or have.
  std::set<const study::Trial*> left_out, unsound;
  std::vector<PlacedBar> bars;
  for (size_t p = 0; p < groups.panels.size(); ++p) {
    figure::Panel& panel = figure.panels[p];
    const auto& series = groups.panels[p].series;
    const size_t sets = series.size() * spec.y.size();
    const double width = 0.8 / static_cast<double>(std::max<size_t>(sets, 1));
    for (size_t set = 0; set < sets; ++set) {
      const SeriesGroup& group = series[set / spec.y.size()];
      const study::MetricQuery& metric = spec.y[set % spec.y.size()];
      PlacedBar placed;
      placed.panel = p;
      placed.width = width;
      placed.series = group.label;
      placed.colour = several ? static_cast<int>(set) : group.colour;
      if (several)
        placed.series += (group.label.empty() ? "" : ", ") + metric_label(context.study, metric);
      for (size_t i = 0; i < axis.values.size(); ++i) {
        const auto variants = variants_at(context.study, group.variants, spec.x, axis.values[i]);
        if (variants.empty()) continue;
        const std::vector<const study::Trial*> trials = context.trials_of(variants);
        for (const study::Trial* trial : without_value(context.study, trials, metric))
          left_out.insert(trial);
        for (const study::Trial* trial : unsound_with_value(context.study, trials, metric))
          unsound.insert(trial);
        const Estimate e = estimate_over(context, index, variants, metric);
        placed.bar = bar_of(study::text(axis.values[i]), e);
        placed.left = static_cast<double>(i + 1) - 0.4 + static_cast<double>(set) * width;
        bars.push_back(placed);
        if (!std::isfinite(e.value))
          add_absence(panel, placed.left + width / 2, width * unit,
                      absence(context.study, trials, metric));
        folds = folds || (std::isfinite(e.value) && e.folds > 1);
      }
    }
    panel.y.label = several
                        ? finding::is_share(context.study, spec.y[0]) ? "share of the trials" : ""
                        : metric_label(context.study, spec.y[0]);
  }
  add_bars(bars, unit, figure);
  figure.note =
      finding::is_share(context.study, spec.y[0]) ? "Share of the trials, with its 95 % interval."
      : folds ? "Mean over folds and seeds, with its 95 % interval."
              : "Median over the seeds, with its 95 % interval (smallest to largest of few).";
  figure.note += left_out_note(left_out.size()) + counted_note(unsound.size());
  if (from > 0) figure.note += " " + best_points_note(context.study, groups, from);
  name_places(figure, name_label(context.study, spec.x),
              std::vector(figure.panels.size(), texts(axis)), columns_of(groups));
  return figure;
}

Figure heatmap_figure(const FigureContext& context) {
  const study::FigureSpec& spec = context.spec;
  Groups groups = group_variants(context.study, spec, spec.x);
  const study::TrialIndex index(context.study, context.results);
  const study::Axis &across = axis_of(context.study, spec.x),
                    &up = axis_of(context.study, spec.y_axis);
  Figure figure = framed(context, groups);
  bool folds = false;
  size_t left_out = 0, unsound = 0;
  std::vector<HeatCell> cells;
  for (size_t p = 0; p < groups.panels.size(); ++p) {
    figure::Panel& panel = figure.panels[p];
    for (const size_t v : groups.panels[p].variants) {
      const auto place = [&](const study::Axis& axis) {
        const auto* own = value_on(context.study.variants[v], axis.name);
        for (size_t i = 0; own && i < axis.values.size(); ++i)
          if (*own == axis.values[i]) return static_cast<double>(i + 1);
        return 0.0;
      };
      const Estimate e = finding::estimate(v, finding::sample_of(context.study, index, v, *spec.z));
      folds = folds || e.folds > 1;
      HeatCell cell{p, place(across), place(up), bar_of("", e)};
      if (cell.x == 0 || cell.y == 0) continue;
      const std::vector<const study::Trial*> trials = context.trials_of({v});
      left_out += without_value(context.study, trials, *spec.z).size();
      unsound += unsound_with_value(context.study, trials, *spec.z).size();
      cell.column = study::text(*value_on(context.study.variants[v], across.name));
      cell.row = study::text(*value_on(context.study.variants[v], up.name));
      cell.absent = absence(context.study, trials, *spec.z);
      cells.push_back(std::move(cell));
    }
    for (size_t i = 0; i < up.values.size(); ++i)
      panel.y.ticks.emplace_back(static_cast<double>(i + 1), study::text(up.values[i]));
    panel.y.label = name_label(context.study, spec.y_axis);
    panel.y.range = {{0.5, static_cast<double>(up.values.size()) + 0.5}};
  }
  const bool few = across.values.size() <= 12;
  const std::string range = add_cells(cells, few, figure);
  const std::string what = metric_label(context.study, *spec.z);
  if (spec.title.empty()) figure.title = finding::sentence_case(what);
  if (!range.empty())
    figure.note = fmt::format("{}, from {}.",
                              finding::is_share(context.study, *spec.z) ? "Share of the trials"
                              : folds ? "Mean over folds and seeds"
                                      : "Median over the seeds",
                              range);
  figure.note += left_out_note(left_out) + counted_note(unsound);
  name_places(figure, name_label(context.study, spec.x),
              std::vector(figure.panels.size(), texts(across)), columns_of(groups));
  for (figure::Panel& panel : figure.panels)
    panel.x.range = {{0.5, static_cast<double>(across.values.size()) + 0.5}};
  return figure;
}

}  // namespace gradus
