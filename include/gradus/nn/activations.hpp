#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <variant>

#include "gradus/nn/field.hpp"

namespace gradus {
namespace activations {

/// y = z.
struct Linear {
  static constexpr std::string_view kKind = "linear";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const Linear&) const = default;
};

/// y = z < 0 ? 0 : z, so that NaN passes.
struct Relu {
  static constexpr std::string_view kKind = "relu";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const Relu&) const = default;
};

/// y = z < 0 ? negative_slope z : z. The default slope is that of Keras 2.
struct LeakyRelu {
  static constexpr std::string_view kKind = "leaky_relu";
  double negative_slope = 0.3;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("negative_slope", s.negative_slope, kWord);
  }
  bool operator==(const LeakyRelu&) const = default;
};

/// y = z < 0 ? alpha (exp(z) - 1) : z (Clevert, Unterthiner, Hochreiter 2016).
struct Elu {
  static constexpr std::string_view kKind = "elu";
  double alpha = 1;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("alpha", s.alpha, kWord);
  }
  bool operator==(const Elu&) const = default;
};

/// y = 1.0507... (z < 0 ? 1.6732... (exp(z) - 1) : z) (Klambauer et al. 2017).
struct Selu {
  static constexpr std::string_view kKind = "selu";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const Selu&) const = default;
};

/// y = z Phi(z), Phi the normal distribution (Hendrycks, Gimpel 2016; exact, not the tanh form).
struct Gelu {
  static constexpr std::string_view kKind = "gelu";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const Gelu&) const = default;
};

/// y = log(1 + exp(z)).
struct Softplus {
  static constexpr std::string_view kKind = "softplus";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const Softplus&) const = default;
};

/// y = 1 / (1 + exp(-z)).
struct Sigmoid {
  static constexpr std::string_view kKind = "sigmoid";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const Sigmoid&) const = default;
};

/// y = 1 / (1 + exp(-slope z)).
struct ScaledSigmoid {
  static constexpr std::string_view kKind = "scaled_sigmoid";
  double slope = 1;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("slope", s.slope, kRequiredWord);
  }
  bool operator==(const ScaledSigmoid&) const = default;
};

/// y = tanh(z).
struct Tanh {
  static constexpr std::string_view kKind = "tanh";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const Tanh&) const = default;
};

/// y_i = exp(z_i) / sum_j exp(z_j), over all values of a sample.
struct Softmax {
  static constexpr std::string_view kKind = "softmax";
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const Softmax&) const = default;
};

/// An activation of the user's own, elementwise: `value(z)` and `derivative(z, y)` with y =
/// value(z).
struct Custom {
  static constexpr std::string_view kKind = "custom";
  std::string name{};
  std::function<double(double)> value{};
  std::function<double(double, double)> derivative{};
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const Custom& other) const { return name == other.name; }
};

}  // namespace activations

/// What a layer does to its sums.
using Activation =
    std::variant<activations::Linear, activations::Relu, activations::LeakyRelu, activations::Elu,
                 activations::Selu, activations::Gelu, activations::Softplus, activations::Sigmoid,
                 activations::ScaledSigmoid, activations::Tanh, activations::Softmax,
                 activations::Custom>;

inline constexpr activations::Linear linear{};
inline constexpr activations::Relu relu{};
inline constexpr activations::Selu selu{};
inline constexpr activations::Gelu gelu{};
inline constexpr activations::Softplus softplus{};
inline constexpr activations::Sigmoid sigmoid{};
inline constexpr activations::Tanh tanh{};
inline constexpr activations::Softmax softmax{};
inline constexpr activations::LeakyRelu leaky_relu(double negative_slope = 0.3) {
  return {negative_slope};
}
inline constexpr activations::Elu elu(double alpha = 1) {
  return {alpha};
}
inline constexpr activations::ScaledSigmoid scaled_sigmoid(double slope) {
  return {slope};
}

}  // namespace gradus
