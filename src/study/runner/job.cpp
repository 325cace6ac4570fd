#include "study/runner/job.hpp"

#include <algorithm>

#include "study/scores.hpp"

namespace gradus::study {

Plan plan_of(const Study& study, const Job& job) {
  Plan plan = study.variants[job.variant].plan;
  if (job.epochs > 0) plan.train.epochs = job.epochs;
  return plan;
}

std::vector<Job> jobs_of(const Study& study, size_t variant) {
  const Variant& of = study.variants[variant];
  const std::vector<uint64_t>& seeds =
      study.search && is_refit(of) ? study.search->refit_seeds : study.seeds;
  const int64_t folds = of.plan.data.folds();
  std::vector<Job> jobs;
  for (int64_t fold = 0; fold < std::max<int64_t>(folds, 1); ++fold) {
    for (const uint64_t seed : seeds)
      jobs.push_back({variant, folds > 0 ? std::optional(fold) : std::nullopt, seed});
  }
  return jobs;
}

}  // namespace gradus::study
