#include "report/figure_critical.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "report/figure_text.hpp"
#include "report/figure_ticks.hpp"
#include "report/style.hpp"

namespace gradus {
namespace {

constexpr double kWidth = 820, kMargin = 12;    // of the plot, in pixels
constexpr double kHead = 62;                    // above the scale: its numbers, and the bar
constexpr double kLine = 15, kBetweenRows = 8;  // of names
constexpr double kBetweenBars = 9;
constexpr double kBeside = 5, kBend = 8;  // from leader to leader, and down to there
constexpr int kInk = 6;                   // of the palette
constexpr const char* kScale = "average rank";

// Bars that do not meet share a level.
std::vector<size_t> levels_of(const std::vector<std::pair<size_t, size_t>>& runs) {
  std::vector<size_t> levels, ends;
  for (const auto& [first, last] : runs) {
    size_t level = 0;
    while (level < ends.size() && ends[level] >= first) ++level;
    if (level == ends.size()) ends.push_back(0);
    ends[level] = last;
    levels.push_back(level);
  }
  return levels;
}

// Lines break behind commas only.
std::string unbroken(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i)
    out += text[i] == ' ' && i > 0 && text[i - 1] != ',' ? "\u00a0" : std::string(1, text[i]);
  return out;
}

// Horizontally the unit is a rank, vertically a pixel.
class Diagram {
 public:
  Diagram(const std::vector<RankedName>& points, double difference)
      : points_(points), difference_(difference), runs_(cliques(points, difference)) {
    levels_ = levels_of(runs_);
    const double most = 0.3 * kWidth;
    for (const RankedName& point : points_) {
      names_.push_back(
          wrap_text(unbroken(fmt::format("{} ({})", point.name, number_text(point.rank, 3))), most,
                    style::kLabelSize));
      lines_ = std::max(lines_, names_.back().size());
    }
    left_ = (points_.size() + 1) / 2;
    low_ = points_.empty() ? 1 : std::floor(points_.front().rank);
    high_ = std::max(points_.empty() ? 2 : std::ceil(points_.back().rank), low_ + 1);
    const double from = std::max(margin(0, left_), text_width(kScale, style::kTickSize) + 26),
                 to = kWidth - margin(left_, points_.size());
    per_rank_ = (to - from) / (high_ - low_);
    first_ = low_ - from / per_rank_;
    last_ = high_ + (kWidth - to) / per_rank_;
    spread_leaders();
  }

  figure::Panel draw(double& height) {
    const size_t deep = levels_.empty() ? 0 : 1 + *std::max_element(levels_.begin(), levels_.end());
    rows_ = 12 + kBend + kBetweenBars * static_cast<double>(deep);
    const double row = kLine * static_cast<double>(lines_) + kBetweenRows;
    height = kHead + rows_ + row * static_cast<double>(left_) + 4;
    panel_.x.range = {{first_, last_}};
    panel_.y.range = {{kHead - height, kHead}};
    panel_.x.hidden = panel_.y.hidden = true;
    draw_scale();
    draw_difference();
    panel_.data.push_back({"critical difference", "", "", "", difference_});
    for (size_t i = 0; i < points_.size(); ++i) draw_point(i, row);
    for (size_t k = 0; k < runs_.size(); ++k) {
      const double y = -4 - kBend - kBetweenBars * static_cast<double>(levels_[k]);
      const double over = 4 / per_rank_;
      add({leaders_[runs_[k].first] - over, leaders_[runs_[k].second] + over}, {y, y},
          "cannot be told apart", 4.5);
    }
    return std::move(panel_);
  }

 private:
  // Room for the names of points [begin, end) beside the scale.
  [[nodiscard]] double margin(size_t begin, size_t end) const {
    double widest = 0;
    for (size_t i = begin; i < end; ++i)
      for (const std::string& line : names_[i])
        widest = std::max(widest, text_width(line, style::kLabelSize));
    return widest + kMargin + 22;
  }

  void add(std::vector<double> x, std::vector<double> y, const std::string& name, double width) {
    figure::Series line;
    line.name = name;
    line.x = std::move(x);
    line.y = std::move(y);
    line.colour = kInk;
    line.width = width;
    panel_.series.push_back(std::move(line));
  }

