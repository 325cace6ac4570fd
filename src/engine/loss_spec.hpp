#pragma once

#include <cstdint>
#include <functional>
#include <memory>

namespace gradus::engine {

enum class LossKind : uint8_t {
  kNone,
  kMse,
  kMae,
  kHuber,
  kBinaryCrossentropy,       ///< of clipped probabilities
  kCategoricalCrossentropy,  ///< of normed, clipped probabilities
  kSigmoidCrossentropy,      ///< binary, from logits; leaves the sigmoid in place of the logit
  kSoftmaxCrossentropy,  ///< categorical, from logits; leaves the softmax in place of the logits
  kCustom,
};

struct CustomLoss {
  std::function<double(double, double)> value, derivative;
};

struct LossSpec {
  LossKind kind = LossKind::kNone;
  double delta = 1;          ///< Huber
  bool sum_outputs = false;  ///< sum over a sample's outputs instead of their mean
  std::shared_ptr<const CustomLoss> custom = {};
};

/// Metrics that are summed inside the program, in double.
enum class MetricKind : uint8_t {
  kBinaryAccuracy,
  kCategoricalAccuracy,
  kMse,
  kMae,
};

}  // namespace gradus::engine
