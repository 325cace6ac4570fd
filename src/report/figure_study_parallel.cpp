// Parallel coordinates: a line for each point of a search, over a vertical axis for each axis of
// the study and one for the objective.
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "report/figure_axis_scale.hpp"
#include "report/figure_names.hpp"
#include "report/figure_study.hpp"
#include "report/figure_text.hpp"
#include "report/figure_ticks.hpp"
#include "report/findings/words.hpp"
#include "report/search_points.hpp"
#include "report/style.hpp"

namespace gradus {
namespace {

constexpr double kGap = std::numeric_limits<double>::quiet_NaN();
constexpr double kLine = 15;      // of a name below its axis, in pixels
constexpr double kSpread = 0.05;  // of lines through one value, as a share of the axis

// The objective over all panels: one scale, so that colours mean the same everywhere.
struct ObjectiveScale {
  figure::Scale scale = figure::Scale::kLinear;
  double low = 0, high = 1;
  bool higher = true;

  [[nodiscard]] double place(double value) const {
    return high > low ? position_on(scale, low, high, value) : 0.5;
  }
  [[nodiscard]] double shade(double value) const {
    return higher ? place(value) : 1 - place(value);
  }
};

ObjectiveScale objective_scale(const std::vector<std::vector<SearchPoint>>& panels, bool higher,
                               bool log) {
  ObjectiveScale out;
  out.higher = higher;
  double low = std::numeric_limits<double>::infinity(), high = -low;
  for (const auto& points : panels)
    for (const SearchPoint& point : points) {
      if (!std::isfinite(point.value)) continue;
      low = std::min(low, point.value);
      high = std::max(high, point.value);
    }
  if (low > high) return out;
  out.low = low;
  out.high = high;
  if (low > 0 && (log || (!higher && spans_decades(low, high)))) out.scale = figure::Scale::kLog;
  return out;
}

// The size of a plot, and where its axes stand: numbers 1, 2 ... from left to right.
struct Room {
  double width, height;
  double first, last;  // ends of the horizontal scale
  double between;      // pixels from axis to axis
  double below;        // pixels for the names
};

class PanelDrawer {
 public:
  PanelDrawer(const study::Study& study, const study::MetricQuery& metric,
              const ObjectiveScale& objective, std::vector<AxisScale> scales, figure::Panel& panel)
      : study_(study),
        metric_(metric),
        objective_(objective),
        scales_(std::move(scales)),
        panel_(panel) {}

  void draw(std::vector<SearchPoint> points, double width, double height) {
    set_room(width, height);
    draw_axes();
    // The better over the poorer, of equals the first; those without a value below all.
    const auto place = [&](const SearchPoint& point) {
      const bool finite = std::isfinite(point.value);
      return std::tuple(finite, finite ? objective_.shade(point.value) : 0.0, -point.variant);
    };
    std::sort(points.begin(), points.end(),
              [&](const SearchPoint& a, const SearchPoint& b) { return place(a) < place(b); });
    for (size_t i = 0; i < points.size(); ++i)
      add_line(points[i], i, points.size(),
               i + 1 == points.size() && std::isfinite(points[i].value));
  }

 private:
  [[nodiscard]] std::string name_of(size_t axis) const {
    return axis < scales_.size() ? name_label(study_, scales_[axis].axis)
                                 : metric_label(study_, metric_);
  }
  [[nodiscard]] std::vector<std::pair<double, std::string>> ticks_of(size_t axis) const {
    if (axis < scales_.size()) return scales_[axis].ticks();
    std::vector<std::pair<double, std::string>> out;
    if (!(objective_.high > objective_.low)) return {{0.5, number_text(objective_.low, 3)}};
    for (const auto& [value, text] :
         make_ticks(objective_.scale, objective_.low, objective_.high, 6).major)
      out.emplace_back(objective_.place(value), text);
    return out;
  }

  void set_room(double width, double height) {
    const auto last = static_cast<double>(scales_.size() + 1);
    double lines = 1;
    const double most = width / 3;
    const double left = std::min(std::max(widest(0) + 14, half_name(0, most)), most);
    const double right =
        std::min(std::max(widest(scales_.size()) + 10, half_name(scales_.size(), 150)), most);
    const double between = last > 1 ? (width - left - right) / (last - 1) : width;
    room_ = {width, height, 1 - left / between, last + right / between, between, 0};
    for (size_t a = 0; a <= scales_.size(); ++a)
      lines = std::max(lines, static_cast<double>(name_lines(a).size()));
    room_.below = 12 + kLine * lines;
    inner_ = height - room_.below - 10;
    panel_.x.range = {{room_.first, room_.last}};
    panel_.y.range = {{-room_.below / inner_, 1 + 10 / inner_}};
    panel_.x.hidden = panel_.y.hidden = true;
    panel_.x.scale = panel_.y.scale = figure::Scale::kLinear;
    panel_.x.label = panel_.y.label = "";
  }
  [[nodiscard]] double widest(size_t axis) const {
    double width = 0;
    for (const auto& [place, text] : ticks_of(axis))
      width = std::max(width, text_width(text, style::kTickSize));
    return width;
  }
  // Half of a name's longest line, of at most `width`.
  [[nodiscard]] double half_name(size_t axis, double width) const {
    double longest = 0;
    for (const std::string& line : wrap_text(name_of(axis), width, style::kLabelSize))
      longest = std::max(longest, text_width(line, style::kLabelSize));
    return longest / 2;
  }
  [[nodiscard]] std::vector<std::string> name_lines(size_t axis) const {
    return wrap_text(name_of(axis), std::min(room_.between - 10, 150.0), style::kLabelSize);
  }

