#pragma once

#include <vector>

#include "gradus/study/results.hpp"
#include "gradus/study/study.hpp"

namespace gradus::study {

/// The trials of each variant, in the order folds, seeds (as the study lists them). A variant whose
/// plan is that of an earlier one, and that has no trials of its own, has those of the earlier one.
/// Points into `results`, which must outlive it.
class TrialIndex {
 public:
  TrialIndex(const Study& study, const Results& results);

  [[nodiscard]] const std::vector<const Trial*>& of(size_t variant) const {
    return trials_[variant];
  }

 private:
  std::vector<std::vector<const Trial*>> trials_;
};

}  // namespace gradus::study
