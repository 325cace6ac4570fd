#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

/// The metrics of one sample, in double: what the fast kernels are held to. Predictions P are float
/// or double, targets T likewise: a row of numbers as long as the predictions, or a class.
namespace gradus::rules {

/// Index of the largest value, the first of equals. NaN is never the largest; -1 where no value is
/// above -infinity, so that a network that gives NaN is right nowhere, and not about class 0.
template <class P>
[[nodiscard]] int64_t argmax(std::span<const P> values) {
  int64_t best = -1;
  P largest = -std::numeric_limits<P>::infinity();
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i] > largest) {
      largest = values[i];
      best = static_cast<int64_t>(i);
    }
  }
  return best;
}

/// Share of outputs with (p > threshold ? 1 : 0) == t, as in Keras: p at the threshold counts as 0,
/// and a target that is neither 0 nor 1 is never met. Compared in double.
template <class P, class T>
[[nodiscard]] double binary_accuracy(std::span<const P> prediction, std::span<const T> target,
                                     double threshold = 0.5) {
  size_t hits = 0;
  for (size_t i = 0; i < prediction.size(); ++i) {
    hits += static_cast<double>(target[i]) == (static_cast<double>(prediction[i]) > threshold);
  }
  return static_cast<double>(hits) / static_cast<double>(prediction.size());
}

/// 1 where the largest prediction is the label.
template <class P>
[[nodiscard]] double categorical_accuracy(std::span<const P> prediction, int32_t label) {
  return argmax(prediction) == label ? 1 : 0;
}

/// 1 where fewer than k predictions are larger than the label's: of values that tie with the label,
/// none counts against it, as in TensorFlow's and JAX's in_top_k. 0 where the label's is NaN.
template <class P>
[[nodiscard]] double top_k_accuracy(std::span<const P> prediction, int32_t label, int64_t k) {
  const P own = prediction[static_cast<size_t>(label)];
  if (std::isnan(own)) return 0;
  int64_t larger = 0;
  for (P p : prediction) larger += p > own;
  return larger < k ? 1 : 0;
}

/// Mean of (p - t)^2 over the outputs.
template <class P, class T>
[[nodiscard]] double squared_error(std::span<const P> prediction, std::span<const T> target) {
  double sum = 0;
  for (size_t i = 0; i < prediction.size(); ++i) {
    const double e = static_cast<double>(prediction[i]) - static_cast<double>(target[i]);
    sum += e * e;
  }
  return sum / static_cast<double>(prediction.size());
}

/// Mean of |p - t| over the outputs.
template <class P, class T>
[[nodiscard]] double absolute_error(std::span<const P> prediction, std::span<const T> target) {
  double sum = 0;
  for (size_t i = 0; i < prediction.size(); ++i) {
    sum += std::abs(static_cast<double>(prediction[i]) - static_cast<double>(target[i]));
  }
  return sum / static_cast<double>(prediction.size());
}

/// Outputs of one sample by what was predicted (above 0.5) and what is so (not 0).
struct PositiveCounts {
  int64_t both = 0, predicted = 0, actual = 0;
};

template <class P, class T>
[[nodiscard]] PositiveCounts count_positives(std::span<const P> prediction,
                                             std::span<const T> target) {
  PositiveCounts n;
  for (size_t i = 0; i < prediction.size(); ++i) {
    const bool predicted = static_cast<double>(prediction[i]) > 0.5, actual = target[i] != 0;
    n.both += predicted && actual;
    n.predicted += predicted;
    n.actual += actual;
  }
  return n;
}

}  // namespace gradus::rules