  void draw_axes() {
    for (size_t a = 0; a <= scales_.size(); ++a) {
      const double x = static_cast<double>(a + 1);
      figure::Series line;
      line.name = "axis " + name_of(a);
      line.x = {x, x};
      line.y = {0, 1};
      line.colour = 6;
      line.width = 1;
      panel_.series.push_back(std::move(line));
      const std::vector<std::string> lines = name_lines(a);
      for (size_t k = 0; k < lines.size(); ++k)
        panel_.texts.push_back(
            {x, -(12 + kLine * (static_cast<double>(k) + 0.5)) / inner_, lines[k]});
      double previous = -1;
      for (const auto& [place, text] : ticks_of(a)) {
        // Numbers closer than a line of text would run into each other.
        if (previous >= 0 && std::abs(place - previous) * inner_ < 13) continue;
        previous = place;
        figure::Text tick;
        // Those of the objective stand outside, where no line runs.
        const bool last = a == scales_.size();
        tick.x = x + (last ? 8 : -6) / room_.between;
        tick.y = place;
        tick.text = shortened(text, a == 0 ? room_.width / 3 : room_.between - 14);
        tick.align = last ? figure::Text::Align::kLeft : figure::Text::Align::kRight;
        tick.quiet = true;
        tick.boxed = !last;
        panel_.texts.push_back(std::move(tick));
      }
    }
  }
  static std::string shortened(const std::string& text, double width) {
    if (text_width(text, style::kTickSize) <= width) return text;
    std::string out = text;
    while (out.size() > 1 && text_width(out + "…", style::kTickSize) > width) {
      out.pop_back();
      // Not within a character of several bytes.
      while (!out.empty() && (static_cast<unsigned char>(out.back()) & 0xc0) == 0x80)
        out.pop_back();
    }
    return out + "…";
  }

  // Where the line of the i-th of n points crosses an axis. Lines through one of few values stand
  // side by side, or a grid's would cover each other.
  [[nodiscard]] double crossing(size_t axis, const study::AxisValue& value, size_t i,
                                size_t n) const {
    const AxisScale& scale = scales_[axis];
    const double place = scale.place(value);
    if (!scale.names && scale.values.size() > kFewValues) return place;
    const double share = n < 2 ? 0 : static_cast<double>(i) / static_cast<double>(n - 1) - 0.5;
    return place + kSpread * share;
  }

  void add_line(const SearchPoint& point, size_t i, size_t n, bool best) {
    figure::Series line;
    line.name = point_label(study_, point.variant);
    line.width = 1.5;
    line.mark = 0.55;
    line.draw = figure::Draw::kLinePoints;
    figure::Series passing = line;
    passing.draw = figure::Draw::kLine;
    passing.dash = figure::Dash::kDotted;
    bool missing = false;
    for (size_t a = 0; a <= scales_.size(); ++a) {
      double y = kGap;
      if (a == scales_.size()) {
        if (std::isfinite(point.value)) y = objective_.place(point.value);
      } else if (const auto* value = value_on(study_.variants[point.variant], scales_[a].axis)) {
        y = crossing(a, *value, i, n);
      }
      if (!std::isfinite(y)) {
        missing = true;
        continue;
      }
      const double x = static_cast<double>(a + 1);
      if (missing && !line.x.empty()) {
        passing.x.insert(passing.x.end(), {line.x.back(), x, x});
        passing.y.insert(passing.y.end(), {line.y.back(), y, kGap});
        line.x.push_back(x);
        line.y.push_back(kGap);
      }
      missing = false;
      line.x.push_back(x);
      line.y.push_back(y);
    }
    if (best) {
      line.label = "best point";
      line.colour = 1;
      line.width = 2.8;
      line.mark = 0.9;
    } else if (std::isfinite(point.value)) {
      line.shade = objective_.shade(point.value);
    } else {
      line.colour = figure::kGrey;
      line.width = 1;
    }
    passing.shade = line.shade;
    passing.colour = line.colour;
    passing.width = best ? line.width : 0.9;
    if (!passing.x.empty()) panel_.series.push_back(std::move(passing));
    panel_.series.push_back(std::move(line));
  }

  const study::Study& study_;
  const study::MetricQuery& metric_;
  const ObjectiveScale& objective_;
  std::vector<AxisScale> scales_;
  figure::Panel& panel_;
  Room room_{};
  double inner_ = 1;
};

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
    PanelDrawer(context.study, spec.y[0], objective, std::move(scales[p]), figure.panels[p])
        .draw(std::move(points[p]), figure.width, figure.height);
  }
  const std::string what = metric_label(context.study, spec.y[0]);
  figure.shades =
      fmt::format("{}, {} to {}", what, number_text(higher ? objective.low : objective.high, 3),
                  number_text(higher ? objective.high : objective.low, 3));
  figure.note = fmt::format(
      "A line for each point; its {} is the mean over folds and seeds. Lines through one value "
      "stand side by side, the better above.",
      what);
  if (lacking) figure.note += " Dotted: past an axis that the point does not have.";
  if (unfinished)
    figure.note +=
        " Grey lines end before the last axis: a training failed, or the search ended it early.";
  return figure;
}

}  // namespace gradus
