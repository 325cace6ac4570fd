#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <vector>

#include "gradus/study/study.hpp"

namespace gradus::study {

/// One training of a study.
struct Job {
  size_t variant = 0;
  std::optional<int64_t> fold{};
  uint64_t seed = 0;
  int64_t epochs = 0;  ///< in place of the plan's; 0 for as many as the plan says
  auto operator<=>(const Job&) const = default;
};

/// Trainings each of which goes on where the one before it ended: longer ones of one plan. Most
/// hold one job alone.
using Chain = std::vector<Job>;

/// The plan of a job.
[[nodiscard]] Plan plan_of(const Study& study, const Job& job);

/// All trainings of a variant: its folds, and for each the seeds of the study, or of its refits.
[[nodiscard]] std::vector<Job> jobs_of(const Study& study, size_t variant);

}  // namespace gradus::study
