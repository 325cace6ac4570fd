#include <algorithm>

#include "gradus/base/error.hpp"
#include "gradus/report/plots.hpp"
#include "report/figure_violins.hpp"
#include "report/plot_frame.hpp"

namespace gradus::figure {
namespace {

std::string quantities_of(const std::vector<Reading>& layers) {
  std::vector<std::string> known;
  std::string all;
  for (const Reading& reading : layers) {
    if (std::find(known.begin(), known.end(), reading.quantity) != known.end()) continue;
    known.push_back(reading.quantity);
    all += (all.empty() ? "" : ", ") + reading.quantity;
  }
  return all;
}

}  // namespace

Figure violins(const std::vector<NamedValues>& groups, const Labels& labels) {
  Figure figure = plot_frame("violins", labels);
  std::vector<std::string> names;
  for (const NamedValues& group : groups) {
    names.push_back(group.name);
    add_violin(figure.panels[0], static_cast<double>(names.size()),
               reading_of(group.name, group.values), 0);
  }
  figure.note =
      "Silhouettes from the 1st to the 99th percentile; the stroke inside, the quartiles; the "
      "point, the median. Fewer than 20 values are shown one by one.";
  name_places(figure, labels.x, {names}, 1);
  return figure;
}

Figure layer_violins(const std::vector<Reading>& layers, const std::string& quantity,
                     const Labels& labels) {
  Figure figure = plot_frame("violins", labels);
  Panel& panel = figure.panels[0];
  std::vector<std::string> names;
  for (const Reading& reading : layers) {
    const std::string name = reading.layer.empty() ? "all" : reading.layer;
    const bool known = std::find(names.begin(), names.end(), name) != names.end();
    if (quantity.empty() ? known : reading.quantity != quantity) continue;
    names.push_back(name);
    Reading drawn = reading;
    if (drawn.silhouette.at.empty() && drawn.values.size() >= kFewestOfViolin)
      drawn.silhouette = silhouette(drawn.values);
    add_violin(panel, static_cast<double>(names.size()), drawn, 0);
    if (labels.y.empty()) panel.y.label = reading.quantity;
  }
  if (names.empty() && !layers.empty())
    throw Error("figure::layer_violins", "nothing was read of \"" + quantity + "\"",
                "one of " + quantities_of(layers));
  figure.note =
      "Silhouettes from the 1st to the 99th percentile; the stroke inside, the quartiles; the "
      "point, the median. Layers of fewer than 20 values are shown value by value.";
  name_places(figure, labels.x.empty() ? "layer" : labels.x, {names}, 1);
  return figure;
}

}  // namespace gradus::figure
