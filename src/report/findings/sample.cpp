#include "report/findings/sample.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

namespace gradus::finding {

Counts count(const std::vector<const study::Trial*>& trials) {
  Counts counts;
  for (const study::Trial* trial : trials) {
    const Status status = trial->history.status;
    ++counts.trials;
    counts.converged += status == Status::kConverged;
    counts.diverged += status == Status::kDiverged;
    counts.failed += status == Status::kFailed;
    counts.not_learned +=
        !trial->history.learned && status != Status::kDiverged && status != Status::kFailed;
  }
  return counts;
}

bool is_share(const study::Study& study, const study::MetricQuery& query) {
  if (query.name == "converged" || query.name == "diverged" || query.name == "learned") return true;
  return std::any_of(study.instruments.begin(), study.instruments.end(), [&](const auto& spec) {
    return spec.kind == "collapse" &&
           (query.name == spec.name || query.name.starts_with(spec.name + "."));
  });
}

Sample sample_of(const study::Study& study, const study::TrialIndex& index, size_t variant,
                 const study::MetricQuery& query) {
  const std::vector<const study::Trial*>& trials = index.of(variant);
  const bool has_until = study.variants[variant].plan.train.until.has_value();
  Sample sample;
  sample.counts = count(trials);
  sample.share = is_share(study, query);
  std::unordered_map<uint64_t, size_t> place;
  for (size_t i = 0; i < study.seeds.size(); ++i) place.emplace(study.seeds[i], i);
  std::vector<double> sums(study.seeds.size(), 0);
  std::vector<size_t> folds(study.seeds.size(), 0);
  for (const study::Trial* trial : trials) {
    const auto at = place.find(trial->seed);
    if (at == place.end()) continue;
    const double value = study::value_of(query, *trial, has_until);
    sample.diverged += std::isfinite(value) && trial->history.status == Status::kDiverged;
    sums[at->second] += std::isfinite(value) ? value : std::numeric_limits<double>::quiet_NaN();
    ++folds[at->second];
    sample.folds = std::max(sample.folds, folds[at->second]);
  }
  for (size_t i = 0; i < sums.size(); ++i) {
    const bool whole = folds[i] == sample.folds;
    sample.by_seed.push_back(whole ? sums[i] / static_cast<double>(folds[i])
                                   : std::numeric_limits<double>::quiet_NaN());
    if (std::isfinite(sample.by_seed.back())) sample.values.push_back(sample.by_seed.back());
  }
  return sample;
}

Estimate estimate(size_t variant, const Sample& sample) {
  Estimate out;
  out.variant = variant;
  out.seeds = sample.values.size();
  out.trials = sample.counts.trials;
  if (sample.share) {
    // Seeds, not folds, are drawn anew: a share counts as many trials as there are seeds.
    const double n = static_cast<double>(out.seeds);
    out.value = statistics::mean(sample.values);
    out.interval = statistics::interval_of_share(out.value * n, n);
  } else {
    out.value = statistics::median(sample.values);
    out.interval = statistics::interval_of_median(sample.values);
  }
  return out;
}

statistics::PairedSample paired(const Sample& first, const Sample& second) {
  statistics::PairedSample pairs;
  pairs.share = first.share && first.folds == 1 && second.folds == 1;
  for (size_t i = 0; i < first.by_seed.size(); ++i) {
    if (!std::isfinite(first.by_seed[i]) || !std::isfinite(second.by_seed[i])) continue;
    pairs.first.push_back(first.by_seed[i]);
    pairs.second.push_back(second.by_seed[i]);
  }
  return pairs;
}

}  // namespace gradus::finding
