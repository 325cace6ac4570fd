#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "report/figure_apart.hpp"
#include "report/figure_axis_scale.hpp"
#include "report/figure_curves.hpp"
#include "report/figure_mark.hpp"
#include "report/figure_names.hpp"
#include "report/figure_sampled.hpp"
#include "report/figure_study.hpp"
#include "report/search_points.hpp"
#include "study/instruments.hpp"

namespace gradus {
namespace {

// The label of an axis that shows several metrics: their common last part ("loss" of loss and
// val_loss), or all.
std::string axis_label(const study::Study& study, const std::vector<study::MetricQuery>& metrics) {
  if (metrics.empty()) return {};
  if (const auto names = sampled_names(study.instruments, metrics))
    return name_label(study, names->axis);
  const bool related = std::all_of(metrics.begin(), metrics.end(), [&](const auto& metric) {
    return metric.name.ends_with(metrics[0].name) && metric.reduce == metrics[0].reduce;
  });
  if (related) return metric_label(study, metrics[0]);
  std::string label;
  for (const study::MetricQuery& metric : metrics)
    label += (label.empty() ? "" : ", ") + metric_label(study, metric);
  return label;
}

// Several metrics of several groups: colours tell the groups apart, dashes the metrics. Otherwise
// colours do all.
void dress(figure::Series& series, const SeriesGroup& group, size_t metric, size_t metrics,
           const std::string& name, bool one_group) {
  series.label = metrics == 1 ? group.label : one_group ? name : group.label + ", " + name;
  series.colour = one_group ? static_cast<int>(metric) : group.colour;
  if (!one_group) series.dash = static_cast<figure::Dash>(metric % 4);
  if (!group.alias || one_group) return;
  // The same numbers again: a second band would darken the first.
  series.low.clear();
  series.high.clear();
}

// Of how many trials the points of a line are.
struct Counts {
  size_t fewest = 0, most = 0;
};

// What all the lines of a figure have in common, for the note.
struct LinesDrawn {
  size_t seeds = 0;
  size_t fewest = std::numeric_limits<size_t>::max(), most = 0;
  bool uneven = false, folds = false, left_out = false, marked = false;
  double first_end = std::numeric_limits<double>::infinity(), last_end = 0;

