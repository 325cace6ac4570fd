#pragma once

#include <cstdint>
#include <vector>

#include "engine/batch.hpp"
#include "engine/program.hpp"
#include "support/lanes.hpp"

namespace gradus::test {

/// Storage behind a RowSource.
struct Rows {
  size_t count = 0, features = 0, outputs = 0;
  std::vector<float> numbers = {}, targets = {}, weights = {};
  std::vector<int32_t> labels = {};
  std::vector<double> class_weights = {};

  [[nodiscard]] engine::RowSource source() const {
    engine::RowSource s;
    s.numbers = numbers.data();
    s.features = features;
    s.outputs = outputs;
    s.labels = labels.empty() ? nullptr : labels.data();
    s.targets = labels.empty() ? targets.data() : nullptr;
    s.weights = weights.empty() ? nullptr : weights.data();
    s.class_weights = class_weights.empty() ? nullptr : class_weights.data();
    return s;
  }
};

struct RowKind {
  bool labels = false, weights = false, class_weights = false;
};

/// Features in [-1, 1), targets in [0, 1) or labels.
inline Rows draw_rows(Numbers& numbers, size_t count, int64_t features, int64_t outputs,
                      RowKind kind = {}) {
  Rows rows{.count = count,
            .features = static_cast<size_t>(features),
            .outputs = static_cast<size_t>(outputs)};
  const auto floats = [&](size_t n, double low, double high) {
    const std::vector<double> values = numbers.many(n, low, high);
    return std::vector<float>(values.begin(), values.end());
  };
  rows.numbers = floats(count * rows.features, -1, 1);
  const uint64_t classes = outputs == 1 ? 2 : static_cast<uint64_t>(outputs);
  if (kind.labels) {
    for (size_t r = 0; r < count; ++r)
      rows.labels.push_back(static_cast<int32_t>(numbers.below(classes)));
  } else {
    rows.targets = floats(count * rows.outputs, 0, 1);
  }
  if (kind.weights) rows.weights = floats(count, 0, 2);
  if (kind.class_weights) rows.class_weights = numbers.many(classes, 0.5, 2);
  return rows;
}

/// Weights for a graph, padded as programs have them, and statistics behind them: means in [-0.5,
/// 0.5), variances in [0.5, 2).
template <class T>
AlignedVector<T> draw_weights(Numbers& numbers, const engine::Graph& graph, double reach = 0.7) {
  AlignedVector<T> weights(static_cast<size_t>(graph.values()), T(0));
  for (int64_t i = 0; i < graph.weights(); ++i)
    weights[static_cast<size_t>(i)] = static_cast<T>(numbers.one(-reach, reach));
  const auto fill = [&](int statistic, double low, double high) {
    const engine::Param& p = graph.statistics[static_cast<size_t>(statistic)];
    for (int64_t i = 0; i < p.size(); ++i)
      weights[static_cast<size_t>(graph.statistics_at() + p.offset + i)] =
          static_cast<T>(numbers.one(low, high));
  };
  for (const engine::Op& op : graph.ops) {
    if (op.mean >= 0) fill(op.mean, -0.5, 0.5);
    if (op.variance >= 0) fill(op.variance, 0.5, 2);
  }
  return weights;
}

/// The gradient that a program has just made, without its padding.
template <class T>
std::vector<T> gradient_of(engine::Program<T>& program) {
  const std::span<T> g = program.gradient();
  return {g.begin(), g.begin() + program.graph().weights()};
}

}  // namespace gradus::test
