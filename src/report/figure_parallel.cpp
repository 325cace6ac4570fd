#include "report/figure_parallel.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <tuple>

#include "report/figure_names.hpp"
#include "report/figure_text.hpp"
#include "report/figure_ticks.hpp"
#include "report/style.hpp"

namespace gradus {
namespace {

constexpr double kGap = std::numeric_limits<double>::quiet_NaN();
constexpr double kLine = 15;  // of a name below its axis, in pixels
// Of lines through one value, as shares of the axis: from line to line, and of all at most.
constexpr double kStep = 0.012, kSpread = 0.05;

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
    count_sharers(points);
    for (size_t i = 0; i < points.size(); ++i)
      add_line(points[i], i + 1 == points.size() && std::isfinite(points[i].value));
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

  // How many lines run through each value of each axis.
  void count_sharers(const std::vector<SearchPoint>& points) {
    for (size_t a = 0; a < scales_.size(); ++a)
      for (const SearchPoint& point : points)
        if (const auto* value = value_on(study_.variants[point.variant], scales_[a].axis))
          ++sharers_[{a, study::text(*value)}].all;
  }

  // Where the next line crosses an axis. Lines through one of few values stand side by side in the
  // order of drawing, or a grid's would cover each other.
  [[nodiscard]] double crossing(size_t axis, const study::AxisValue& value) {
    const AxisScale& scale = scales_[axis];
    const double place = scale.place(value);
    Sharers& sharers = sharers_[{axis, study::text(value)}];
    const auto before = static_cast<double>(sharers.drawn++),
               all = static_cast<double>(sharers.all);
    if (sharers.all < 2 || (!scale.names && scale.values.size() > kFewValues)) return place;
    return place + std::min(kSpread, kStep * (all - 1)) * (before / (all - 1) - 0.5);
  }

  // The point's values; places along the axes are only where they are drawn.
  void add_data(const SearchPoint& point, const std::string& name) {
    for (const AxisScale& scale : scales_)
      if (const auto* value = value_on(study_.variants[point.variant], scale.axis))
        panel_.data.push_back({"setting", name, name_label(study_, scale.axis), study::text(*value),
                               number_of(*value)});
    panel_.data.push_back({"objective", name, metric_label(study_, metric_), "", point.value});
  }

  void add_line(const SearchPoint& point, bool best) {
    figure::Series line;
    line.name = point_label(study_, point.variant);
    line.width = 1.5;
    line.mark = 0.55;
    line.draw = figure::Draw::kLinePoints;
    figure::Series passing = line;
    passing.draw = figure::Draw::kLine;
    passing.dash = figure::Dash::kDotted;
    add_data(point, line.name);
    bool missing = false;
    for (size_t a = 0; a <= scales_.size(); ++a) {
      double y = kGap;
      if (a == scales_.size()) {
        if (std::isfinite(point.value)) y = objective_.place(point.value);
      } else if (const auto* value = value_on(study_.variants[point.variant], scales_[a].axis)) {
        y = crossing(a, *value);
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
  struct Sharers {
    size_t all = 0, drawn = 0;
  };
  std::map<std::pair<size_t, std::string>, Sharers> sharers_;  // by axis and value
  Room room_{};
  double inner_ = 1;
};

}  // namespace

double ObjectiveScale::place(double value) const {
  return high > low ? position_on(scale, low, high, value) : 0.5;
}

double ObjectiveScale::shade(double value) const {
  return higher ? place(value) : 1 - place(value);
}

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

void draw_parallel(const study::Study& study, const study::MetricQuery& metric,
                   const ObjectiveScale& objective, std::vector<AxisScale> scales,
                   std::vector<SearchPoint> points, double width, double height,
                   figure::Panel& panel) {
  PanelDrawer(study, metric, objective, std::move(scales), panel)
      .draw(std::move(points), width, height);
}

}  // namespace gradus
