#include "study/trial_count.hpp"

#include <algorithm>

namespace gradus::study {
namespace {

double folds_of(const Variant& variant) {
  return static_cast<double>(std::max<int64_t>(1, variant.plan.data.folds()));
}

}  // namespace

size_t count_points(const Study& study) {
  return study.suggester ? static_cast<size_t>(study.search->points) : study.variants.size();
}

TrialCount count_trials(const Study& study) {
  TrialCount count;
  if (study.variants.empty()) return count;
  double trainings = 0;
  for (const Variant& variant : study.variants)
    if (!variant.same_as) trainings += folds_of(variant);
  // Points to come have as many folds as those that are known, on average.
  if (study.suggester)
    trainings *=
        static_cast<double>(count_points(study)) / static_cast<double>(study.variants.size());
  count.points = trainings * static_cast<double>(study.seeds.size());
  if (!study.search) return count;
  // A refit trains on all but the test set: once for each fold of that.
  const auto& test = study.variants.front().plan.data.test_folds;
  count.refits =
      static_cast<double>(study.search->refit.size() * study.search->refit_seeds.size()) *
      (test ? static_cast<double>(test->count()) : 1);
  return count;
}

}  // namespace gradus::study
