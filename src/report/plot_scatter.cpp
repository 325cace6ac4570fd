#include <cmath>

#include "gradus/base/error.hpp"
#include "gradus/report/plots.hpp"
#include "report/plot_frame.hpp"

namespace gradus::figure {

Figure scatter(const std::vector<NamedPairs>& groups, const Labels& labels) {
  Figure figure = plot_frame("scatter", labels);
  for (const NamedPairs& group : groups) {
    if (group.x.size() != group.y.size())
      throw Error("figure::scatter", "\"" + group.name + "\" has x and y of different lengths",
                  "give a y for each x");
    Series series;
    series.name = group.name;
    if (groups.size() > 1) series.label = group.name;
    series.draw = Draw::kPoints;
    series.colour = series.marker = static_cast<int>(figure.panels[0].series.size());
    for (size_t i = 0; i < group.x.size(); ++i) {
      if (!std::isfinite(group.x[i]) || !std::isfinite(group.y[i])) continue;
      series.x.push_back(group.x[i]);
      series.y.push_back(group.y[i]);
    }
    figure.panels[0].series.push_back(std::move(series));
  }
  return figure;
}

}  // namespace gradus::figure
