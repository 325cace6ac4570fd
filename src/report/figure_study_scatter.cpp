// Scatters and histograms of a study: metrics trial by trial.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "report/figure_axis_scale.hpp"
#include "report/figure_bins.hpp"
#include "report/figure_names.hpp"
#include "report/figure_study.hpp"

namespace gradus {
namespace {

// The sound trials of a group at which the figure's metrics have values.
figure::NamedPairs pairs_of(const FigureContext& context, const SeriesGroup& group) {
  const study::FigureSpec& spec = context.spec;
  const study::MetricQuery& across = *spec.x_metric;
  figure::NamedPairs pairs{group.label, {}, {}};
  for (const study::Trial* trial : context.trials_of(group.variants)) {
    const bool until = has_until(context.study, trial->variant);
    const double x = study::value_of(across, *trial, until);
    const double y = spec.y.empty() ? 0 : study::value_of(spec.y[0], *trial, until);
    if (!is_sound(*trial) || !std::isfinite(x) || !std::isfinite(y)) continue;
    pairs.x.push_back(x);
    pairs.y.push_back(y);
  }
  return pairs;
}

// Logarithmic where nothing says otherwise and the numbers span decades.
figure::Scale scale_for(const std::string& name, const std::vector<double>& values) {
  if (values.empty()) return scale_named(name, figure::Scale::kLinear);
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return scale_named(name,
                     spans_decades(*low, *high) ? figure::Scale::kLog : figure::Scale::kLinear);
}

struct Pools {
  Figure figure;
  std::vector<std::vector<figure::NamedPairs>> panels;
  std::vector<std::vector<int>> colours;
  std::vector<double> x;  // all
};

Pools pooled(const FigureContext& context) {
  const Groups groups = group_variants(context.study, context.spec, "");
  Pools out;
  out.figure = framed(context, groups);
  size_t trials = 0, left_out = 0;
  for (size_t p = 0; p < groups.panels.size(); ++p) {
    out.panels.emplace_back();
    out.colours.emplace_back();
    for (const SeriesGroup& group : groups.panels[p].series) {
      if (group.alias) continue;  // the same trials again
      out.panels.back().push_back(pairs_of(context, group));
      out.colours.back().push_back(group.colour);
      const figure::NamedPairs& pairs = out.panels.back().back();
      out.x.insert(out.x.end(), pairs.x.begin(), pairs.x.end());
      trials += pairs.x.size();
      left_out += context.trials_of(group.variants).size() - pairs.x.size();
    }
    out.figure.panels[p].x.label = metric_label(context.study, *context.spec.x_metric);
  }
  for (figure::Panel& panel : out.figure.panels)
    panel.x.scale = scale_for(context.spec.xscale, out.x);
  out.figure.note = fmt::format("{} trial{}, {}.", trials, trials == 1 ? "" : "s",
                                context.spec.kind == "scatter" ? "a marker each" : "counted");
  if (left_out > 0)
    out.figure.note += fmt::format(" {} diverged, failed or without a value {} left out.", left_out,
                                   left_out == 1 ? "is" : "are");
  return out;
}

}  // namespace

Figure scatter_figure(const FigureContext& context) {
  Pools pools = pooled(context);
  for (size_t p = 0; p < pools.panels.size(); ++p) {
    figure::Panel& panel = pools.figure.panels[p];
    panel.y.label = metric_label(context.study, context.spec.y[0]);
    for (size_t g = 0; g < pools.panels[p].size(); ++g) {
      figure::NamedPairs& pairs = pools.panels[p][g];
      figure::Series series;
      series.label = pairs.name;
      series.name = "trials";
      series.draw = figure::Draw::kPoints;
      series.colour = series.marker = pools.colours[p][g];
      series.x = std::move(pairs.x);
      series.y = std::move(pairs.y);
      panel.series.push_back(std::move(series));
    }
  }
  return pools.figure;
}

Figure histogram_figure(const FigureContext& context) {
  Pools pools = pooled(context);
  std::vector<figure::NamedValues> all;
  for (const auto& panel : pools.panels)
    for (const figure::NamedPairs& group : panel) all.push_back({group.name, group.x});
  const std::vector<double> edges = bin_edges(
      all, pools.figure.panels.empty() ? figure::Scale::kLinear : pools.figure.panels[0].x.scale);
  size_t lost = 0;
  for (size_t p = 0; p < pools.panels.size(); ++p) {
    figure::Panel& panel = pools.figure.panels[p];
    panel.y.label = "trials";
    for (size_t g = 0; g < pools.panels[p].size(); ++g)
      add_histogram(panel, {pools.panels[p][g].name, pools.panels[p][g].x}, edges,
                    pools.colours[p][g]);
    if (panel.x.scale == figure::Scale::kLinear) continue;
    for (const figure::NamedPairs& group : pools.panels[p])
      lost += static_cast<size_t>(
          std::count_if(group.x.begin(), group.x.end(), [](double v) { return v <= 0; }));
  }
  pools.figure.note += off_log_note(lost);
  return pools.figure;
}

}  // namespace gradus
