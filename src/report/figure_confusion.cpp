#include "report/figure_confusion.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <numeric>

#include "report/figure_text.hpp"
#include "report/style.hpp"

namespace gradus {

std::string row_percent(double share) {
  const double value = 100 * share;
  return value >= 99.95 ? "100" : value < 0.05 ? "<0.1" : fmt::format("{:.1f}", value);
}

namespace {

// Few mistakes stay pale: the darkest orange stands for so much of a row at least.
constexpr double kFaint = 0.2;
constexpr int kRight = 0, kWrong = 1;  // of the palette: blue and vermilion

class Cells {
 public:
  Cells(const ConfusionProbe& sum, double cell, figure::Panel& panel)
      : sum_(sum), classes_(sum.classes.size()), cell_(cell), panel_(panel) {}

  void draw(double worst) {
    for (size_t i = 0; i < classes_; ++i)
      for (size_t j = 0; j < classes_; ++j) draw(i, j, worst);
  }

  [[nodiscard]] double worst() const {
    double most = kFaint;
    for (size_t i = 0; i < classes_; ++i)
      for (size_t j = 0; j < classes_; ++j)
        if (i != j) most = std::max(most, share(i, j));
    return most;
  }

 private:
  [[nodiscard]] int64_t count(size_t i, size_t j) const { return sum_.counts[i * classes_ + j]; }
  [[nodiscard]] double share(size_t i, size_t j) const {
    const auto row = sum_.counts.begin() + static_cast<std::ptrdiff_t>(i * classes_);
    const int64_t all =
        std::accumulate(row, row + static_cast<std::ptrdiff_t>(classes_), int64_t{0});
    return all == 0 ? 0 : static_cast<double>(count(i, j)) / static_cast<double>(all);
  }

  void draw(size_t i, size_t j, double worst) {
    const double x = static_cast<double>(j + 1), y = static_cast<double>(classes_ - i);
    figure::Shape cell;
    panel_.data.push_back(
        {"cell", "", sum_.classes[j], sum_.classes[i], static_cast<double>(count(i, j))});
    cell.x = {x - 0.48, x + 0.48, x + 0.48, x - 0.48};
    cell.y = {y - 0.48, y - 0.48, y + 0.48, y + 0.48};
    cell.colour = i == j ? kRight : kWrong;
    // Even one mistake in thousands is seen; the worst is as strong as can be read on.
    const double strength = i == j ? share(i, j) : share(i, j) / worst;
    cell.opacity = count(i, j) == 0 ? 0.03 : 0.12 + 0.48 * strength;
    if (count(i, j) == 0) cell.colour = 6;
    panel_.shapes.push_back(std::move(cell));
    if (count(i, j) == 0) return;
    words(x, y, count(i, j), row_percent(share(i, j)) + (signs() ? "\u00a0%" : ""));
  }

  // Whether cells have room for the sign of percent.
  [[nodiscard]] bool signs() const {
    return text_width("99.9\u00a0%", style::kTickSize) <= 0.96 * cell_ - 4;
  }

  // The count with the share below it, where there is room for both; else the share, else nothing.
  void words(double x, double y, int64_t count, const std::string& share) {
    const std::string number = std::to_string(count);
    const double room = 0.96 * cell_ - 4;
    const bool count_fits = text_width(number, style::kLabelSize) <= room;
    const bool share_fits = text_width(share, style::kTickSize) <= room;
    const bool both = count_fits && share_fits && cell_ >= 36;
    const double up = both ? 7.5 / cell_ : 0;
    if (both) panel_.texts.push_back({x, y + up, number, figure::Text::Align::kCentre});
    if (!share_fits || cell_ < 18) return;
    figure::Text text{x, y - up, share, figure::Text::Align::kCentre};
    text.small = both;
    panel_.texts.push_back(std::move(text));
  }

  const ConfusionProbe& sum_;
  size_t classes_;
  double cell_;
  figure::Panel& panel_;
};

void name_classes(figure::Panel& panel, const std::vector<std::string>& classes, double cell) {
  const auto n = static_cast<double>(classes.size());
  panel.x.label = "predicted class";
  panel.y.label = "true class";
  panel.x.scale = panel.y.scale = figure::Scale::kLinear;
  panel.x.grid = panel.y.grid = false;
  panel.x.range = panel.y.range = {{0.5, n + 0.5}};
  double widest = 0;
  for (const std::string& name : classes)
    widest = std::max(widest, text_width(name, style::kTickSize));
  // Names too wide to stand side by side below give way to their numbers from 0, told by the rows.
  const bool fits = widest <= cell - 4;
  for (size_t c = 0; c < classes.size(); ++c) {
    const std::string number = std::to_string(c);
    const auto place = static_cast<double>(c + 1);
    panel.x.ticks.emplace_back(place, fits ? classes[c] : number);
    panel.y.ticks.emplace_back(n + 1 - place, fits ? classes[c] : number + "  " + classes[c]);
  }
}

}  // namespace

double worst_share(const ConfusionProbe& sum) {
  figure::Panel none;
  return Cells(sum, 1, none).worst();
}

void draw_confusion(const ConfusionProbe& sum, double size, double worst, figure::Panel& panel) {
  const double cell = size / static_cast<double>(sum.classes.size());
  name_classes(panel, sum.classes, cell);
  Cells(sum, cell, panel).draw(worst);
}

}  // namespace gradus
