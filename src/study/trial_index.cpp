#include "study/trial_index.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace gradus::study {

TrialIndex::TrialIndex(const Study& study, const Results& results)
    : trials_(study.variants.size()) {
  std::unordered_map<uint64_t, size_t> place;
  for (size_t i = 0; i < study.seeds.size(); ++i) place.emplace(study.seeds[i], i);
  const auto order = [&](const Trial* trial) {
    const auto found = place.find(trial->seed);
    return std::tuple(trial->fold.value_or(-1),
                      found == place.end() ? study.seeds.size() : found->second, trial->seed);
  };
  for (const Trial& trial : results.trials)
    if (trial.variant < trials_.size()) trials_[trial.variant].push_back(&trial);
  for (auto& trials : trials_)
    std::sort(trials.begin(), trials.end(),
              [&](const Trial* a, const Trial* b) { return order(a) < order(b); });
  for (size_t v = 0; v < trials_.size(); ++v) {
    const std::optional<size_t>& same = study.variants[v].same_as;
    if (trials_[v].empty() && same && *same < v) trials_[v] = trials_[*same];
  }
}

}  // namespace gradus::study
