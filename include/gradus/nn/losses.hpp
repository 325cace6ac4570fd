#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <variant>

#include "gradus/nn/field.hpp"

namespace gradus {

/// How a loss combines the outputs of one sample; over samples it is always the weighted mean.
enum class Outputs { kMean, kSum };

/// Names as in Keras. `outputs` is "mean" over a sample's outputs (Keras's way) or "sum".
namespace losses {

/// (p - t)^2.
struct MeanSquaredError {
  static constexpr std::string_view kKind = "mse";
  Outputs outputs = Outputs::kMean;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("outputs", s.outputs, kOption);
  }
  bool operator==(const MeanSquaredError&) const = default;
};

/// |p - t|; its derivative at 0 is 0.
struct MeanAbsoluteError {
  static constexpr std::string_view kKind = "mae";
  Outputs outputs = Outputs::kMean;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("outputs", s.outputs, kOption);
  }
  bool operator==(const MeanAbsoluteError&) const = default;
};

/// e = |p - t| <= delta ? e^2 / 2 : delta e - delta^2 / 2 (Huber 1964).
struct Huber {
  static constexpr std::string_view kKind = "huber";
  double delta = 1;
  Outputs outputs = Outputs::kMean;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("delta", s.delta, kWord.above(0));
    visit("outputs", s.outputs, kOption);
  }
  bool operator==(const Huber&) const = default;
};

/// -(t log p + (1 - t) log(1 - p)); straight after a sigmoid computed from its logit, unclipped; on
/// any other output p is clipped to [1e-7, 1 - 1e-7].
struct BinaryCrossentropy {
  static constexpr std::string_view kKind = "binary_crossentropy";
  Outputs outputs = Outputs::kMean;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("outputs", s.outputs, kOption);
  }
  bool operator==(const BinaryCrossentropy&) const = default;
};

/// -sum t log p; straight after a softmax computed from its logits, unclipped; on any other output
/// p is normed to sum 1 and clipped to [1e-7, 1 - 1e-7]. Class labels and one-hot rows give the
/// same numbers.
struct CategoricalCrossentropy {
  static constexpr std::string_view kKind = "categorical_crossentropy";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const CategoricalCrossentropy&) const = default;
};

/// The same for class labels.
struct SparseCategoricalCrossentropy {
  static constexpr std::string_view kKind = "sparse_categorical_crossentropy";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const SparseCategoricalCrossentropy&) const = default;
};

/// A loss of the user's own: `value(prediction, target)` of one output and its derivative with
/// respect to the prediction; a sample's loss is the mean over its outputs.
struct Custom {
  static constexpr std::string_view kKind = "custom";
  std::string name{};
  std::function<double(double, double)> value{};
  std::function<double(double, double)> derivative{};
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const Custom& other) const { return name == other.name; }
};

}  // namespace losses

using Loss = std::variant<losses::MeanSquaredError, losses::MeanAbsoluteError, losses::Huber,
                          losses::BinaryCrossentropy, losses::CategoricalCrossentropy,
                          losses::SparseCategoricalCrossentropy, losses::Custom>;

inline constexpr losses::MeanSquaredError mse{};
inline constexpr losses::MeanAbsoluteError mae{};
inline constexpr losses::BinaryCrossentropy binary_crossentropy{};
inline constexpr losses::CategoricalCrossentropy categorical_crossentropy{};
inline constexpr losses::SparseCategoricalCrossentropy sparse_categorical_crossentropy{};

}  // namespace gradus
