#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gradus/study/results.hpp"
#include "report/figure_curves.hpp"

namespace gradus {

/// What an instrument read, look after look, over trials: its metric (`"gradients.norm"`) at every
/// moment at which at least half of the sound trials that have it were looked at. `x` is the epoch,
/// in fractions where looks fell between two, or with `steps` the number of updates. No band where
/// there is only one trial. No points where the metric is no instrument's.
[[nodiscard]] EpochCurve sampled_curve(const std::vector<study::InstrumentSpec>& instruments,
                                       const std::vector<const study::Trial*>& trials,
                                       const std::string& metric, bool steps);

/// What several metrics of one instrument are called, so that no name is said twice: the axis by
/// what they have in common, each line by the rest ("update_ratio", "dense_1").
struct SampledNames {
  std::string axis;
  std::vector<std::string> lines;
};
/// Nothing for fewer than two, or where they are not all of one instrument.
[[nodiscard]] std::optional<SampledNames> sampled_names(
    const std::vector<study::InstrumentSpec>& instruments,
    const std::vector<study::MetricQuery>& metrics);

}  // namespace gradus