  // Ranks that are equal, or nearly so, have lines side by side around their place.
  void spread_leaders() {
    const double least = kBeside / per_rank_;
    for (const RankedName& point : points_) leaders_.push_back(point.rank);
    for (size_t begin = 0; begin < points_.size();) {
      size_t end = begin + 1;
      double sum = points_[begin].rank;
      const auto first = [&] {
        const auto n = static_cast<double>(end - begin);
        return sum / n - least * (n - 1) / 2;
      };
      while (end < points_.size() &&
             points_[end].rank < first() + least * static_cast<double>(end - begin))
        sum += points_[end++].rank;
      const double at = first();
      for (size_t i = begin; i < end; ++i)
        leaders_[i] = at + least * static_cast<double>(i - begin);
      begin = end;
    }
  }

  void draw_scale() {
    figure::Text name{low_ - 14 / per_rank_, 16, kScale, figure::Text::Align::kRight};
    name.quiet = true;
    panel_.texts.push_back(std::move(name));
    add({low_, high_}, {0, 0}, kScale, 1.4);
    const Ticks ticks =
        make_ticks(figure::Scale::kLinear, low_, high_, (high_ - low_) * per_rank_ / 32, true);
    for (const auto& [rank, text] : ticks.major) {
      add({rank, rank}, {0, 6}, kScale, 1.4);
      figure::Text number{rank, 16, text};
      number.quiet = true;
      panel_.texts.push_back(std::move(number));
    }
  }

  // The bar of the critical difference stands above the scale; one longer than it says so.
  void draw_difference() {
    const bool fits = low_ + difference_ <= high_;
    const double end = fits ? low_ + difference_ : high_, y = 38, up = 4;
    add({low_, end}, {y, y}, "critical difference", 1.4);
    add({low_, low_}, {y - up, y + up}, "critical difference", 1.4);
    if (fits) add({end, end}, {y - up, y + up}, "critical difference", 1.4);
    panel_.texts.push_back({low_, y + 13,
                            fmt::format("critical difference {}{}", number_text(difference_, 3),
                                        fits ? "" : ", longer than the scale"),
                            figure::Text::Align::kLeft});
  }

  // From its place on the scale down to its row, and out to its name. The outermost have the
  // highest rows, so that no two cross.
  void draw_point(size_t i, double row) {
    const bool left = i < left_;
    const double place = static_cast<double>(left ? i : points_.size() - 1 - i);
    const double y = -rows_ - row * place - kLine * static_cast<double>(lines_) / 2;
    const double out = left ? low_ - 14 / per_rank_ : high_ + 14 / per_rank_;
    const double rank = points_[i].rank;
    add({rank, leaders_[i], leaders_[i], out}, {0, -kBend, y, y}, points_[i].name, 1);
    panel_.data.push_back({"rank", points_[i].name, "", "", rank});
    const auto count = static_cast<double>(names_[i].size());
    for (size_t k = 0; k < names_[i].size(); ++k)
      panel_.texts.push_back({out + (left ? -6 : 6) / per_rank_,
                              y + kLine * ((count - 1) / 2 - static_cast<double>(k)), names_[i][k],
                              left ? figure::Text::Align::kRight : figure::Text::Align::kLeft});
  }

  const std::vector<RankedName>& points_;
  double difference_;
  std::vector<std::pair<size_t, size_t>> runs_;
  std::vector<size_t> levels_;
  std::vector<std::vector<std::string>> names_;
  std::vector<double> leaders_;  // where the lines to the names go down
  size_t lines_ = 1, left_ = 0;
  double low_ = 1, high_ = 2, per_rank_ = 1, first_ = 0, last_ = 1, rows_ = 0;
  figure::Panel panel_;
};

}  // namespace

std::vector<std::pair<size_t, size_t>> cliques(const std::vector<RankedName>& points,
                                               double difference) {
  std::vector<std::pair<size_t, size_t>> runs;
  for (size_t first = 0, reached = 0; first < points.size(); ++first) {
    size_t last = first;
    while (last + 1 < points.size() && points[last + 1].rank - points[first].rank <= difference)
      ++last;
    if (last == first || (!runs.empty() && last <= reached)) continue;
    runs.emplace_back(first, last);
    reached = last;
  }
  return runs;
}

std::string critical_note(double p) {
  return fmt::format(
      "left is best. Bars join points that cannot be told apart at 5 % (Nemenyi's test). "
      "Friedman's "
      "test that all are equal: p {}.",
      p < 0.001 ? "< 0.001" : fmt::format("= {:.2g}", p));
}

figure::Panel critical_difference_panel(const std::vector<RankedName>& points, double difference,
                                        Figure& figure) {
  figure.width = kWidth;
  return Diagram(points, difference).draw(figure.height);
}

}  // namespace gradus
