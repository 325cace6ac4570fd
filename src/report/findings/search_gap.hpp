#pragma once

#include <cstddef>

#include "report/findings/search.hpp"

namespace gradus::finding {

/// How the score that chose the best point compares with the test of its refit.
struct Gap {
  double chosen = 0, test = 0;  ///< means
  /// Whether they differ by more than chance leaves room for, at 5 %: the selection's error, the
  /// spread of the refit's seeds, and that of a test set that all of them share. False as well
  /// where one of these cannot be told.
  bool told = false;
};

/// `query` is the test's form of the objective; `variant` a refit of the best.
[[nodiscard]] Gap gap_of(const SearchFacts& facts, const study::MetricQuery& query, size_t variant,
                         const Sample& test);

}  // namespace gradus::finding
