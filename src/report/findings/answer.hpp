#pragma once

#include <string>
#include <vector>

#include "report/findings.hpp"
#include "report/findings/groups.hpp"
#include "report/findings/sample.hpp"
#include "report/findings/words.hpp"

namespace gradus::finding {

struct SearchFacts;

/// One [[finding]] of a study, with what its sentences need.
struct Question {
  const study::Study& study;
  const study::TrialIndex& index;
  const study::FindingSpec& spec;
  Words words;
  const SearchFacts* search = nullptr;  ///< the ranking, of a study that searches

  /// The sample of a variant for this metric.
  [[nodiscard]] Sample sample(size_t variant) const;
  /// What the variant is called where its value on `by` tells it apart.
  [[nodiscard]] std::string name(size_t variant) const;
  /// "With tanh, " for a group that shares more than nothing.
  [[nodiscard]] std::string within(const Group& group) const;
};

/// A sentence from its parts: the label's first letter is a capital where nothing stands before it.
[[nodiscard]] std::string say(const std::string& within, const std::string& rest, bool label_first);

/// The answers to one finding of the study.
[[nodiscard]] std::vector<Finding> answer(const study::Study& study, const study::TrialIndex& index,
                                          const study::FindingSpec& spec,
                                          const SearchFacts* search = nullptr);

/// Value and spread of one variant.
[[nodiscard]] Finding answer_value(const Question& question, size_t variant,
                                   const std::string& within);

/// The samples and comparisons of a group.
struct Compared {
  Group group;
  std::vector<Sample> samples;     ///< of group.variants
  std::vector<VariantPair> pairs;  ///< indices into group.variants and samples
};

/// Sentences on pairs, or a summary where there are many of them.
[[nodiscard]] std::vector<Finding> answer_pairs(const Question& question, const Compared& compared);
/// One sentence for a pair of a group.
[[nodiscard]] Finding say_pair(const Question& question, const Compared& compared,
                               const VariantPair& pair);
/// The best of many and what cannot be told from it; or all against the baseline.
[[nodiscard]] std::vector<Finding> answer_summary(const Question& question,
                                                  const Compared& compared);
/// Trends of groups along a numeric axis, corrected together.
[[nodiscard]] std::vector<Finding> answer_trends(const Question& question,
                                                 const std::vector<Compared>& compared);

/// "mean of 3 folds of 5 seeds; standard deviation 0.012 over the folds of a seed, 0.004 over the
/// seeds' means": the two spreads apart.
[[nodiscard]] std::string spreads(const Question& question, const Estimate& value);

/// A value as this question's metric is written: a percentage for shares.
[[nodiscard]] std::string write(const Question& question, double value, double spread);
/// A difference of two values: in percentage points for shares.
[[nodiscard]] std::string write_difference(const Question& question, double difference,
                                           double spread);
/// "a difference of 0.012 would probably have been seen"; that none would, where not even the whole
/// range of an accuracy or a share could have been.
[[nodiscard]] std::string say_visible(const Question& question, double visible);

}  // namespace gradus::finding
