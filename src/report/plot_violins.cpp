#include <cmath>

#include "gradus/report/plots.hpp"
#include "report/figure_violins.hpp"
#include "report/plot_frame.hpp"

namespace gradus::figure {

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

}  // namespace gradus::figure
