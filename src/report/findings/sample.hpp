#pragma once

#include <vector>

#include "gradus/study/results.hpp"
#include "gradus/study/study.hpp"
#include "report/findings.hpp"
#include "study/trial_index.hpp"

namespace gradus::finding {

/// How the trials of a variant ended.
struct Counts {
  size_t trials = 0, converged = 0, diverged = 0, failed = 0;
  size_t not_learned = 0;  ///< of those that neither diverged nor failed
};

/// What a metric came to in the trials of one variant. The unit is the seed: folds of one seed
/// share data and start, so their mean counts once; a seed that lacks a fold's value has none.
struct Sample {
  std::vector<double> by_seed;  ///< as Study::seeds, NaN where there is none
  std::vector<double> values;   ///< those that there are
  Counts counts;
  size_t folds = 1;
  bool share = false;   ///< of trials: 0 or 1 each
  size_t diverged = 0;  ///< trials that diverged and yet have a value
};

[[nodiscard]] Counts count(const std::vector<const study::Trial*>& trials);
[[nodiscard]] Sample sample_of(const study::Study& study, const study::TrialIndex& index,
                               size_t variant, const study::MetricQuery& query);
[[nodiscard]] Estimate estimate(size_t variant, const Sample& sample);
/// The pairs of values of seeds that both have one.
[[nodiscard]] statistics::PairedSample paired(const Sample& first, const Sample& second);

/// Whether the metric is 0 or 1 in each trial, so that over trials it is a share.
[[nodiscard]] bool is_share(const study::Study& study, const study::MetricQuery& query);

}  // namespace gradus::finding
