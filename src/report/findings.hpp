#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gradus/study/results.hpp"
#include "gradus/study/statistics.hpp"
#include "gradus/study/study.hpp"

namespace gradus {

/// A median, or a share, of one variant over its seeds; with folds the mean over folds and seeds.
struct Estimate {
  size_t variant = 0;  ///< an index into Study::variants
  double value = 0;    ///< NaN where no trial has one
  statistics::Interval interval{0, 0};
  size_t seeds = 0;       ///< with a value; folds of one seed count as one, by their mean
  size_t trials = 0;      ///< all of the variant's
  size_t folds = 1;       ///< of each seed
  double over_folds = 0;  ///< standard deviation over the folds of a seed; NaN without folds
  double over_seeds = 0;  ///< standard deviation over the seeds' means; NaN for one seed
};

/// Two variants of one comparison; `comparison` takes first minus second.
struct VariantPair {
  size_t first = 0, second = 0;
  statistics::Comparison comparison;
};

/// One thing that the results say, in one sentence, with the numbers behind it.
struct Finding {
  enum class Kind {
    kValue,       ///< LABEL is V [lo, hi] (median of N seeds)
    kShare,       ///< 95.2 % [93.7, 96.4] of 1000 trials converged
    kComparison,  ///< A needs fewer LABEL than B; A and B cannot be told apart
    kSummary,     ///< which of many is best, and what cannot be told from it
    kTrend,       ///< LABEL rises with AXIS
    kSame,        ///< A is B: the same plan
    kNothing,     ///< why there is no answer
    kRateRange,   ///< learning rates from lr_min to lr_max train, because ...
    kSolver,      ///< why full-batch solvers stopped, and how far they came
    kReported,    ///< reported R lies inside our spread / outside
    kDiverged,    ///< how many trials of a variant diverged
    kNotLearned,  ///< how many did not learn
    kWarning,     ///< what a reader should hold against the numbers
  };
  Kind kind = Kind::kValue;
  std::string sentence;
  std::string metric;  ///< as the study writes it: "argmin val_loss"
  std::vector<Estimate> estimates;
  std::vector<VariantPair> pairs;
  std::optional<statistics::Trend> trend;
  bool with_dropout = false;  ///< kNotLearned: a network of the study has dropout or noise
};

/// The answers to a study's questions in its order, what its range tests suggest, then the
/// comparison with what was reported, then what diverged or did not learn, and the warnings.
/// Sentences follow from the numbers alone.
[[nodiscard]] std::vector<Finding> findings(const study::Study& study,
                                            const study::Results& results);

/// findings.md: question, expectation, answers, a table by variant, reported figures beside ours,
/// trials that diverged or did not learn, notes, and how to read it.
[[nodiscard]] std::string findings_markdown(const study::Study& study,
                                            const study::Results& results);

/// Rows of text under a row of headings.
struct TextTable {
  std::vector<std::string> head;
  std::vector<std::vector<std::string>> rows;
  size_t more = 0;  ///< rows left out, all in results.json
};

/// The `most` best points of a search and the last, with how they stand beside the best; no rows
/// without a search.
[[nodiscard]] TextTable ranking_table(const study::Study& study, const study::Results& results,
                                      size_t most = 10);
/// A row for each variant, at most `most`; after a search for what was trained again: median and
/// interval of each metric asked for, and the counts.
[[nodiscard]] TextTable variant_table(const study::Study& study, const study::Results& results,
                                      size_t most = 30);
/// The sentences that answer, and those to be held against them.
[[nodiscard]] std::vector<std::string> answers(const std::vector<Finding>& findings);
[[nodiscard]] std::vector<std::string> reservations(const std::vector<Finding>& findings);
/// What is said of every quick form.
inline constexpr const char* kQuickForm =
    "This is the quick form of the study, smaller than the real one: a trial run of it, not an "
    "answer. Reported figures are not compared.";
/// A row for each reported figure; no rows in the quick form.
[[nodiscard]] TextTable reported_table(const study::Study& study, const study::Results& results);
/// Trials that diverged (at most `limit`), with the place where a number stopped being finite.
[[nodiscard]] std::vector<std::string> diverged_trials(const study::Study& study,
                                                       const study::Results& results,
                                                       size_t limit = 20);
/// Seeds that did not learn, a line for each variant.
[[nodiscard]] std::vector<std::string> trials_not_learned(const study::Study& study,
                                                          const study::Results& results);
/// What the brackets and tests are, in sentences, as far as these findings use them.
[[nodiscard]] std::vector<std::string> how_to_read(const std::vector<Finding>& findings);

}  // namespace gradus
