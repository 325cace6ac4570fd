// Curves of many trainings: bands and shares.
#include <algorithm>

#include "gradus/base/error.hpp"
#include "gradus/report/plots.hpp"
#include "report/figure_apart.hpp"
#include "report/figure_curves.hpp"
#include "report/figure_survival.hpp"
#include "report/plot_frame.hpp"

namespace gradus::figure {
namespace {

std::vector<study::Trial> trials_of(const NamedHistories& group) {
  std::vector<study::Trial> trials(group.histories.size());
  for (size_t i = 0; i < trials.size(); ++i) trials[i].history = group.histories[i];
  return trials;
}

std::vector<const study::Trial*> pointers(const std::vector<study::Trial>& trials) {
  std::vector<const study::Trial*> out;
  for (const study::Trial& trial : trials) out.push_back(&trial);
  return out;
}

std::string words(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name.starts_with("val ") ? "validation " + name.substr(4) : name;
}

}  // namespace

Figure survival(const std::vector<NamedHistories>& groups) {
  Figure figure = plot_frame("survival", {"epoch", "share not yet converged", ""});
  Panel& panel = figure.panels[0];
  panel.x.whole = true;
  panel.y.range = {{0, 1.03}};
  std::vector<Convergences> all;
  double longest = 0;
  for (const NamedHistories& group : groups) {
    const std::vector<study::Trial> trials = trials_of(group);
    all.push_back(convergences(pointers(trials)));
    longest = std::max(longest, all.back().longest);
  }
  for (size_t g = 0; g < groups.size(); ++g) {
    Series series = survival_steps(all[g], 0, longest);
    series.label = groups.size() > 1 ? groups[g].name : "";
    series.colour = static_cast<int>(g);
    panel.series.push_back(std::move(series));
  }
  tell_apart(figure);
  return figure;
}

Figure lines(const std::vector<NamedHistories>& groups, const std::string& column, Scale y_scale) {
  Figure figure = plot_frame(column, {"epoch", words(column), "", Scale::kLinear, y_scale});
  Panel& panel = figure.panels[0];
  panel.x.whole = true;
  bool any = false;
  for (const NamedHistories& group : groups) {
    const std::vector<study::Trial> trials = trials_of(group);
    EpochCurve curve = epoch_curve(pointers(trials), column, false);
    any = any || curve.trials > 0;
    curve.series.label = groups.size() > 1 ? group.name : "";
    curve.series.colour = static_cast<int>(panel.series.size());
    panel.series.push_back(std::move(curve.series));
  }
  if (!any) throw Error("figure::lines", "no history has \"" + column + "\"", "name a column");
  tell_apart(figure);
  figure.note = figure.bands ? "Line: median; band: 10th to 90th percentile, smallest to largest "
                               "below 5 trainings."
                             : "Line: median.";
  return figure;
}

}  // namespace gradus::figure
