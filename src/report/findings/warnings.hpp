#pragma once

#include <vector>

#include "report/findings.hpp"
#include "study/trial_index.hpp"

namespace gradus::finding {

/// How many trials of each variant diverged or failed, and how many did not learn: a sentence each,
/// or one for all where there are many variants.
[[nodiscard]] std::vector<Finding> troubles(const study::Study& study,
                                            const study::TrialIndex& index);

/// Where the test set also decided something: validation = "test" with a callback or target that
/// watches it.
[[nodiscard]] std::vector<Finding> test_set_warnings(const study::Study& study);

/// Where a layer is there in name alone: normalization with adapt = false.
[[nodiscard]] std::vector<Finding> passing_warnings(const study::Study& study);

}  // namespace gradus::finding
