#include "report/figure_violins.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "report/figure_text.hpp"
#include "report/findings/words.hpp"
#include "report/style.hpp"

namespace gradus {
namespace {

constexpr int kDarkGrey = 6;  // of the palette

}  // namespace

Reading reading_of(const std::string& name, const std::vector<double>& values) {
  Reading reading;
  reading.layer = name;
  for (const double v : values)
    if (std::isfinite(v)) reading.values.push_back(v);
  reading.distribution = distribution(reading.values);
  if (reading.values.size() >= kFewestOfViolin) reading.silhouette = silhouette(reading.values);
  return reading;
}

namespace {

// The values where they were kept, or what is known of them.
void add_data(figure::Panel& panel, const Reading& reading) {
  const auto add = [&](const char* kind, double value) {
    panel.data.push_back({kind, reading.quantity, reading.layer, "", value});
  };
  for (const double v : reading.values) add("value", v);
  if (!reading.values.empty()) return;
  const Distribution& d = reading.distribution;
  static constexpr std::array<const char*, 7> kNames{
      "smallest",       "5th percentile",  "lower quartile", "median",
      "upper quartile", "95th percentile", "largest"};
  for (size_t q = 0; q < kNames.size(); ++q) add(kNames[q], d.quantiles[q]);
  add("count", static_cast<double>(d.count));
  add("mean", d.mean);
  add("standard deviation", d.std);
}

}  // namespace

void add_violin(figure::Panel& panel, double at, const Reading& reading, int colour) {
  add_data(panel, reading);
  const Silhouette& s = reading.silhouette;
  if (s.at.empty()) {
    figure::Series points;
    points.draw = figure::Draw::kPoints;
    points.colour = colour;
    points.label = "";
    std::vector<double> values = reading.values;
    // Of many equal values one point says all.
    if (values.empty() && reading.distribution.count > 0)
      values = {reading.distribution.quantiles[3]};
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

namespace {

bool is_number(const std::string& name) {
  char* end = nullptr;
  (void)std::strtod(name.c_str(), &end);
  return !name.empty() && *end == '\0';
}

// Numbers stand for themselves: where they are too many, every second is written, or every third
// ...
size_t stride_of(const std::vector<std::string>& names, double room) {
  double widest = 0;
  for (const std::string& name : names)
    widest = std::max(widest, text_width(name, style::kTickSize));
  const double places = static_cast<double>(std::max<size_t>(names.size(), 1));
  return static_cast<size_t>(std::max(1.0, std::ceil((widest + 6) * places / room)));
}

}  // namespace

void name_places(Figure& figure, const std::string& label,
                 const std::vector<std::vector<std::string>>& names, size_t columns) {
  const double room = columns <= 1 ? 560 : columns == 2 ? 400 : 285;
  const bool fit = std::all_of(names.begin(), names.end(), [&](const auto& panel) {
    return std::all_of(panel.begin(), panel.end(), [&](const std::string& name) {
      return text_width(name, style::kTickSize) < room / static_cast<double>(panel.size()) - 6;
    });
  });
  const bool numbers = std::all_of(names.begin(), names.end(), [](const auto& panel) {
    return std::all_of(panel.begin(), panel.end(), is_number);
  });
  // Numbers stand for names throughout the figure, so that one key serves all its panels.
  std::vector<std::string> all;
  for (const auto& panel : names)
    for (const std::string& name : panel)
      if (std::find(all.begin(), all.end(), name) == all.end()) all.push_back(name);
  for (size_t p = 0; p < names.size(); ++p) {
    figure::Axis& axis = figure.panels[p].x;
    axis.label = label;
    const size_t stride = numbers ? stride_of(names[p], room) : 1;
    for (size_t i = 0; i < names[p].size(); ++i) {
      const auto number = std::find(all.begin(), all.end(), names[p][i]) - all.begin() + 1;
      axis.ticks.emplace_back(static_cast<double>(i + 1), i % stride > 0 ? ""
                                                          : fit || numbers
                                                              ? names[p][i]
                                                              : std::to_string(number));
    }
    axis.range = {{0.4, static_cast<double>(names[p].size()) + 0.6}};
  }
  if (fit || numbers || all.empty()) return;
  std::string told;
  // A number and its name stay on one line.
  for (size_t i = 0; i < all.size(); ++i)
    told += (told.empty() ? "" : " · ") + std::to_string(i + 1) + "\u00a0" + all[i];
  figure.note +=
      (figure.note.empty() ? "" : " ") + finding::sentence_case(label) + ": " + told + ".";
}

}  // namespace gradus
