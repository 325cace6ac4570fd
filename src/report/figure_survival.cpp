#include "report/figure_survival.hpp"

#include <algorithm>

namespace gradus {

Convergences convergences(const std::vector<const study::Trial*>& trials) {
  Convergences result;
  for (const study::Trial* trial : trials) {
    if (trial->history.status == Status::kFailed) continue;
    ++result.trials;
    result.diverged = result.diverged || trial->history.status == Status::kDiverged;
    const auto epochs = static_cast<double>(trial->history.epochs);
    result.longest = std::max(result.longest, epochs);
    if (trial->history.status == Status::kConverged) result.epochs.push_back(epochs);
  }
  std::sort(result.epochs.begin(), result.epochs.end());
  return result;
}

figure::Series survival_steps(const Convergences& c, double start, double end) {
  figure::Series series;
  series.draw = figure::Draw::kSteps;
  if (c.trials == 0) return series;
  const auto share = [&](size_t left) {
    return static_cast<double>(left) / static_cast<double>(c.trials);
  };
  series.x.push_back(start);
  series.y.push_back(1);
  for (size_t k = 0; k < c.epochs.size(); ++k) {
    if (k + 1 < c.epochs.size() && c.epochs[k + 1] == c.epochs[k]) continue;
    series.x.push_back(c.epochs[k]);
    series.y.push_back(share(c.trials - k - 1));
  }
  if (c.epochs.size() < c.trials && series.x.back() < end) {
    series.x.push_back(end);
    series.y.push_back(series.y.back());
  }
  return series;
}

}  // namespace gradus
