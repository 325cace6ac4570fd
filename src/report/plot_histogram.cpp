#include "gradus/report/plots.hpp"
#include "report/figure_bins.hpp"
#include "report/plot_frame.hpp"

namespace gradus::figure {

Figure histogram(const std::vector<NamedValues>& groups, const Labels& labels, size_t bins) {
  Figure figure = plot_frame("histogram", labels);
  Panel& panel = figure.panels[0];
  if (labels.y.empty()) panel.y.label = "count";
  const std::vector<double> edges = bin_edges(groups, labels.x_scale, bins);
  for (size_t g = 0; g < groups.size(); ++g) {
    add_histogram(panel, groups[g], edges, static_cast<int>(g));
    if (groups.size() == 1 && !panel.series.empty()) panel.series.back().label.clear();
  }
  return figure;
}

}  // namespace gradus::figure
