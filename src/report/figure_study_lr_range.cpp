#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "report/figure_names.hpp"
#include "report/figure_study.hpp"
#include "report/rate_curve.hpp"

namespace gradus {
namespace {

/// The loss axis ends so far above the start, as a share of it: what diverges leaves the picture.
constexpr double kAboveStart = 0.08;

figure::Series part_of(const RateCurve& curve, const SeriesGroup& group, size_t begin, size_t end) {
  figure::Series series;
  series.colour = group.colour;
  series.draw = figure::Draw::kLinePoints;
  if (group.alias) series.dash = figure::Dash::kDashed;
  for (size_t i = begin; i < end; ++i) {
    series.x.push_back(curve.points[i].rate);
    series.y.push_back(curve.points[i].loss);
  }
  return series;
}

// The curve with its band as far as it lies below `top`, and what follows as a line alone: a band
// has no shape where its middle has left the picture.
std::vector<figure::Series> lines_of(const RateCurve& curve, const SeriesGroup& group, double top) {
  const size_t n = curve.points.size();
  size_t inside = 0;
  while (inside < n && curve.points[inside].loss <= top) ++inside;
  const bool band = !curve.low.empty() && !group.alias;
  const size_t end = band && inside > 0 ? inside : n;
  std::vector<figure::Series> lines = {part_of(curve, group, 0, end)};
  lines[0].label = group.label;
  if (band && inside > 0) {
    const auto length = static_cast<std::ptrdiff_t>(end);
    lines[0].low.assign(curve.low.begin(), curve.low.begin() + length);
    lines[0].high.assign(curve.high.begin(), curve.high.begin() + length);
  }
  if (end < n) lines.push_back(part_of(curve, group, end - 1, n));
  return lines;
}

// An upright line over the whole panel.
figure::Series bound(double rate, const std::array<double, 2>& range, bool upper, int colour) {
  figure::Series series;
  series.x = {rate, rate};
  series.y = {range[0], range[1]};
  series.dash = upper ? figure::Dash::kDashed : figure::Dash::kDotted;
  series.colour = colour;
  series.width = 1.2;
  return series;
}

// From zero (or the lowest loss) to somewhat above the highest start of any curve: what a rate does
// not change lies there.
std::array<double, 2> sensible_range(const std::vector<std::vector<RateCurve>>& all) {
  double start = 0, lowest = 0;
  for (const auto& panel : all)
    for (const RateCurve& curve : panel) {
      const auto first = std::find_if(curve.points.begin(), curve.points.end(),
                                      [](const RatePoint& p) { return std::isfinite(p.loss); });
      if (first != curve.points.end()) start = std::max(start, first->loss);
      for (const RatePoint& p : curve.points)
        if (std::isfinite(p.loss)) lowest = std::min(lowest, p.loss);
    }
  const double top = start + kAboveStart * (start > 0 ? start - lowest : 1);
  return {lowest, top > lowest ? top : lowest + 1};
}

std::string bounds_text(const RateSuggestion& s) {
  if (!s.lr_min || !s.lr_max) return "no rate to suggest";
  return fmt::format("lr_min {}, lr_max {}", rate_text(*s.lr_min), rate_text(*s.lr_max));
}

}  // namespace

Figure lr_range_figure(const FigureContext& context) {
  const study::FigureSpec& spec = context.spec;
  const Groups groups = group_variants(context.study, spec, spec.x);
  Figure figure = framed(context, groups);
  std::vector<std::vector<RateCurve>> all;
  size_t most = 0;
  for (const PanelGroup& panel : groups.panels) {
    all.emplace_back();
    for (const SeriesGroup& group : panel.series) {
      all.back().push_back(rate_curve(context.study, context.trials_of(group.variants)));
      most = std::max(most, all.back().back().most);
    }
  }
  const std::array<double, 2> range = spec.ylim ? *spec.ylim : sensible_range(all);
  bool lower_named = false;
  for (size_t p = 0; p < groups.panels.size(); ++p) {
    figure::Panel& panel = figure.panels[p];
    const std::vector<SeriesGroup>& series = groups.panels[p].series;
    panel.subtitle = series.size() == 1 ? bounds_text(all[p][0].suggestion) : "";
    panel.x.label = name_label(context.study, "learning_rate");
    panel.x.scale = scale_named(spec.xscale, figure::Scale::kLog);
    panel.y.label = name_label(context.study, "loss");
    if (panel.y.scale == figure::Scale::kLinear) panel.y.range = range;
    for (size_t s = 0; s < series.size(); ++s)
      for (figure::Series& line : lines_of(all[p][s], series[s], range[1]))
        panel.series.push_back(std::move(line));
    for (size_t s = 0; s < series.size(); ++s) {
      const RateSuggestion& suggestion = all[p][s].suggestion;
      if (!suggestion.lr_min || !suggestion.lr_max || series[s].alias) continue;
      const int colour = series.size() == 1 ? figure::kGrey : series[s].colour;
      panel.series.push_back(bound(*suggestion.lr_min, range, false, colour));
      panel.series.push_back(bound(*suggestion.lr_max, range, true, colour));
      if (!lower_named) {
        panel.series[panel.series.size() - 2].label = "lr_min";
        panel.series.back().label = "lr_max";
      }
      lower_named = true;
    }
  }
  figure.note = "Training loss at each rate; losses that leave the picture have diverged.";
  if (most > 1)
    figure.note += fmt::format(" Median of {} seeds; band: {}.", most,
                               most < 5 ? "smallest to largest" : "10th to 90th percentile");
  return figure;
}

}  // namespace gradus
