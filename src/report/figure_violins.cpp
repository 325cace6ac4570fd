#include "report/figure_violins.hpp"

#include <cmath>

#include "report/figure_text.hpp"
#include "report/style.hpp"

namespace gradus {
namespace {

constexpr int kDarkGrey = 6;  // of the palette

}  // namespace

void add_violin(figure::Panel& panel, double at, const Reading& reading, int colour) {
  const Silhouette& s = reading.silhouette;
  if (s.at.empty()) {
    figure::Series points;
    points.draw = figure::Draw::kPoints;
    points.colour = colour;
    points.label = "";
    std::vector<double> values = reading.values;
    // Of many equal values one point says all.
    if (values.empty()) values = {reading.distribution.quantiles[3]};
    for (const double v : values) {
      points.x.push_back(at);
      points.y.push_back(v);
    }
    panel.series.push_back(std::move(points));
    return;
  }
  figure::Shape shape;
  shape.label = reading.layer + (reading.quantity.empty() ? "" : " " + reading.quantity);
  shape.colour = colour;
  for (size_t i = 0; i < s.at.size(); ++i) {
    shape.x.push_back(at - 0.4 * s.density[i]);
    shape.y.push_back(s.at[i]);
  }
  for (size_t i = s.at.size(); i-- > 0;) {
    shape.x.push_back(at + 0.4 * s.density[i]);
    shape.y.push_back(s.at[i]);
  }
  panel.shapes.push_back(std::move(shape));
  figure::Series quartiles, median;
  quartiles.x = {at, at};
  quartiles.y = {reading.distribution.quantiles[2], reading.distribution.quantiles[4]};
  quartiles.width = 3;
  quartiles.colour = median.colour = kDarkGrey;
  median.x = {at};
  median.y = {reading.distribution.quantiles[3]};
  median.draw = figure::Draw::kPoints;
  panel.series.push_back(std::move(quartiles));
  panel.series.push_back(std::move(median));
}

void name_places(figure::Axis& axis, const std::string& label,
                 const std::vector<std::string>& names, size_t columns) {
  const double room = columns <= 1 ? 560 : columns == 2 ? 400 : 285;
  bool fits = true;
  for (const std::string& name : names)
    fits = fits && text_width(name, style::kTickSize) <
                       room / static_cast<double>(std::max<size_t>(names.size(), 1)) - 6;
  axis.label = label;
  std::string told;
  for (size_t i = 0; i < names.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    axis.ticks.emplace_back(static_cast<double>(i + 1), fits ? names[i] : number);
    told += (told.empty() ? "" : ", ") + number + " " + names[i];
  }
  if (!fits) axis.label += ": " + told;
  axis.range = {{0.4, static_cast<double>(names.size()) + 0.6}};
}

}  // namespace gradus
