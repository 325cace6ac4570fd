#pragma once

#include <vector>

#include "gradus/study/results.hpp"
#include "gradus/study/study.hpp"
#include "report/findings.hpp"
#include "study/scores.hpp"
#include "study/trial_index.hpp"

namespace gradus::finding {

/// How the trials of a variant ended.
struct Counts {
  size_t trials = 0, converged = 0, diverged = 0, failed = 0;
  size_t not_learned = 0;  ///< of those that neither diverged nor failed
};

/// What a metric came to in the trials of one variant. Seeds are told apart by the mean over their
/// folds; a seed that lacks a fold's value has none.
struct Sample {
  std::vector<double> by_seed;  ///< as the variant's seeds, NaN where there is none
  std::vector<double> values;   ///< those that there are
  /// What counts as one value in a comparison, see study::Scores::basis. NaN where there is none.
  std::vector<double> units;
  study::Scores::Unit unit = study::Scores::Unit::kSeed;
  double overlap = 0;     ///< of the units: see statistics::standard_error
  double over_folds = 0;  ///< standard deviation over the folds of a seed, root mean square
  double over_seeds = 0;  ///< standard deviation over the seeds' means; NaN for one seed
  bool bounded = false;   ///< between 0 and 1: an accuracy
  bool positive = false;  ///< not below 0: a loss, a number of epochs
  Counts counts;
  size_t folds = 1;
  bool share = false;   ///< of trials: 0 or 1 each
  bool pruned = false;  ///< a scheduler ended one of them: nothing here is of the end
  size_t diverged = 0;  ///< trials that diverged and yet have a value
  size_t valued = 0;    ///< trials with a value
  const study::DataPlan* data = nullptr;  ///< how it is dealt
  /// Whether the mean is stated, with an interval for values that have samples in common or are
  /// themselves means; else the median.
  [[nodiscard]] bool averaged() const { return !share && (folds > 1 || overlap > 0); }
};

[[nodiscard]] Counts count(const std::vector<const study::Trial*>& trials);
[[nodiscard]] Sample sample_of(const study::Study& study, const study::TrialIndex& index,
                               size_t variant, const study::MetricQuery& query);
/// An interval of the sample's metric: no accuracy lies below 0 or above 1, no loss below 0.
[[nodiscard]] statistics::Interval within_bounds(const Sample& sample,
                                                 statistics::Interval interval);
/// Median over seeds, share of trials, or mean over folds and seeds (also of sets dealt anew for
/// each seed), each with its interval.
[[nodiscard]] Estimate estimate(size_t variant, const Sample& sample);
/// Whether fold for fold both see the same samples.
[[nodiscard]] bool dealt_alike(const Sample& first, const Sample& second);
/// What a pair of `paired` is a pair of.
[[nodiscard]] study::Scores::Unit unit_of_pairs(const Sample& first, const Sample& second);
/// The pairs of values of seeds, or of folds and seeds, that both have one. Of sets that are dealt
/// in different ways the means of seeds.
[[nodiscard]] statistics::PairedSample paired(const Sample& first, const Sample& second);

/// Whether the metric lies between 0 and 1: an accuracy.
[[nodiscard]] bool is_bounded(const study::MetricQuery& query);
/// Whether the metric is never below 0.
[[nodiscard]] bool is_positive(const study::Study& study, const study::MetricQuery& query);
/// Whether the metric is 0 or 1 in each trial, so that over trials it is a share.
[[nodiscard]] bool is_share(const study::Study& study, const study::MetricQuery& query);

}  // namespace gradus::finding
