#include "report/figure_mark.hpp"

#include <fmt/core.h>

#include <cmath>

#include "report/figure_names.hpp"

namespace gradus {

std::optional<figure::Series> extreme_of(const figure::Series& line,
                                         const study::MetricQuery& mark) {
  std::optional<size_t> best;
  for (size_t i = 0; i < line.y.size(); ++i) {
    if (!std::isfinite(line.y[i])) continue;
    const bool beats =
        !best || (mark.reduce == "max" ? line.y[i] > line.y[*best] : line.y[i] < line.y[*best]);
    if (beats) best = i;
  }
  if (!best) return std::nullopt;
  figure::Series point;
  point.x = {line.x[*best]};
  point.y = {line.y[*best]};
  point.colour = line.colour;
  point.draw = figure::Draw::kPoints;
  point.mark = 1.8;
  return point;
}

std::string mark_text(const study::Study& study, const study::MetricQuery& mark,
                      const figure::Series& point, const std::string& unit) {
  return fmt::format("{}: {:.4g} at {} {:g}", metric_label(study, mark), point.y[0], unit,
                     point.x[0]);
}

}  // namespace gradus
