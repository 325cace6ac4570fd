#pragma once

#include <cstdint>
#include <optional>
#include <variant>

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

}  // namespace gradus::data
