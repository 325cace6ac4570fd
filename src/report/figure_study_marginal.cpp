// Marginal effects: for each axis of a search, the objective over the points at each of its values.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "gradus/study/statistics.hpp"
#include "report/figure_axis_scale.hpp"
#include "report/figure_curves.hpp"
#include "report/figure_names.hpp"
#include "report/figure_study.hpp"
#include "report/figure_text.hpp"
#include "report/findings/words.hpp"
#include "report/search_points.hpp"
#include "report/style.hpp"

namespace gradus {
namespace {

// Points that stand at one place of an axis: of one value, or of a stretch of drawn numbers.
struct Stand {
  double x = 0;
  std::vector<double> values;  // rising, in the end
  std::vector<double> places;  // of the values, as they were found
  [[nodiscard]] double best_place(bool higher) const {
    size_t best = 0;
    for (size_t i = 1; i < values.size(); ++i)
      if (higher ? values[i] > values[best] : values[i] < values[best]) best = i;
    return places[best];
  }
};

std::vector<Stand> by_value(const study::Study& study, const AxisScale& scale,
                            const std::vector<SearchPoint>& points) {
  std::vector<Stand> out;
  for (size_t i = 0; i < scale.values.size(); ++i) {
    Stand stand;
    stand.x = scale.names ? static_cast<double>(i + 1) : number_of(scale.values[i]);
    for (const SearchPoint& point : points) {
      const auto* own = value_on(study.variants[point.variant], scale.axis);
      if (own && study::text(*own) == study::text(scale.values[i]) && std::isfinite(point.value))
        stand.values.push_back(point.value);
    }
    stand.places.assign(stand.values.size(), stand.x);
    if (!stand.values.empty()) out.push_back(std::move(stand));
  }
  return out;
}

// Drawn numbers have a point each: neighbours are taken together, about as many as there are
// groups.
std::vector<Stand> by_stretch(const study::Study& study, const AxisScale& scale,
                              const std::vector<SearchPoint>& points) {
  std::vector<std::pair<double, double>> found;
  for (const SearchPoint& point : points) {
    const auto* own = value_on(study.variants[point.variant], scale.axis);
    if (own && std::isfinite(point.value)) found.emplace_back(number_of(*own), point.value);
  }
  std::sort(found.begin(), found.end());
  size_t groups = 1;
  while (groups < kFewValues && (groups + 1) * (groups + 1) <= found.size()) ++groups;
  std::vector<Stand> out;
  for (size_t g = 0; g < groups; ++g) {
    const size_t begin = g * found.size() / groups, end = (g + 1) * found.size() / groups;
    if (begin == end) continue;
    Stand stand;
    // The middle one, whatever the scale.
    stand.x =
        (found[begin + (end - begin - 1) / 2].first + found[begin + (end - begin) / 2].first) / 2;
    for (size_t i = begin; i < end; ++i) {
      stand.places.push_back(found[i].first);
      stand.values.push_back(found[i].second);
    }
    out.push_back(std::move(stand));
  }
  return out;
}

struct Effect {
  figure::Series mean, best, points;
  bool single = false;  // a point a place: only those are drawn
};

Effect effect_of(const study::Study& study, const AxisScale& scale,
                 const std::vector<SearchPoint>& points, bool higher) {
  const bool few = scale.names || scale.values.size() <= kFewValues;
  std::vector<Stand> stands =
      few ? by_value(study, scale, points) : by_stretch(study, scale, points);
  Effect effect;
  effect.mean.label = "mean over the points";
  effect.best.label = "best point";
  effect.best.colour = 1;
  effect.best.marker = 1;
  effect.best.dash = figure::Dash::kDashed;
  effect.mean.draw = effect.best.draw = figure::Draw::kLinePoints;
  effect.points.name = "points";
  for (Stand& stand : stands) {
    const double best_place = stand.best_place(higher);
    std::sort(stand.values.begin(), stand.values.end());
    const Spread spread = spread_of_sorted(stand.values.data(), stand.values.size());
    effect.mean.x.push_back(stand.x);
    effect.mean.y.push_back(statistics::mean(stand.values));
    effect.mean.low.push_back(spread.low);
    effect.mean.high.push_back(spread.high);
    effect.best.x.push_back(best_place);
    effect.best.y.push_back(higher ? stand.values.back() : stand.values.front());
  }
  effect.points.draw = figure::Draw::kPoints;
  effect.points.colour = figure::kGrey;
  effect.points.mark = 0.7;
  effect.points.label = "a point";
  // A mean of one is a point like any other.
  effect.single =
      !stands.empty() && std::all_of(stands.begin(), stands.end(),
                                     [](const Stand& stand) { return stand.values.size() == 1; });
  if (effect.single) {
    effect.points.x = effect.mean.x;
    effect.points.y = effect.mean.y;
    effect.points.mark = 1;
    // A line where there are numbers between; of all points the best is marked.
    if (!scale.names) effect.points.draw = figure::Draw::kLinePoints;
    effect.points.width = 1.2;
    const auto& y = effect.mean.y;
    const auto best =
        (higher ? std::max_element(y.begin(), y.end()) : std::min_element(y.begin(), y.end())) -
        y.begin();
    effect.best.x = {effect.mean.x[static_cast<size_t>(best)]};
    effect.best.y = {y[static_cast<size_t>(best)]};
    effect.best.draw = figure::Draw::kPoints;
    effect.best.dash = figure::Dash::kSolid;
    effect.best.mark = 1.4;
  }
  if (few || effect.single) return effect;
  for (const SearchPoint& point : points) {
    const auto* own = value_on(study.variants[point.variant], scale.axis);
    if (!own || !std::isfinite(point.value)) continue;
    effect.points.x.push_back(number_of(*own));
    effect.points.y.push_back(point.value);
  }
  return effect;
}

// Of names there is nothing between two values: neither a line nor a band, but a bar of the spread.
void add_names(figure::Panel& panel, Effect effect) {
  figure::Series bars;
  bars.name = "spread";
  bars.width = 6;
  bars.colour = figure::kGrey;
  const double gap = std::numeric_limits<double>::quiet_NaN();
  for (size_t i = 0; i < effect.mean.x.size(); ++i) {
    if (!(effect.mean.high[i] > effect.mean.low[i])) continue;
    bars.x.insert(bars.x.end(), 3, effect.mean.x[i]);
    bars.y.insert(bars.y.end(), {effect.mean.low[i], effect.mean.high[i], gap});
  }
  effect.mean.low = effect.mean.high = {};
  effect.mean.draw = effect.best.draw = figure::Draw::kPoints;
  effect.best.dash = figure::Dash::kSolid;
  if (!bars.x.empty()) panel.series.push_back(std::move(bars));
  panel.series.push_back(std::move(effect.best));
  panel.series.push_back(std::move(effect.mean));
}

void set_places(figure::Panel& panel, const AxisScale& scale, double width) {
  if (!scale.names) {
    panel.x.scale = scale.scale;
    panel.x.whole = scale.whole;
    if (scale.values.size() <= kFewValues)
      for (const study::AxisValue& value : scale.values)
        panel.x.ticks.emplace_back(number_of(value), study::text(value));
    double room = 0;
    for (const auto& tick : panel.x.ticks) room += text_width(tick.second, style::kTickSize) + 8;
    if (room > width) panel.x.ticks.clear();
    return;
  }
  panel.x.range = {{0.5, static_cast<double>(scale.values.size()) + 0.5}};
  const double room = width / static_cast<double>(scale.values.size()) - 6;
  bool fits = true;
  for (const study::AxisValue& value : scale.values)
    fits = fits && text_width(study::text(value), style::kTickSize) <= room;
  std::string told;
  for (size_t i = 0; i < scale.values.size(); ++i) {
    const std::string name = study::text(scale.values[i]), number = std::to_string(i + 1);
    panel.x.ticks.emplace_back(static_cast<double>(i + 1), fits ? name : number);
    told += (told.empty() ? "" : " · ") + number + "\u00a0" + name;
  }
  if (!fits) panel.x.label += ": " + told;
}

}  // namespace

Figure marginal_figure(const FigureContext& context) {
  const study::FigureSpec& spec = context.spec;
  study::FigureSpec whole = spec;
  whole.by_given = true;
  const Groups groups = group_variants(context.study, whole, "");
  const study::TrialIndex index(context.study, context.results);
  const bool higher = higher_is_better(context.study, spec.y[0]);
  std::vector<std::vector<AxisScale>> scales;
  size_t most = 1;
  for (const PanelGroup& group : groups.panels) {
    scales.push_back(axis_scales(context.study, group.variants, spec.panels));
    most = std::max(most, scales.back().size());
  }
  // A row for each group, its axes from the left; of many axes, several rows.
  Groups places;
  const bool single = most == 1;
  places.columns = single      ? std::clamp<size_t>(groups.panels.size(), 1, 3)
                   : most <= 4 ? most
                   : most <= 6 ? 3
                               : 4;
  std::vector<std::pair<size_t, size_t>> shown;  // group and axis; past its axes: blank
  for (size_t g = 0; g < groups.panels.size(); ++g) {
    const size_t rows =
        std::max<size_t>((scales[g].size() + places.columns - 1) / places.columns, 1);
    for (size_t a = 0; a < (single ? 1 : rows * places.columns); ++a) {
      places.panels.push_back(groups.panels[g]);
      shown.emplace_back(g, a);
    }
    places.rows += single ? 0 : rows;
  }
  Figure figure = framed(context, places);
  figure.share_x = false;
  figure.share_y = true;
  const double width = places.columns == 1   ? 560
                       : places.columns == 2 ? 400
                       : places.columns == 3 ? 285
                                             : 225;
  figure.width = width;
  size_t without = 0, all = 0;
  double low = std::numeric_limits<double>::infinity(), high = -low;
  bool drawn = false, spread = false;
  for (size_t p = 0; p < shown.size(); ++p) {
    const auto [g, a] = shown[p];
    figure::Panel& panel = figure.panels[p];
    const std::string title = panel.title;
    if (a > 0) panel.title.clear();
    if (a >= scales[g].size() && !(a == 0 && scales[g].empty())) {
      panel.blank = true;
      continue;
    }
    panel.y.label = metric_label(context.study, spec.y[0]);
    if (scales[g].empty()) continue;  // "no data"
    const AxisScale& scale = scales[g][a];
    const auto points = search_points(context.study, index, groups.panels[g].variants, spec.y[0]);
    for (const SearchPoint& point : points) {
      if (a > 0) break;
      ++all;
      without += !std::isfinite(point.value);
      if (std::isfinite(point.value)) {
        low = std::min(low, point.value);
        high = std::max(high, point.value);
      }
    }
    panel.title = title;
    panel.x.label = name_label(context.study, scale.axis);
    set_places(panel, scale, width);
    Effect effect = effect_of(context.study, scale, points, higher);
    if (effect.single) {
      panel.series.push_back(std::move(effect.points));
      panel.series.push_back(std::move(effect.best));
      continue;
    }
    spread = spread || effect.mean.low != effect.mean.high;
    if (scale.names) {
      add_names(panel, std::move(effect));
      continue;
    }
    if (effect.mean.low == effect.mean.high) effect.mean.low = effect.mean.high = {};
    drawn = drawn || !effect.points.x.empty();
    if (!effect.points.x.empty()) panel.series.push_back(std::move(effect.points));
    // Of one point a value, the mean is the best.
    const bool alike = effect.mean.y == effect.best.y;
    panel.series.push_back(std::move(effect.mean));
    if (!alike) panel.series.push_back(std::move(effect.best));
  }
  const bool log = low > 0 && (spec.yscale == "log" || (!higher && spans_decades(low, high)));
  for (figure::Panel& panel : figure.panels)
    panel.y.scale = log ? figure::Scale::kLog : figure::Scale::kLinear;
  figure.note = fmt::format("{} of {} points{}.",
                            finding::sentence_case(metric_label(context.study, spec.y[0])), all,
                            stands_for_many(context) ? ", each the mean over folds and seeds" : "");
  if (spread)
    figure.note +=
        " Band or bar: how far the points at a value reach, 10th to 90th percentile (smallest to "
        "largest below 5).";
  if (drawn) figure.note += " Where values were drawn, neighbours are taken together.";
  if (without > 0)
    figure.note += fmt::format(" {} without a value {} left out.", finding::many(without, "point"),
                               without == 1 ? "is" : "are");
  return figure;
}

}  // namespace gradus
