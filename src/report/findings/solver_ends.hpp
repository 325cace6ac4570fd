#pragma once

#include <vector>

#include "report/findings.hpp"
#include "study/trial_index.hpp"

namespace gradus::finding {

/// Why the full-batch solvers stopped, with the medians of evaluations, iterations and gradient
/// norm: a sentence for each variant that was trained by one.
[[nodiscard]] std::vector<Finding> solver_ends(const study::Study& study,
                                               const study::TrialIndex& index);

}  // namespace gradus::finding
