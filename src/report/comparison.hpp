#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/findings.hpp"
#include "study/plan_keys.hpp"
#include "study/reopen.hpp"

namespace gradus {

/// A run with the name of its folder.
struct NamedRun {
  std::string name;
  const study::Reopened& run;
};

/// One metric of one variant, in two runs.
struct ComparedMetric {
  std::string variant;  ///< as a table has it
  std::string spoken;   ///< the same in a sentence: in quotes where it would be misread
  std::string metric;
  std::string first, second;  ///< median, or share, with its interval
  std::string difference;     ///< first minus second, "" where it cannot be said
  std::string verdict;
};

/// Two runs side by side.
struct RunComparison {
  std::string first, second;  ///< their folders
  bool same_plan = false;
  std::vector<study::KeyDifference> keys;            ///< of study.toml that differ
  std::vector<ComparedMetric> metrics;               ///< of the variants that both have
  std::vector<std::string> only_first, only_second;  ///< variants that one has
  size_t same_trials = 0;                 ///< of equal plan, fold and seed, with equal results
  std::vector<std::string> other_trials;  ///< with other results; there should be none
};

/// Variants are matched by the values of their axes, metrics are those that either study's findings
/// ask for. Values over the same seeds and folds are compared in pairs, as findings do, and those
/// over the seeds that both have; others by the rank sum test; each kind corrected over all of its
/// comparisons by Holm. Throws Error where no variant is in both.
[[nodiscard]] RunComparison compare_runs(const NamedRun& first, const NamedRun& second);

[[nodiscard]] TextTable metrics_table(const RunComparison& comparison);
/// For the terminal: a few lines, at most `most` of each kind.
[[nodiscard]] std::string comparison_text(const RunComparison& comparison, size_t most = 20);
/// A page that needs nothing else.
[[nodiscard]] std::string comparison_html(const RunComparison& comparison);
/// Whether a file's text is such a page, of whatever version.
[[nodiscard]] bool is_comparison_html(std::string_view text);

}  // namespace gradus
