#pragma once

#include <vector>

#include "gradus/report/figure.hpp"
#include "gradus/study/results.hpp"

namespace gradus {

/// Epochs at which trials converged, in rising order, how many trials there are, and how long the
/// longest was. Trials that failed are left out.
struct Convergences {
  std::vector<double> epochs;
  size_t trials = 0;
  double longest = 0;
  bool diverged = false;  // any of them
};
[[nodiscard]] Convergences convergences(const std::vector<const study::Trial*>& trials);

/// The share not yet converged: one step down for each epoch at which trials converged; what never
/// converges goes on to the end.
[[nodiscard]] figure::Series survival_steps(const Convergences& c, double start, double end);

}  // namespace gradus
