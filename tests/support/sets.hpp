#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "gradus/data/dataset.hpp"
#include "support/lanes.hpp"

namespace gradus::test {

/// Rows of numbers with rows of numbers as targets.
inline data::Dataset number_set(int64_t features, const std::vector<float>& x, int64_t outputs,
                                const std::vector<float>& targets,
                                const std::vector<float>& weights = {}) {
  const auto rows = static_cast<int64_t>(x.size()) / features;
  Tensor in(rows, Shape{features}), out(rows, Shape{outputs});
  std::copy(x.begin(), x.end(), in.data());
  std::copy(targets.begin(), targets.end(), out.data());
  auto body = std::make_shared<data::Body>();
  body->features = std::move(in);
  body->targets = std::move(out);
  body->weights = weights;
  return data::Dataset(std::move(body));
}

/// Rows of numbers with a class each.
inline data::Dataset class_set(int64_t features, const std::vector<float>& x,
                               const std::vector<int32_t>& labels, int32_t classes,
                               const std::vector<float>& weights = {}) {
  Tensor in(static_cast<int64_t>(labels.size()), Shape{features});
  std::copy(x.begin(), x.end(), in.data());
  auto body = std::make_shared<data::Body>();
  body->features = std::move(in);
  body->labels = labels;
  body->classes = classes;
  body->weights = weights;
  return data::Dataset(std::move(body));
}

/// `rows` random rows of that many features, of a class each: the largest of the first `classes`
/// features, so that there is something to learn.
inline data::Dataset random_classes(int64_t rows, int64_t features, int32_t classes,
                                    uint64_t seed = 1, bool weighted = false) {
  Numbers numbers(seed);
  std::vector<float> x, weights;
  std::vector<int32_t> labels;
  for (int64_t r = 0; r < rows; ++r) {
    int32_t label = 0;
    for (int64_t f = 0; f < features; ++f) {
      x.push_back(static_cast<float>(numbers.one()));
      const size_t own = static_cast<size_t>(r * features);
      if (f < classes && x.back() > x[own + static_cast<size_t>(label)])
        label = static_cast<int32_t>(f);
    }
    labels.push_back(label);
    if (weighted) weights.push_back(static_cast<float>(numbers.one(0.25, 2)));
  }
  return class_set(features, x, labels, classes, weights);
}

/// `rows` random rows with targets that are a smooth function of them.
inline data::Dataset random_numbers(int64_t rows, int64_t features, int64_t outputs,
                                    uint64_t seed = 1, bool weighted = false) {
  Numbers numbers(seed);
  std::vector<float> x, targets, weights;
  for (int64_t r = 0; r < rows; ++r) {
    float sum = 0;
    for (int64_t f = 0; f < features; ++f) {
      x.push_back(static_cast<float>(numbers.one()));
      sum += x.back();
    }
    for (int64_t j = 0; j < outputs; ++j)
      targets.push_back(sum * sum / 4 + static_cast<float>(j) * x.back());
    if (weighted) weights.push_back(static_cast<float>(numbers.one(0.25, 2)));
  }
  return number_set(features, x, outputs, targets, weights);
}

}  // namespace gradus::test
