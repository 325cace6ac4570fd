#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "gradus/data/dataset.hpp"

namespace gradus::data {

/// Deals `n_test` rows to the test set and the rest to the training set, both in a random order
/// drawn from Random(seed, Purpose::kSplit). With `stratify` every class gets its share of the test
/// rows, rounded by largest remainders (the lower class first among equals). Throws Error where
/// n_test is not within 0 .. rows - 1, or stratify is asked of a set without classes.
[[nodiscard]] Split split(const Dataset& all, int64_t n_test, bool stratify, uint64_t seed);

/// Samples that a share of `rows` stands for: rounded up, as scikit-learn does.
[[nodiscard]] int64_t count_of_share(double share, int64_t rows);

struct TrainTestSplit {
  /// A share in (0, 1), or a count.
  std::variant<double, int64_t> test_size = 0.25;
  std::optional<bool> stratify = {};  ///< true for classes unless given
  uint64_t seed = 0;
};
/// `auto [train, test] = train_test_split(all, {.test_size = 0.2});`
[[nodiscard]] Split train_test_split(const Dataset& all, const TrainTestSplit& options = {});

struct KFold {
  int64_t folds = 5;                  ///< from 2
  int64_t repeats = 1;                ///< all is dealt anew for each
  std::optional<bool> stratify = {};  ///< true for classes unless given
  uint64_t seed = 0;
};
/// One of folds * repeats splits, the folds of the first repeat first: `test` is the fold that is
/// held out, `train` the others, both in a random order drawn from Random(seed, Purpose::kSplit,
/// kFoldStream, repeat). In each repeat every row is held out exactly once. The sizes are
/// scikit-learn's (KFold, StratifiedKFold): rows / folds, the first rows % folds of them one more;
/// with `stratify`, fold i takes as many rows of each class as stand at i, i + folds, i + 2 folds
/// ... once the rows are sorted by class, classes in the order of their first row, so that the
/// folds of a class differ by at most one row too. A class of fewer rows than folds is missing from
/// some, as there. Throws Error where there are more folds than rows (with `stratify`: than rows of
/// any class), where `which` is not within 0 .. folds * repeats - 1, or where stratify is asked of
/// a set without classes.
[[nodiscard]] Split fold(const Dataset& all, const KFold& options, int64_t which);
/// `for (const auto& [train, validation] : folds(all, {.folds = 3}))`
[[nodiscard]] std::vector<Split> folds(const Dataset& all, const KFold& options = {});
/// Keeps the stream of folds apart from that of split().
inline constexpr uint32_t kFoldStream = 1;

}  // namespace gradus::data
