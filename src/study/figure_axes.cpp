#include "study/figure_axes.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "study/figure_kinds.hpp"
#include "study/figure_points.hpp"
#include "study/rate_axis.hpp"

namespace gradus::study {
namespace {

// Axes that are neither drawn nor fixed.
std::vector<std::string> rest_of(const Known& known, const FigureSpec& figure) {
  std::vector<std::string> rest;
  const bool refits = shows_refits(figure);
  for (const Axis& axis : known.axes) {
    const auto in = [&](const std::vector<std::string>& names) {
      return std::find(names.begin(), names.end(), axis.name) != names.end();
    };
    const bool fixed =
        std::any_of(figure.where.begin(), figure.where.end(), [&](const auto& condition) {
          return condition.first == axis.name && condition.second.size() == 1;
        });
    // A refit is one point, whatever its other axes: only which refit it is tells it apart.
    if (refits != (axis.name == kRefitAxis)) continue;
    if (axis.values.size() < 2 || fixed || in(figure.panels) || in(figure.by) ||
        figure.x == axis.name || figure.y_axis == axis.name)
      continue;
    rest.push_back(axis.name);
  }
  return rest;
}

// How many lines all that remains would make, at least: points may be drawn later.
size_t series_to_come(const Known& known, const Study& study, FigureSpec figure,
                      const std::vector<std::string>& rest) {
  figure.by = rest;
  const size_t now = series_of(known, figure);
  return study.search && study.search->points > 0 && !rest.empty()
             ? std::max(now, static_cast<size_t>(study.search->points))
             : now;
}

}  // namespace

void place_axes(const Known& known, const Study& study, const Node& node, const Path& path,
                FigureSpec& figure) {
  const Context& c = known.context;
  const std::vector<std::string> rest = rest_of(known, figure);
  // Where the search settles what a figure does not name, the best point speaks for all.
  FigureSpec settled = figure;
  settled.by_given = true;
  if (best_points(study, settled)) {
    if (figure.by_given) return;
    const bool lines = figure.kind == "line" || figure.kind == "survival";
    if (lines && series_to_come(known, study, figure, rest) <= kMostSeries)
      figure.by = rest;
    else
      figure.by_given = true;
    return;
  }
  if (pools(figure.kind)) {
    // Values that no two points share tell nothing apart.
    std::vector<std::string> apart = rest;
    std::erase_if(apart, [&](const std::string& name) { return is_drawn(*known.axis(name)); });
    FigureSpec with = figure;
    with.by = apart;
    if (!figure.by_given && series_of(known, with) <= kMostSeries) figure.by = apart;
    figure.by_given = true;
    return;
  }
  if (one_network(figure.kind) || figure.predictions) {
    if (figure.panels.size() + rest.size() > 2)
      c.fail(node, path, fmt::format("axis {} is nowhere", rest.back()),
             "add it to panels or where");
    for (const std::string& name : rest)
      if (is_drawn(*known.axis(name)))
        c.fail(node, path, fmt::format("axis {} is drawn, and each value would be a panel", name),
               "show a refit, with where = { refit = \"best\" }");
    figure.panels.insert(figure.panels.end(), rest.begin(), rest.end());
    return;
  }
  if (!rest.empty() && figure.by_given)
    c.fail(node, path, fmt::format("axis {} is nowhere", rest[0]), "add it to by, panels or where");
  if (!figure.by_given) figure.by = rest;
  if (const size_t series = series_of(known, figure); series > kMostSeries)
    c.fail(node, path, fmt::format("{} series in one panel", series), "use panels or where");
}

void place_rates(const Known& known, const Node& node, const Path& path, FigureSpec& figure) {
  figure.x = rate_axis(known.axes, known.variants, figure.where);
  if (figure.x.empty() && !has_schedule(known.variants, figure.where))
    known.context.fail(node, path, "needs learning rates to compare",
                       "vary the rate, or let a schedule such as exponential_decay raise it");
}

}  // namespace gradus::study
