#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "study/trial_index.hpp"

namespace gradus::study {

/// A metric in the trials of one variant, told apart by seed and fold.
struct Scores {
  std::vector<std::vector<double>> by_seed;  ///< [seed][fold], NaN where there is none
  size_t trainings = 0;
  size_t failed = 0;    ///< trainings without a finite value that no scheduler ended
  bool pruned = false;  ///< a scheduler ended one of them
  /// Held-out samples for each training sample where sets are dealt anew from one body of samples,
  /// as folds or for each seed, else 0: how much the trainings have in common (Nadeau and Bengio
  /// 2003).
  double overlap = 0;
  bool dealt_once = false;   ///< all seeds see the same sets (data.seed)
  bool own_samples = false;  ///< each seed draws samples of its own

  [[nodiscard]] size_t folds() const { return by_seed.empty() ? 0 : by_seed.front().size(); }
  /// What counts as one value each: (seed, fold) where each seed deals its folds anew, which is
  /// repeated cross-validation; the mean over seeds of each fold where all seeds see the same
  /// folds; without folds the seeds. NaN where a part is.
  [[nodiscard]] std::vector<double> units(bool same_folds) const;
  /// What a value of a comparison is.
  enum class Unit { kSeed, kFold, kFoldOfSeed };
  struct Basis {
    Unit unit = Unit::kSeed;
    std::vector<double> values;
    double overlap = 0;  ///< of these values: see statistics::standard_error
  };
  /// The values from which spread and certainty follow. As units(), but where seeds draw samples of
  /// their own and there are two, their means: seeds are then independent, and what folds have in
  /// common must not count against any number of them.
  [[nodiscard]] Basis basis() const;
  /// The mean over folds of each seed, NaN where a fold lacks a value.
  [[nodiscard]] std::vector<double> seed_means() const;
};

/// `outer` keeps the trials of one test fold, for nested cross-validation.
[[nodiscard]] Scores scores_of(const Study& study, const TrialIndex& index, size_t variant,
                               const MetricQuery& query, std::optional<int64_t> outer = {});

/// "best", "median" or "worst" of a variant that was trained again after the search, or nullptr.
[[nodiscard]] const AxisValue* refit_of(const Variant& variant);
[[nodiscard]] bool is_refit(const Variant& variant);
/// The seeds of a variant's trials: the study's, or those of refits.
[[nodiscard]] const std::vector<uint64_t>& seeds_of(const Study& study, size_t variant);
/// The trials of a variant; of a refit those of all that share its name, since each outer fold of
/// nested cross-validation may choose another point.
[[nodiscard]] std::vector<const Trial*> trials_of(const Study& study, const TrialIndex& index,
                                                  size_t variant);

}  // namespace gradus::study
