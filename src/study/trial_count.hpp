#pragma once

#include "gradus/study/study.hpp"

namespace gradus::study {

/// How many trainings a study asks for: distinct variants, by folds, by seeds. Where a scheduler or
/// an adaptive search is at work, at most so many. Whole numbers in double: they may be huge.
struct TrialCount {
  double points = 0;  ///< those of the variants, and of those that an adaptive search will add
  double refits = 0;  ///< of Study::search
  [[nodiscard]] double all() const { return points + refits; }
};

[[nodiscard]] TrialCount count_trials(const Study& study);
/// Points of a study's search, drawn already or not; its variants without one.
[[nodiscard]] size_t count_points(const Study& study);

}  // namespace gradus::study
