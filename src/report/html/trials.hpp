#pragma once

#include <string>

#include "gradus/study/results.hpp"
#include "gradus/study/study.hpp"

namespace gradus::html {

/// Rows that a report takes at most; trials that ended badly are always among them.
inline constexpr size_t kMostTrials = 50'000;
/// Columns of metrics that it takes at most.
inline constexpr size_t kMostMetrics = 24;

/// Every trial with its settings, fold, seed, status, epochs, metrics and what befell it, for the
/// page's script: {"columns": [..], "rows": [[..], ..]}. A status is words joined by commas:
/// "stopped, pruned", "completed, did not learn". `left_out` says in a sentence what it lacks, or
/// is empty.
struct TrialRows {
  std::string json, left_out;
  size_t trials = 0;
};
[[nodiscard]] TrialRows trial_rows(const study::Study& study, const study::Results& results,
                                   size_t most = kMostTrials);

}  // namespace gradus::html
