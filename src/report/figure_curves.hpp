#pragma once

#include <string>
#include <vector>

#include "gradus/report/figure.hpp"
#include "gradus/study/results.hpp"

namespace gradus {

/// The middle of some values and how far they reach: the 10th to the 90th percentile, the smallest
/// to the largest below 5.
struct Spread {
  double median, low, high;
};
/// Of values in rising order, at least one.
[[nodiscard]] Spread spread_of_sorted(const double* sorted, size_t count);

/// The number of trials from which on bands are percentiles.
inline constexpr size_t kPercentiles = 5;

/// A metric after each epoch over trials, as study_figures.hpp describes it. `x` is the epoch, or
/// with `steps` the number of updates: there the loss and the learning rate are drawn update by
/// update where the trials kept them. With `reduce` "min" or "max", a trial's lowest or highest
/// value so far. No band where there is only one trial.
struct EpochCurve {
  figure::Series series;
  size_t trials = 0;    ///< sound ones that have the metric
  bool uneven = false;  ///< they ended at different epochs
};
[[nodiscard]] EpochCurve epoch_curve(const std::vector<const study::Trial*>& trials,
                                     const std::string& metric, bool steps,
                                     const std::string& reduce = "last");

}  // namespace gradus
