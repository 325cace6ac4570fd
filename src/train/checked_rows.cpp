// The few rows that a gradient check goes by.
#include <algorithm>
#include <cmath>

#include "train/gradient_probe.hpp"

namespace gradus {

template <class T>
double reach_of(std::span<const T> values) {
  double largest = 0;
  for (const T v : values) largest = std::max(largest, std::abs(static_cast<double>(v)));
  if (largest == 0) return 0x1p-3;
  int exponent = 0;
  const double part = std::frexp(largest, &exponent);  // in [1/2, 1)
  return std::ldexp(1.0, part == 0.5 ? exponent - 1 : exponent);
}
template double reach_of(std::span<const float>);
template double reach_of(std::span<const double>);

engine::RowSource CheckedRows::source() const {
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

double CheckedRows::reach() const {
  return std::max(least_reach, reach_of(std::span<const float>(numbers)));
}

void CheckedRows::settle() {
  const double grid = 0x1p-22 * reach();
  for (float& v : numbers)
    v = static_cast<float>(std::nearbyint(static_cast<double>(v) / grid) * grid);
}

CheckedRows checked_rows(const data::Dataset& samples, const std::vector<double>& class_weight) {
  CheckedRows rows;
  rows.count = static_cast<size_t>(samples.rows());
  rows.features = static_cast<size_t>(samples.shape().size());
  rows.outputs = static_cast<size_t>(samples.outputs());
  rows.class_weights = class_weight;
  for (int64_t r = 0; r < samples.rows(); ++r) {
    for (int64_t i = 0; i < samples.shape().size(); ++i)
      rows.numbers.push_back(samples.feature(r, i));
    if (samples.has_classes()) {
      rows.labels.push_back(samples.label(r));
    } else {
      const std::vector<float> target = samples.target(r);
      rows.targets.insert(rows.targets.end(), target.begin(), target.end());
    }
    const std::vector<float>& weights = samples.body().weights;
    if (!weights.empty())
      rows.weights.push_back(weights[samples.row_index()[static_cast<size_t>(r)]]);
  }
  return rows;
}

}  // namespace gradus
