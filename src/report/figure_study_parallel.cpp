// Parallel coordinates: a line for each point of a search, over a vertical axis for each axis of
// the study and one for the objective.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "report/figure_names.hpp"
#include "report/figure_parallel.hpp"
#include "report/figure_study.hpp"
#include "report/figure_ticks.hpp"

namespace gradus {
namespace {

// "best 0.9525: learning rate 0.001, beta 1 0.9 · 3 of 36 points have no value".
std::string best_text(const FigureContext& context, const std::vector<SearchPoint>& points,
                      bool higher) {
  std::string text;
  if (const auto best = best_of(points, higher))
    text = fmt::format("best {}: {}", number_text(points[*best].value),
                       point_label(context.study, points[*best].variant, context.spec.panels));
  const auto without =
      static_cast<size_t>(std::count_if(points.begin(), points.end(), [](const SearchPoint& point) {
        return !std::isfinite(point.value);
      }));
  if (without > 0)
    text += fmt::format("{}{} of {} without a value", text.empty() ? "" : " · ", without,
                        points.size());
  return text;
}

}  // namespace

Figure parallel_figure(const FigureContext& context) {
  const study::FigureSpec& spec = context.spec;
  study::FigureSpec whole = spec;
  whole.by_given = true;  // all points of a panel are of one sort
  const Groups groups = group_variants(context.study, whole, "");
  Figure figure = framed(context, groups);
  const study::TrialIndex index(context.study, context.results);
  const bool higher = higher_is_better(context.study, spec.y[0]);
  std::vector<std::vector<SearchPoint>> points;
  std::vector<std::vector<AxisScale>> scales;
  size_t most = 0;
  for (const PanelGroup& panel : groups.panels) {
    points.push_back(search_points(context.study, index, panel.variants, spec.y[0]));
    scales.push_back(axis_scales(context.study, panel.variants, spec.panels));
    most = std::max(most, scales.back().size() + 1);
  }
  const ObjectiveScale objective = objective_scale(points, higher, spec.yscale == "log");
  figure.share_x = figure.share_y = false;
  const bool side_by_side = groups.panels.size() > 1 && most <= 5;
  if (figure.columns == 0) figure.columns = side_by_side ? 2 : 1;
  figure.width =
      figure.columns == 1 ? std::clamp(110.0 * static_cast<double>(most), 560.0, 900.0) : 430;
  figure.height = figure.columns == 1 ? 330 : 270;
  bool lacking = false, unfinished = false;
  for (size_t p = 0; p < groups.panels.size(); ++p) {
    if (points[p].empty()) continue;
    figure.panels[p].subtitle = best_text(context, points[p], higher);
    for (const SearchPoint& point : points[p]) {
      unfinished = unfinished || !std::isfinite(point.value);
      lacking = lacking || std::any_of(scales[p].begin(), scales[p].end(), [&](const auto& scale) {
                  return value_on(context.study.variants[point.variant], scale.axis) == nullptr;
                });
    }
    draw_parallel(context.study, spec.y[0], objective, std::move(scales[p]), std::move(points[p]),
                  figure.width, figure.height, figure.panels[p]);
  }
  const std::string what = metric_label(context.study, spec.y[0]);
  figure.shades =
      fmt::format("{}, {} to {}", what, number_text(higher ? objective.low : objective.high, 3),
                  number_text(higher ? objective.high : objective.low, 3));
  figure.note = fmt::format(
      "A line for each point{}. Lines through one value stand side by side, the better above.",
      stands_for_many(context) ? fmt::format("; its {} is the mean over folds and seeds", what)
                               : "");
  if (lacking) figure.note += " Dotted: past an axis that the point does not have.";
  if (unfinished)
    figure.note +=
        " Grey lines end before the last axis: a training failed, or the search ended it early.";
  return figure;
}

}  // namespace gradus
