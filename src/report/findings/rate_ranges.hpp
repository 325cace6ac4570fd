#pragma once

#include <vector>

#include "report/findings.hpp"

namespace gradus::finding {

/// For each curve of each figure of kind lr_range: lr_min and lr_max, and why.
[[nodiscard]] std::vector<Finding> rate_ranges(const study::Study& study,
                                               const study::Results& results);

}  // namespace gradus::finding
