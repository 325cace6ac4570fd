#pragma once

#include <map>
#include <string>
#include <vector>

#include "nn/network.hpp"

namespace gradus {

/// Lowers one layer after the other; each copy of a repeated layer is a layer.
class Lowering {
 public:
  explicit Lowering(const Shape& input);
  void add(const Layer& layer);
  [[nodiscard]] Network finish();

 private:
  // One a layer, in lower_*.cpp.
  void lower(const Dense& layer);
  void lower(const Conv2D& layer);
  void lower(const MaxPooling2D& layer);
  void lower(const AveragePooling2D& layer);
  void lower(const GlobalMaxPooling2D& layer);
  void lower(const GlobalAveragePooling2D& layer);
  void lower(const Flatten& layer);
  void lower(const Reshape& layer);
  void lower(const ZeroPadding2D& layer);
  void lower(const BatchNormalization& layer);
  void lower(const LayerNormalization& layer);
  void lower(const Normalization& layer);
  void lower(const Dropout& layer);
  void lower(const SpatialDropout2D& layer);
  void lower(const GaussianNoise& layer);
  void lower(const ActivationLayer& layer);
  void lower(const LeakyReLU& layer);
  void lower(const ELU& layer);
  void lower(const PReLU& layer);
  void lower(const Add& layer);
  void lower(const Concatenate& layer);
  void lower(const Custom& layer);

  // Shape of the present layer's (first) input.
  [[nodiscard]] const Shape& in() const { return op(inputs_[0]).shape; }
  [[nodiscard]] const engine::Op& op(int index) const {
    return network_.graph.ops[static_cast<size_t>(index)];
  }
  [[noreturn]] void fail(const std::string& what, const std::string& mend) const;
  // Throws unless the input is [height, width, channels].
  void expect_image() const;
  [[nodiscard]] std::string default_name(const std::string& kind);
  [[nodiscard]] int find(const std::string& name) const;

  // Appends an op of the present layer; it reads the layer's input where it names no other.
  void push(engine::Op op);
  // A layer that keeps its input's shape, or changes it alone.
  void plain(engine::OpKind kind, const Shape& shape, double alpha = 0);
  void activate(const Activation& activation);
  template <class L>
  void pool(engine::OpKind kind, const L& layer);
  void pool_all(engine::OpKind kind);
  template <class L>
  void scale_and_center(const L& layer, engine::Op& op);

  // Tensors of the present layer.
  int weights(const std::string& what, const Shape& shape, const Initializer& start,
              const Regularizer& penalty, const Constraint& constraint);
  int plain_weights(const std::string& what, const Shape& shape, double start);
  int statistic(const std::string& what, const Shape& shape, double start);
  void list(const std::string& what, const Shape& shape, bool trained);
  void check_size(const Shape& shape) const;

  Network network_;
  std::map<std::string, int> outputs_, counts_;
  std::vector<std::string> names_;
  std::vector<int> inputs_;
  std::string name_, kind_;
  int last_ = 0;
  uint32_t randoms_ = 0;  // layers that draw while training
  uint32_t starts_ = 0;   // tensors whose start may be drawn
};

}  // namespace gradus
