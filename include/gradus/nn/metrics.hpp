#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "gradus/nn/field.hpp"

namespace gradus {
/// Measured on predictions, as in Keras; a label is a class or a one-hot row.
namespace metrics {

/// Binary or categorical accuracy, as the loss has it.
struct Accuracy {
  static constexpr std::string_view kKind = "accuracy";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const Accuracy&) const = default;
};

/// Share of outputs on the right side of `threshold`.
struct BinaryAccuracy {
  static constexpr std::string_view kKind = "binary_accuracy";
  double threshold = 0.5;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("threshold", s.threshold, kOption);
  }
  bool operator==(const BinaryAccuracy&) const = default;
};

/// Share of samples whose largest output is the label (the first of equals).
struct CategoricalAccuracy {
  static constexpr std::string_view kKind = "categorical_accuracy";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const CategoricalAccuracy&) const = default;
};

/// The same.
struct SparseCategoricalAccuracy {
  static constexpr std::string_view kKind = "sparse_categorical_accuracy";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const SparseCategoricalAccuracy&) const = default;
};

/// Share of samples whose label is among the k largest outputs.
struct TopKCategoricalAccuracy {
  static constexpr std::string_view kKind = "top_k_categorical_accuracy";
  int64_t k = 5;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("k", s.k, kWord.at_least(1));
  }
  bool operator==(const TopKCategoricalAccuracy&) const = default;
};

/// Mean of (p - t)^2.
struct MeanSquaredError {
  static constexpr std::string_view kKind = "mse";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const MeanSquaredError&) const = default;
};

/// Mean of |p - t|.
struct MeanAbsoluteError {
  static constexpr std::string_view kKind = "mae";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const MeanAbsoluteError&) const = default;
};

/// True positives over predicted positives, at 0.5 (0 where nothing is predicted positive).
struct Precision {
  static constexpr std::string_view kKind = "precision";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const Precision&) const = default;
};

/// True positives over positives, at 0.5 (0 where there is none).
struct Recall {
  static constexpr std::string_view kKind = "recall";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const Recall&) const = default;
};

/// A metric of the user's own: a number of one sample's outputs and targets (one-hot for classes),
/// averaged.
struct Custom {
  static constexpr std::string_view kKind = "custom";
  std::string name{};
  std::function<double(std::span<const double> prediction, std::span<const double> target)> value{};
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const Custom& other) const { return name == other.name; }
};

}  // namespace metrics

using Metric =
    std::variant<metrics::Accuracy, metrics::BinaryAccuracy, metrics::CategoricalAccuracy,
                 metrics::SparseCategoricalAccuracy, metrics::TopKCategoricalAccuracy,
                 metrics::MeanSquaredError, metrics::MeanAbsoluteError, metrics::Precision,
                 metrics::Recall, metrics::Custom>;

inline constexpr metrics::Accuracy accuracy{};

/// The metric's name in histories and results: its kind, or a custom metric's own name.
[[nodiscard]] std::string metric_name(const Metric& metric);

}  // namespace gradus
