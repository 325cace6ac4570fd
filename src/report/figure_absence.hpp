#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "gradus/report/figure.hpp"
#include "gradus/study/results.hpp"
#include "gradus/study/study.hpp"

/// What figures say of trials that they do not show.
namespace gradus {

/// Those of these trials that have no finite value of a metric.
[[nodiscard]] std::vector<const study::Trial*> without_value(
    const study::Study& study, const std::vector<const study::Trial*>& trials,
    const study::MetricQuery& metric);

/// " 3 trials that diverged, failed or have no value are left out."; "" of none.
[[nodiscard]] std::string left_out_note(size_t trials);

/// Those of these trials that diverged or failed and have a value all the same, which bars, heat
/// maps and tables show as they found it; none of a metric that tells of this itself.
[[nodiscard]] std::vector<const study::Trial*> unsound_with_value(
    const study::Study& study, const std::vector<const study::Trial*>& trials,
    const study::MetricQuery& metric);

/// " 3 trials that diverged or failed count with what they came to."; "" of none.
[[nodiscard]] std::string counted_note(size_t trials);

/// Why there is nothing of a metric: "diverged", "failed", "none converged", "no value"; "" without
/// trials.
[[nodiscard]] std::string absence(const study::Study& study,
                                  const std::vector<const study::Trial*>& trials,
                                  const study::MetricQuery& metric);

/// Says so at an empty place `room` pixels wide, above the axis: a dash where there is no room for
/// words.
void add_absence(figure::Panel& panel, double at, double room, const std::string& why);

}  // namespace gradus
