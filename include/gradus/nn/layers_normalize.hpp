#pragma once

#include <string_view>

#include "gradus/nn/field.hpp"
#include "gradus/nn/layer_options.hpp"

/// Layers that normalise. Channels are the last axis.
namespace gradus {

/// y = gamma (x - mean) / sqrt(variance + epsilon) + beta, channel by channel (Ioffe, Szegedy
/// 2015). While training, mean and biased variance are the batch's, over its rows and positions,
/// and the moving ones follow: moving = momentum moving + (1 - momentum) batch. Predictions use the
/// moving ones. Keeps its input's shape. Weights: gamma [C] from 1, beta [C] from 0; kept but not
/// trained: moving_mean [C] from 0, moving_variance [C] from 1.
struct BatchNormalization {
  static constexpr std::string_view kKind = "batch_normalization";
  double momentum = 0.99;
  double epsilon = 1e-3;
  bool center = true;  ///< has beta
  bool scale = true;   ///< has gamma
  LayerOptions layer{};
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("momentum", s.momentum, kOption.at_least(0).at_most(1));
    visit("epsilon", s.epsilon, kOption.above(0));
    visit("center", s.center, kOption);
    visit("scale", s.scale, kOption);
  }
  bool operator==(const BatchNormalization&) const = default;
};

/// The same with the mean and biased variance of the last axis at each place of each sample (Ba,
/// Kiros, Hinton 2016): training and prediction do not differ. Keeps its input's shape. Weights:
/// gamma [C] from 1, beta [C] from 0.
struct LayerNormalization {
  static constexpr std::string_view kKind = "layer_normalization";
  double epsilon = 1e-3;
  bool center = true;  ///< has beta
  bool scale = true;   ///< has gamma
  LayerOptions layer{};
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("epsilon", s.epsilon, kOption.above(0));
    visit("center", s.center, kOption);
    visit("scale", s.scale, kOption);
  }
  bool operator==(const LayerNormalization&) const = default;
};

/// y = (x - mean) / max(sqrt(variance), 1e-7) with the training samples' mean and biased variance
/// of each channel, measured once as a training from new weights begins; until then it passes
/// through. Keeps its input's shape and must be fed by the network's input. Kept but not trained:
/// mean [C] from 0, variance [C] from 1 (Keras also counts the samples, in a weight of its own).
struct Normalization {
  static constexpr std::string_view kKind = "normalization";
  bool adapt = true;  ///< false never measures: the layer passes through, and has no numbers
  LayerOptions layer{};
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("adapt", s.adapt, kOption);
  }
  bool operator==(const Normalization&) const = default;
};

}  // namespace gradus
