#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gradus/study/study.hpp"
#include "gradus/train/history.hpp"
#include "gradus/train/instruments.hpp"

namespace gradus::study {

/// What an instrument read at one moment of a training.
struct Sampled {
  size_t instrument = 0;        ///< index into Study::instruments
  int64_t epoch = 0, step = 0;  ///< epochs and updates done
  std::vector<Reading> readings;
};

/// What came of one network.
struct Trial {
  size_t variant = 0;  ///< index into Study::variants
  std::optional<int64_t> fold;
  uint64_t seed = 0;
  bool pruned = false;  ///< ended early by the search's scheduler
  History history;
  /// Last values of the history and the values of the end ("test_loss"), in a fixed order. NaN
  /// where not finite.
  std::vector<std::pair<std::string, double>> metrics;
  std::vector<Sampled> sampled;  ///< in the order of time, then of the instruments
};

struct Results {
  std::vector<Trial> trials;  ///< variants (last axis fastest), then folds, then seeds
  bool interrupted = false;   ///< ended before all was done
  /// Keeps other runs off the folder of this one while somebody still writes there.
  std::shared_ptr<const void> lock = {};
};

/// The value of a metric query in one trial, NaN where it does not apply: metrics by name, "epochs"
/// (NaN unless converged when the study has `until`), "seconds", "converged" and "diverged" (0 or
/// 1), columns of the history with a reduction or at an epoch.
[[nodiscard]] double value_of(const MetricQuery& query, const Trial& trial, bool has_until);

}  // namespace gradus::study