  void add(const std::vector<const study::Trial*>& trials, const figure::Series& series,
           Counts count) {
    for (const study::Trial* trial : trials) {
      folds = folds || trial->fold.has_value();
      left_out = left_out || !is_sound(*trial);
    }
    if (count.most == 0) return;
    fewest = std::min(fewest, count.fewest);
    most = std::max(most, count.most);
    if (series.x.empty()) return;
    first_end = std::min(first_end, series.x.back());
    last_end = std::max(last_end, series.x.back());
  }
  [[nodiscard]] std::string note(bool bands) const {
    if (most == 0) return {};
    std::string text;
    const char* what = folds || most > seeds ? "trials" : "seeds";
    if (most > 1) {
      const std::string count =
          fewest == most ? std::to_string(most) : fmt::format("{} to {}", fewest, most);
      text = fmt::format("Line: median of {} {}", count, what);
      if (bands)
        text += fmt::format("; band: {}", fewest >= kPercentiles ? "10th to 90th percentile"
                                          : most < kPercentiles
                                              ? "smallest to largest"
                                              : "10th to 90th percentile, smallest to largest "
                                                "below 5");
      text += ".";
    }
    if (uneven)
      text +=
          " A trial that has ended counts with its last value; a line ends when half of its "
          "trials have ended.";
    if (left_out) text += " Trials that diverged are left out.";
    return text;
  }
};

// A metric against the values of an axis; values that are no numbers stand at 1, 2, 3 ...
figure::Series axis_series(const FigureContext& context, const study::Axis& axis,
                           const SeriesGroup& group, const study::MetricQuery& metric,
                           Counts& count) {
  figure::Series series;
  series.draw = figure::Draw::kLinePoints;
  const bool numeric = std::all_of(axis.values.begin(), axis.values.end(),
                                   [](const auto& v) { return std::isfinite(number_of(v)); });
  std::vector<Spread> spreads;
  for (size_t place = 0; place < axis.values.size(); ++place) {
    std::vector<size_t> variants;
    for (const size_t v : group.variants) {
      const study::AxisValue* value = value_on(context.study.variants[v], axis.name);
      if (value != nullptr && study::text(*value) == study::text(axis.values[place]))
        variants.push_back(v);
    }
    std::vector<double> values;
    for (const study::Trial* trial : context.trials_of(variants)) {
      const bool counts =
          is_sound(*trial) || metric.name == "diverged" || metric.name == "converged";
      const double v = study::value_of(metric, *trial, has_until(context.study, trial->variant));
      if (counts && std::isfinite(v)) values.push_back(v);
    }
    if (values.empty()) continue;
    std::sort(values.begin(), values.end());
    count.most = std::max(count.most, values.size());
    count.fewest = count.fewest == 0 ? values.size() : std::min(count.fewest, values.size());
    series.x.push_back(numeric ? number_of(axis.values[place]) : static_cast<double>(place + 1));
    spreads.push_back(spread_of_sorted(values.data(), values.size()));
    // A share has no middle: its mean is the share.
    if (metric.name == "diverged" || metric.name == "converged") {
      double sum = 0;
      for (const double v : values) sum += v;
      spreads.back() = {sum / static_cast<double>(values.size()), 0, 0};
    }
  }
  const bool share = metric.name == "diverged" || metric.name == "converged";
  for (const Spread& spread : spreads) {
    series.y.push_back(spread.median);
    if (count.most < 2 || share) continue;
    series.low.push_back(spread.low);
    series.high.push_back(spread.high);
  }
  return series;
}

void label_places(figure::Axis& x, const study::Axis& axis) {
  for (size_t place = 0; place < axis.values.size(); ++place)
    if (!std::isfinite(number_of(axis.values[place]))) {
      x.ticks.clear();
      for (size_t k = 0; k < axis.values.size(); ++k)
        x.ticks.emplace_back(static_cast<double>(k + 1), study::text(axis.values[k]));
      return;
    }
}

const study::Axis* axis_named(const study::Study& study, const std::string& name) {
  for (const study::Axis& axis : study.axes)
    if (axis.name == name) return &axis;
  return nullptr;
}

}  // namespace

Figure line_figure(const FigureContext& context) {
  const study::FigureSpec& spec = context.spec;
  const study::Axis* axis = axis_named(context.study, spec.x);
  const std::string apart = axis != nullptr ? spec.x : "";
  Groups groups = group_variants(context.study, spec, apart);
  const size_t from = keep_best_points(context.study, context.results, spec, apart, groups);
  Figure figure = framed(context, groups);
  const auto sampled = sampled_names(context.study.instruments, spec.y);
  LinesDrawn drawn;
  drawn.seeds = context.study.seeds.size();
  const bool one_group = std::all_of(groups.panels.begin(), groups.panels.end(), [](const auto& p) {
    return p.series.empty() || (p.series.size() == 1 && p.series[0].label.empty());
  });
  for (size_t p = 0; p < groups.panels.size(); ++p) {
    figure::Panel& panel = figure.panels[p];
    panel.subtitle = mishaps(context.study, context.trials_of(groups.panels[p].variants));
    panel.x.label = name_label(context.study, spec.x);
    panel.x.whole = axis == nullptr ||
                    std::all_of(axis->values.begin(), axis->values.end(), [](const auto& value) {
                      return std::holds_alternative<int64_t>(value);
                    });
    panel.y.label = axis_label(context.study, spec.y);
    if (axis != nullptr) label_places(panel.x, *axis);
    std::vector<figure::Series> marks;
    for (const SeriesGroup& group : groups.panels[p].series) {
      const std::vector<const study::Trial*> trials = context.trials_of(group.variants);
      for (size_t m = 0; m < spec.y.size(); ++m) {
        figure::Series series;
        Counts count;
        if (axis != nullptr) {
          series = axis_series(context, *axis, group, spec.y[m], count);
        } else {
          EpochCurve curve =
              study::instrument_of(context.study.instruments, spec.y[m].name)
                  ? sampled_curve(context.study.instruments, trials, spec.y[m].name,
                                  spec.x == "step")
                  : epoch_curve(trials, spec.y[m].name, spec.x == "step", spec.y[m].reduce);
          series = std::move(curve.series);
          count = {curve.trials, curve.trials};
          drawn.uneven = drawn.uneven || curve.uneven;
        }
        drawn.add(trials, series, count);
        const bool labelled = own_label(context.study, spec.y[m].text()).has_value();
        dress(series, group, m, spec.y.size(),
              sampled && !labelled ? sampled->lines[m] : metric_label(context.study, spec.y[m]),
              one_group);
        panel.series.push_back(std::move(series));
        if (!spec.mark || spec.mark->name != spec.y[m].name) continue;
        const auto point = extreme_of(panel.series.back(), *spec.mark);
        if (!point) continue;
        marks.push_back(*point);
        drawn.marked = true;
      }
    }
    if (marks.size() == 1)
      panel.subtitle += (panel.subtitle.empty() ? "" : " · ") +
                        mark_text(context.study, *spec.mark, marks[0], spec.x);
    // Over all the lines.
    std::move(marks.begin(), marks.end(), std::back_inserter(panel.series));
  }
  // Lines that end far apart can only be compared on a logarithmic axis.
  const bool far_apart = axis == nullptr && drawn.last_end > 8 * drawn.first_end && !spec.xlim;
  for (figure::Panel& panel : figure.panels)
    panel.x.scale =
        scale_named(spec.xscale, far_apart ? figure::Scale::kLog : figure::Scale::kLinear);
  tell_apart(figure);
  if (spec.y.size() == 1) show_aliases(groups, figure);
  figure.note = drawn.note(figure.bands);
  if (from > 0)
    figure.note += (figure.note.empty() ? "" : " ") + best_points_note(context.study, groups, from);
  if (drawn.marked)
    figure.note += fmt::format("{}Dot: the {} of its line.", figure.note.empty() ? "" : " ",
                               metric_label(context.study, *spec.mark));
  return figure;
}

}  // namespace gradus
