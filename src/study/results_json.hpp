#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gradus/base/error.hpp"
#include "gradus/study/results.hpp"
#include "gradus/study/study.hpp"

namespace gradus::study {

/// results.json: every trial of every variant, in the order variants (last axis fastest), folds,
/// seeds. A variant that is the same as another has entries of its own, which name the other as
/// "same_as". The same results give the same bytes, but for "seconds".
[[nodiscard]] std::string results_json(const Study& study, const Results& results);

/// What such a file holds, whatever study it is of: trials whose `variant` is not yet known, and
/// what each is the variant of.
struct RecordedTrials {
  std::string study;  ///< its name
  Results results;
  std::vector<VariantKey> keys;                   ///< as results.trials
  std::vector<std::optional<VariantKey>> copied;  ///< likewise: the variant that a copy is of
};
[[nodiscard]] RecordedTrials read_trials_json(std::string_view json, const std::string& place);
/// The variant of that key; `expected` is looked at first.
[[nodiscard]] std::optional<size_t> variant_named(const Study& study, const VariantKey& key,
                                                  size_t expected = 0);
[[nodiscard]] Error unknown_variant(const VariantKey& key, const std::string& place);

/// Reads such a file back: all but the histories' columns and steps, which history.csv holds. Its
/// copies become trials of their own, so that `trials` counts as the file does. Throws Error at
/// `place` where it is broken, or of other variants than the study has.
[[nodiscard]] Results read_results_json(const Study& study, std::string_view json,
                                        const std::string& place);

}  // namespace gradus::study
