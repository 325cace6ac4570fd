#include "gradus/report/figure.hpp"

#include <algorithm>
#include <cmath>

#include "gradus/base/error.hpp"
#include "report/figure_apart.hpp"

namespace gradus::figure {
namespace {

std::string words(std::string name) {
  if (name.starts_with("val_")) name.replace(0, 4, "validation ");
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

// What the axis measures where its lines are forms of one metric: "loss" of loss and val_loss.
std::string common_label(std::span<const std::string> names) {
  for (const std::string& name : names)
    if (!name.ends_with(names[0])) return {};
  return names.empty() ? "" : words(names[0]);
}

}  // namespace

Figure lines(const History& history, std::span<const std::string> names) {
  Panel panel;
  panel.x.label = "epoch";
  panel.x.whole = true;
  std::string known;
  for (const History::Column& column : history.columns)
    known += (known.empty() ? "" : ", ") + column.name;
  for (const std::string& name : names) {
    const std::vector<double>* values = history.find(name);
    if (values == nullptr)
      throw Error("figure::lines", "the history has no \"" + name + "\"", "one of " + known);
    Series series;
    series.label = words(name);
    series.colour = static_cast<int>(panel.series.size());
    for (size_t epoch = 0; epoch < values->size(); ++epoch) {
      if (!std::isfinite((*values)[epoch])) continue;
      series.x.push_back(static_cast<double>(epoch + 1));
      series.y.push_back((*values)[epoch]);
    }
    panel.series.push_back(std::move(series));
  }
  panel.y.label = common_label(names);
  if (panel.series.size() == 1) panel.series[0].label.clear();
  Figure figure;
  figure.name = names.empty() ? "history" : names[0];
  figure.panels.push_back(std::move(panel));
  tell_apart(figure);
  return figure;
}

Figure lines(const History& history, std::initializer_list<std::string> names) {
  return lines(history, std::span(names.begin(), names.size()));
}

Figure mesh(Mesh mesh, Points points) {
  Panel panel;
  panel.x.label = "x₁";
  panel.y.label = "x₂";
  panel.mesh = std::move(mesh);
  panel.points = std::move(points);
  Figure figure;
  figure.name = "mesh";
  figure.panels.push_back(std::move(panel));
  return figure;
}

}  // namespace gradus::figure
