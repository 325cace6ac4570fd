#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "gradus/base/shape.hpp"
#include "gradus/nn/activations.hpp"
#include "gradus/nn/field.hpp"
#include "gradus/nn/initializers.hpp"
#include "gradus/nn/layer_options.hpp"
#include "gradus/nn/layers_image.hpp"
#include "gradus/nn/layers_normalize.hpp"
#include "gradus/nn/regularizers.hpp"

namespace gradus {

/// The shape of one sample.
struct Input {
  Shape shape;
  Input(int64_t features) : shape{features} {}
  Input(std::initializer_list<int64_t> extents) : shape(extents) {}
  explicit Input(Shape s) : shape(std::move(s)) {}
};

/// y = activation(x W + b) for rows of numbers: [N, inputs] to [N, units]. Weights: kernel [inputs,
/// units], bias [units].
struct Dense {
  static constexpr std::string_view kKind = "dense";
  int64_t units = 1;
  Activation activation = linear;
  bool use_bias = true;
  Initializer kernel_initializer = initializers::GlorotUniform{};
  Initializer bias_initializer = initializers::Zeros{};
  Regularizer kernel_regularizer{};
  Regularizer bias_regularizer{};
  Constraint kernel_constraint{};
  Constraint bias_constraint{};
  LayerOptions layer{};
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("units", s.units, kRequiredWord.at_least(1));
    visit("activation", s.activation, kWord);
    visit("use_bias", s.use_bias, kOption);
    visit("kernel_initializer", s.kernel_initializer, kOption);
    visit("bias_initializer", s.bias_initializer, kOption);
    visit("kernel_regularizer", s.kernel_regularizer, kOption);
    visit("bias_regularizer", s.bias_regularizer, kOption);
    visit("kernel_constraint", s.kernel_constraint, kOption);
    visit("bias_constraint", s.bias_constraint, kOption);
  }
  bool operator==(const Dense&) const = default;
};

/// An activation as a layer of its own.
struct ActivationLayer {
  static constexpr std::string_view kKind = "activation";
  Activation activation = linear;
  LayerOptions layer{};
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("activation", s.activation, kRequiredWord);
  }
  bool operator==(const ActivationLayer&) const = default;
};

/// [N, a, b, ...] to [N, a b ...], the last axis fastest.
struct Flatten {
  static constexpr std::string_view kKind = "flatten";
  LayerOptions layer{};
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const Flatten&) const = default;
};

/// The same values under another shape of the same size, the last axis fastest.
struct Reshape {
  static constexpr std::string_view kKind = "reshape";
  Shape target_shape{};
  LayerOptions layer{};
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("target_shape", s.target_shape, kRequiredWord.at_least(1));
  }
  bool operator==(const Reshape&) const = default;
};

/// activations::LeakyRelu as a layer; the slope is that of Keras 2 (and 3).
struct LeakyReLU {
  static constexpr std::string_view kKind = "leaky_relu";
  double negative_slope = 0.3;
  LayerOptions layer{};
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("negative_slope", s.negative_slope, kWord);
  }
  bool operator==(const LeakyReLU&) const = default;
};

/// activations::Elu as a layer.
struct ELU {
  static constexpr std::string_view kKind = "elu";
  double alpha = 1;
  LayerOptions layer{};
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("alpha", s.alpha, kWord);
  }
  bool operator==(const ELU&) const = default;
};

/// y = x < 0 ? alpha x : x with an alpha that is learned for each value of a sample (He et al.
/// 2015). Keeps its input's shape. Weights: alpha [that shape] from 0.
struct PReLU {
  static constexpr std::string_view kKind = "prelu";
  LayerOptions layer{};
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const PReLU&) const = default;
};

/// While training each value is 0 with probability `rate` and divided by 1 - rate otherwise
/// (Srivastava et al. 2014, inverted); passes through when predicting. The probability is a
/// multiple of 2^-16.
struct Dropout {
  static constexpr std::string_view kKind = "dropout";
  double rate = 0.5;
  LayerOptions layer{};
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("rate", s.rate, kRequiredWord.at_least(0).below(1));
  }
  bool operator==(const Dropout&) const = default;
};

/// While training adds normal noise; passes through when predicting.
struct GaussianNoise {
  static constexpr std::string_view kKind = "gaussian_noise";
  double stddev = 0.1;
  LayerOptions layer{};
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("stddev", s.stddev, kRequiredWord.at_least(0));
  }
  bool operator==(const GaussianNoise&) const = default;
};

/// The sum of layers of one shape.
struct Add {
  static constexpr std::string_view kKind = "add";
  LayerOptions layer{};
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const Add&) const = default;
};

/// Layers side by side along the last axis; their other axes are equal.
struct Concatenate {
  static constexpr std::string_view kKind = "concatenate";
  LayerOptions layer{};
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const Concatenate&) const = default;
};

/// A layer of the user's own, written for one sample in double. Must be a pure function of its
/// arguments: it is called from several threads at once.
class CustomLayer {
 public:
  virtual ~CustomLayer() = default;
  [[nodiscard]] virtual std::string kind() const = 0;
  [[nodiscard]] virtual Shape output_shape(const Shape& input) const = 0;
  /// Number of weights, all in one tensor; they start uniform as Glorot's of (input, output).
  [[nodiscard]] virtual int64_t weights(const Shape& input) const;
  virtual void forward(std::span<const double> x, std::span<const double> weights,
                       std::span<double> y) const = 0;
  /// Fills dx and adds to dweights, given dy = d loss / d y.
  virtual void backward(std::span<const double> x, std::span<const double> weights,
                        std::span<const double> y, std::span<const double> dy, std::span<double> dx,
                        std::span<double> dweights) const = 0;
};

struct Custom {
  static constexpr std::string_view kKind = "custom";
  std::shared_ptr<const CustomLayer> implementation{};
  LayerOptions layer{};
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const Custom&) const = default;
};

using Layer =
    std::variant<Dense, Conv2D, MaxPooling2D, AveragePooling2D, GlobalMaxPooling2D,
                 GlobalAveragePooling2D, Flatten, Reshape, ZeroPadding2D, BatchNormalization,
                 LayerNormalization, Normalization, Dropout, SpatialDropout2D, GaussianNoise,
                 ActivationLayer, LeakyReLU, ELU, PReLU, Add, Concatenate, Custom>;

/// Options that every layer has.
[[nodiscard]] const LayerOptions& layer_options(const Layer& layer);
[[nodiscard]] LayerOptions& layer_options(Layer& layer);
/// The layer's kind as a study file spells it.
[[nodiscard]] std::string layer_kind(const Layer& layer);

}  // namespace gradus
