#include "report/figure_apart.hpp"

#include <algorithm>
#include <set>
#include <vector>

#include "report/style.hpp"

namespace gradus {
namespace {

bool is_line(const figure::Series& s) {
  return s.draw != figure::Draw::kPoints && s.colour >= 0 && !s.shade;
}

template <class F>
void for_each_series(Figure& figure, F&& f) {
  for (figure::Panel& panel : figure.panels)
    for (figure::Series& series : panel.series) f(series);
}

size_t most_bands(const Figure& figure) {
  size_t most = 0;
  for (const figure::Panel& panel : figure.panels)
    most = std::max<size_t>(most,
                            std::count_if(panel.series.begin(), panel.series.end(),
                                          [](const figure::Series& s) { return !s.low.empty(); }));
  return most;
}

}  // namespace

void tell_apart(Figure& figure) {
  if (most_bands(figure) > kMostBands) figure.bands = false;
  bool dashed = false;
  std::set<int> colours;
  for_each_series(figure, [&](figure::Series& s) {
    if (!is_line(s) || s.label.empty()) return;
    dashed = dashed || s.dash != figure::Dash::kSolid;
    colours.insert(s.colour);
  });
  if (colours.size() < 2) return;
  for_each_series(figure, [&](figure::Series& s) {
    if (!is_line(s)) return;
    if (s.draw == figure::Draw::kLinePoints) s.marker = s.colour;
    if (!dashed && !s.label.empty()) s.dash = style::dash_by(s.colour);
  });
}

void title_legend(Figure& figure, const std::string& beginning) {
  const std::string head = beginning + " ";
  std::vector<std::string*> labels;
  for (figure::Panel& panel : figure.panels) {
    for (figure::Series& s : panel.series) labels.push_back(&s.label);
    for (figure::Shape& s : panel.shapes) labels.push_back(&s.series);
    for (figure::Datum& d : panel.data) labels.push_back(&d.series);
  }
  std::erase_if(labels, [](const std::string* label) { return label->empty(); });
  std::set<std::string> distinct;
  for (const std::string* label : labels) {
    if (!label->starts_with(head)) return;
    distinct.insert(*label);
  }
  if (distinct.size() < 3) return;
  figure.legend_title = beginning;
  for (std::string* label : labels) label->erase(0, head.size());
}

}  // namespace gradus
