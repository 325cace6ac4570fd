#include "gradus/base/error.hpp"
#include "gradus/report/plots.hpp"
#include "report/figure_rates.hpp"
#include "report/plot_frame.hpp"

namespace gradus::figure {

Figure lr_range(const std::vector<NamedHistories>& groups) {
  Figure figure = plot_frame("lr_range", {"learning rate", "loss", "", Scale::kLog});
  std::vector<std::vector<RateLine>> lines(1);
  bool any = false;
  for (const NamedHistories& group : groups) {
    std::vector<RateSweep> sweeps;
    for (const History& history : group.histories) sweeps.push_back(sweep_of(history));
    RateLine line{rate_curve(sweeps), groups.size() > 1 ? group.name : "",
                  static_cast<int>(lines[0].size())};
    any = any || !line.curve.points.empty();
    lines[0].push_back(std::move(line));
  }
  if (!any)
    throw Error("figure::lr_range", "no history says at which rate it trained",
                "keep its \"learning_rate\", or set batch_history where the rate changes");
  draw_rates(lines, std::nullopt, figure);
  return figure;
}

}  // namespace gradus::figure
