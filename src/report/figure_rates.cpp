#include "report/figure_rates.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "report/figure_apart.hpp"

namespace gradus {
namespace {

/// The loss axis ends so far above the start, as a share of it: what diverges leaves the picture.
constexpr double kAboveStart = 0.08;
constexpr int kTriangle = 1;  // of the markers

figure::Series part_of(const RateLine& line, size_t begin, size_t end) {
  figure::Series series;
  series.colour = line.colour;
  series.draw = figure::Draw::kLinePoints;
  if (line.alias) series.dash = figure::Dash::kDashed;
  for (size_t i = begin; i < end; ++i) {
    series.x.push_back(line.curve.points[i].rate);
    series.y.push_back(line.curve.points[i].loss);
  }
  return series;
}

// The curve as far as it lies below `top`, with its band until it first does not: a band has no
// shape where its middle has left the picture. What never comes back is a mark on the upper edge,
// at the rate where it left: a line to there would rise upright from the last good rate.
std::vector<figure::Series> lines_of(const RateLine& line, double top) {
  const RateCurve& curve = line.curve;
  const size_t n = curve.points.size();
  const auto is_inside = [&](const RatePoint& point) { return point.loss <= top; };
  size_t inside = 0, back = n;
  while (inside < n && is_inside(curve.points[inside])) ++inside;
  while (back > 0 && !is_inside(curve.points[back - 1])) --back;
  std::vector<figure::Series> lines;
  const bool band = !curve.low.empty() && !line.alias;
  const size_t end = band && inside > 0 ? inside : back;
  if (end > 0) lines.push_back(part_of(line, 0, end));
  if (band && inside > 0) {
    const auto length = static_cast<std::ptrdiff_t>(end);
    lines[0].low.assign(curve.low.begin(), curve.low.begin() + length);
    lines[0].high.assign(curve.high.begin(), curve.high.begin() + length);
  }
  if (end < back) lines.push_back(part_of(line, end - 1, back));
  if (!lines.empty()) lines[0].label = line.label;
  if (back == n || top == std::numeric_limits<double>::max()) return lines;
  figure::Series mark;
  mark.name = "diverged";
  mark.colour = line.colour;
  mark.draw = figure::Draw::kPoints;
  mark.marker = kTriangle;
  mark.mark = 1.8;
  mark.x = {curve.points[back].rate};
  mark.y = {top};
  lines.push_back(std::move(mark));
  return lines;
}

// Every loss, also those that the picture cannot show, and the bounds.
void add_data(const RateLine& line, figure::Panel& panel) {
  const RateCurve& curve = line.curve;
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  for (size_t i = 0; i < curve.points.size(); ++i)
    panel.data.push_back({"loss", line.label, fmt::format("{}", curve.points[i].rate), "",
                          curve.points[i].loss, curve.low.empty() ? kNone : curve.low[i],
                          curve.high.empty() ? kNone : curve.high[i]});
  if (curve.suggestion.lr_min)
    panel.data.push_back({"lr_min", line.label, "", "", *curve.suggestion.lr_min});
  if (curve.suggestion.lr_max)
    panel.data.push_back({"lr_max", line.label, "", "", *curve.suggestion.lr_max});
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
std::array<double, 2> sensible_range(const std::vector<std::vector<RateLine>>& all) {
  double start = 0, lowest = 0;
  for (const auto& panel : all)
    for (const auto& [curve, label, colour, alias] : panel) {
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

void draw_rates(const std::vector<std::vector<RateLine>>& panels,
                const std::optional<std::array<double, 2>>& ylim, Figure& figure) {
  const std::array<double, 2> range = ylim ? *ylim : sensible_range(panels);
  size_t most = 0;
  bool bounds_named = false, mark_named = false;
  for (size_t p = 0; p < panels.size(); ++p) {
    figure::Panel& panel = figure.panels[p];
    panel.subtitle = panels[p].size() == 1 ? bounds_text(panels[p][0].curve.suggestion) : "";
    if (panel.y.scale == figure::Scale::kLinear) panel.y.range = range;
    const double top = panel.y.range ? range[1] : std::numeric_limits<double>::max();
    for (const RateLine& rates : panels[p]) {
      most = std::max(most, rates.curve.most);
      add_data(rates, panel);
      for (figure::Series& line : lines_of(rates, top)) {
        if (line.draw == figure::Draw::kPoints && !mark_named) {
          line.label = "diverged";
          mark_named = true;
        }
        panel.series.push_back(std::move(line));
      }
    }
    for (const RateLine& rates : panels[p]) {
      const RateSuggestion& suggestion = rates.curve.suggestion;
      if (!suggestion.lr_min || !suggestion.lr_max || rates.alias) continue;
      const int colour = panels[p].size() == 1 ? figure::kGrey : rates.colour;
      panel.series.push_back(bound(*suggestion.lr_min, range, false, colour));
      panel.series.push_back(bound(*suggestion.lr_max, range, true, colour));
      if (!bounds_named) {
        panel.series[panel.series.size() - 2].label = "lr_min";
        panel.series.back().label = "lr_max";
      }
      bounds_named = true;
    }
  }
  tell_apart(figure);
  figure.note = "Training loss at each rate.";
  if (mark_named)
    figure.note += " A triangle marks the rate from which on losses lie above the picture.";
  if (most < 2) return;
  figure.note += fmt::format(" Median of {} seeds", most);
  if (figure.bands)
    figure.note +=
        fmt::format("; band: {}", most < 5 ? "smallest to largest" : "10th to 90th percentile");
  figure.note += ".";
}

}  // namespace gradus
