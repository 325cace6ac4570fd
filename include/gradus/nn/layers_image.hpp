#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "gradus/nn/activations.hpp"
#include "gradus/nn/field.hpp"
#include "gradus/nn/initializers.hpp"
#include "gradus/nn/layer_options.hpp"
#include "gradus/nn/regularizers.hpp"

/// Layers of images. An image is [height, width, channels], channels last, as in Keras.
namespace gradus {

/// Rows and columns of a window or of steps: 3 is 3x3.
struct Size2D {
  int64_t rows = 1, columns = 1;
  constexpr Size2D() = default;
  constexpr Size2D(int64_t both) : rows(both), columns(both) {}
  constexpr Size2D(int64_t r, int64_t c) : rows(r), columns(c) {}
  bool operator==(const Size2D&) const = default;
};

/// What a window does at the image's edge.
enum class Padding {
  kValid,  ///< stays inside: out = floor((in - extent) / stride) + 1
  kSame,   ///< goes beyond: out = ceil(in / stride); what lies outside is shared out as TensorFlow
           ///< does, the smaller half above and to the left
};

/// y = activation(x * W + b), a cross-correlation: [N, H, W, C] to [N, OH, OW, filters]. Weights:
/// kernel [rows, columns, C, filters], bias [filters]. A kernel dilated by d has extent
/// (size - 1) d + 1.
struct Conv2D {
  static constexpr std::string_view kKind = "conv2d";
  int64_t filters = 1;
  Size2D kernel_size = 1;
  Activation activation = linear;
  Size2D strides = 1;
  Padding padding = Padding::kValid;
  Size2D dilation_rate = 1;
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
    visit("filters", s.filters, kRequiredWord.at_least(1));
    visit("kernel_size", s.kernel_size, kRequiredWord.at_least(1));
    visit("activation", s.activation, kWord);
    visit("strides", s.strides, kOption.at_least(1));
    visit("padding", s.padding, kOption);
    visit("dilation_rate", s.dilation_rate, kOption.at_least(1));
    visit("use_bias", s.use_bias, kOption);
    visit("kernel_initializer", s.kernel_initializer, kOption);
    visit("bias_initializer", s.bias_initializer, kOption);
    visit("kernel_regularizer", s.kernel_regularizer, kOption);
    visit("bias_regularizer", s.bias_regularizer, kOption);
    visit("kernel_constraint", s.kernel_constraint, kOption);
    visit("bias_constraint", s.bias_constraint, kOption);
  }
  bool operator==(const Conv2D&) const = default;
};

/// The largest value of each window, channel by channel: [N, H, W, C] to [N, OH, OW, C].
struct MaxPooling2D {
  static constexpr std::string_view kKind = "max_pooling2d";
  Size2D pool_size = 2;
  std::optional<Size2D> strides{};  ///< default: pool_size
  Padding padding = Padding::kValid;
  LayerOptions layer{};
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("pool_size", s.pool_size, kRequiredWord.at_least(1));
    visit("strides", s.strides, kOption.at_least(1));
    visit("padding", s.padding, kOption);
  }
  bool operator==(const MaxPooling2D&) const = default;
};

/// The mean of each window, channel by channel: [N, H, W, C] to [N, OH, OW, C]. Where padding goes
/// beyond the image, the mean is of what lies inside.
struct AveragePooling2D {
  static constexpr std::string_view kKind = "average_pooling2d";
  Size2D pool_size = 2;
  std::optional<Size2D> strides{};  ///< default: pool_size
  Padding padding = Padding::kValid;
  LayerOptions layer{};
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("pool_size", s.pool_size, kRequiredWord.at_least(1));
    visit("strides", s.strides, kOption.at_least(1));
    visit("padding", s.padding, kOption);
  }
  bool operator==(const AveragePooling2D&) const = default;
};

/// The largest value of each channel: [N, H, W, C] to [N, C].
struct GlobalMaxPooling2D {
  static constexpr std::string_view kKind = "global_max_pooling2d";
  LayerOptions layer{};
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const GlobalMaxPooling2D&) const = default;
};

/// The mean of each channel: [N, H, W, C] to [N, C].
struct GlobalAveragePooling2D {
  static constexpr std::string_view kKind = "global_average_pooling2d";
  LayerOptions layer{};
  template <class Self, class V>
  static void fields(Self&, V&&) {}
  bool operator==(const GlobalAveragePooling2D&) const = default;
};

/// Zeros around an image: [N, H, W, C] to [N, H + 2 rows, W + 2 columns, C].
struct ZeroPadding2D {
  static constexpr std::string_view kKind = "zero_padding2d";
  Size2D padding = 1;
  LayerOptions layer{};
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("padding", s.padding, kRequiredWord.at_least(0));
  }
  bool operator==(const ZeroPadding2D&) const = default;
};

/// Dropout of whole channels of an image (Tompson et al. 2015): while training each is 0 with
/// probability `rate` and divided by 1 - rate otherwise; passes through when predicting. The
/// probability is a multiple of 2^-16.
struct SpatialDropout2D {
  static constexpr std::string_view kKind = "spatial_dropout2d";
  double rate = 0.5;
  LayerOptions layer{};
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("rate", s.rate, kRequiredWord.at_least(0).below(1));
  }
  bool operator==(const SpatialDropout2D&) const = default;
};

}  // namespace gradus
