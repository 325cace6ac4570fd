#pragma once

#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "gradus/study/results.hpp"

/// Studies and results made by hand, for tests of what is written and said about them.
namespace gradus::study {

inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

inline Study study_of(std::vector<Axis> axes, std::vector<VariantKey> keys, size_t seeds) {
  Study study;
  study.name = "hand-made";
  study.question = "Which is best?";
  study.axes = std::move(axes);
  for (VariantKey& key : keys) study.variants.emplace_back().key = std::move(key);
  for (uint64_t seed = 0; seed < seeds; ++seed) study.seeds.push_back(seed);
  return study;
}

/// One axis of named variants.
inline Study named(const std::string& axis, const std::vector<std::string>& names, size_t seeds) {
  std::vector<VariantKey> keys;
  std::vector<AxisValue> values;
  for (const std::string& name : names) {
    keys.push_back({{axis, name}});
    values.push_back(name);
  }
  return study_of({{axis, values, true}}, keys, seeds);
}

/// A trial that ran its epochs and learned.
inline Trial trial_of(size_t variant, uint64_t seed,
                      std::vector<std::pair<std::string, double>> metrics, int64_t epochs = 10,
                      Status status = Status::kCompleted) {
  Trial trial;
  trial.variant = variant;
  trial.seed = seed;
  trial.metrics = std::move(metrics);
  trial.history.epochs = epochs;
  trial.history.status = status;
  trial.history.learned = status != Status::kDiverged;
  return trial;
}

/// The values of one metric: a row for each variant, a value for each seed.
inline Results results_of(const std::string& metric,
                          const std::vector<std::vector<double>>& variants) {
  Results results;
  for (size_t v = 0; v < variants.size(); ++v)
    for (size_t s = 0; s < variants[v].size(); ++s)
      results.trials.push_back(trial_of(v, s, {{metric, variants[v][s]}}));
  return results;
}

}  // namespace gradus::study
