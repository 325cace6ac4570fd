#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gradus/study/results.hpp"
#include "gradus/study/study.hpp"

namespace gradus::study {

/// A point of a search and what it came to.
struct Ranked {
  size_t variant = 0;  ///< index into Study::variants
  double mean = 0;     ///< of the objective over folds and seeds; NaN where a training has none
  /// Of that mean, with Nadeau and Bengio's correction where trainings share samples; over the
  /// seeds' means where each seed draws its own: see Scores::basis. NaN for fewer than two values.
  double standard_error = 0;
  size_t trainings = 0;
  size_t failed = 0;    ///< trainings without a finite objective
  bool pruned = false;  ///< a scheduler ended a training of it: `mean` is of what they reached
};

/// All points that were trained, best first; ties in the file's order. Those that a scheduler ended
/// stand behind those that were trained to their end, those without a finite mean last. Points with
/// the plan of another are not repeated, refits left out. `outer` ranks by the trials of one test
/// fold, for nested cross-validation. Empty for a study without a search.
[[nodiscard]] std::vector<Ranked> rank(const Study& study, const Results& results,
                                       std::optional<int64_t> outer = {});

/// Index into the ranking of what `rule` calls best: the first; or, by one standard error (Breiman
/// et al. 1984), the simplest of those whose mean is within one standard error of the first's: that
/// of fewest parameters where they are known for all of these, the first in the file's order among
/// equals. 0 for an empty ranking.
[[nodiscard]] size_t chosen(const Study& study, const std::vector<Ranked>& ranking,
                            SearchSpec::Rule rule);

/// Index into the ranking of the point that `refit` names: "best" as the search's rule has it;
/// "median" and "worst" of the points trained to their end with a finite mean, of an even number
/// the better of the middle two. None where there is no such point.
[[nodiscard]] std::optional<size_t> to_refit(const Study& study, const std::vector<Ranked>& ranking,
                                             const std::string& which);

}  // namespace gradus::study
