#pragma once

#include <concepts>
#include <utility>
#include <vector>

#include "gradus/nn/layers.hpp"

namespace gradus {

/// Layers in a row, as a program writes them down. What a variant of all kinds needs is compiled
/// here, once, and not in every program: that is a third of the time that a page of C++ takes.
class LayerList {
 public:
  LayerList();
  template <class... L>
    requires(sizeof...(L) > 0)
  explicit LayerList(const L&... layers) : LayerList() {
    (add(layers), ...);
  }
  LayerList(LayerList&&) noexcept;
  LayerList& operator=(LayerList&&) noexcept;
  ~LayerList();

  void add(const Dense& layer);
  void add(const Conv2D& layer);
  void add(const MaxPooling2D& layer);
  void add(const AveragePooling2D& layer);
  void add(const GlobalMaxPooling2D& layer);
  void add(const GlobalAveragePooling2D& layer);
  void add(const Flatten& layer);
  void add(const Reshape& layer);
  void add(const ZeroPadding2D& layer);
  void add(const BatchNormalization& layer);
  void add(const LayerNormalization& layer);
  void add(const Normalization& layer);
  void add(const Dropout& layer);
  void add(const SpatialDropout2D& layer);
  void add(const GaussianNoise& layer);
  void add(const ActivationLayer& layer);
  void add(const LeakyReLU& layer);
  void add(const ELU& layer);
  void add(const PReLU& layer);
  void add(const Add& layer);
  void add(const Concatenate& layer);
  void add(const Custom& layer);
  /// Of a kind that is known when the program runs. A template, so that no other layer is asked
  /// whether it could become a Layer, which takes a compiler long to say.
  template <std::same_as<Layer> L>
  void add(const L& layer) {
    add_any(layer);
  }

  /// The layers in their order; none are left.
  [[nodiscard]] std::vector<Layer> take();

 private:
  void add_any(const Layer& layer);
  std::vector<Layer> layers_;
};

/// A layer of any kind, or one whose kind is known when the program runs.
template <class L>
concept LayerOrKind = requires(LayerList& list, const L& layer) { list.add(layer); };

}  // namespace gradus
