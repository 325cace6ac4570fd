// Activations, and the layers that are one.
#include "gradus/base/error.hpp"
#include "nn/lowering.hpp"

namespace gradus {

void Lowering::activate(const Activation& activation) {
  engine::Op op;
  op.kind = engine::OpKind::kActivation;
  op.shape = this->op(last_).shape;
  op.inputs = {last_};
  namespace a = activations;
  using engine::Act;
  std::visit(
      [&](const auto& f) {
        using F = std::decay_t<decltype(f)>;
        if constexpr (std::is_same_v<F, a::Linear>) op.act = Act::kLinear;
        if constexpr (std::is_same_v<F, a::Relu>) op.act = Act::kRelu;
        if constexpr (std::is_same_v<F, a::Selu>) op.act = Act::kSelu;
        if constexpr (std::is_same_v<F, a::Gelu>) op.act = Act::kGelu;
        if constexpr (std::is_same_v<F, a::Softplus>) op.act = Act::kSoftplus;
        if constexpr (std::is_same_v<F, a::Tanh>) op.act = Act::kTanh;
        if constexpr (std::is_same_v<F, a::Sigmoid>) op.act = Act::kSigmoid, op.alpha = 1;
        if constexpr (std::is_same_v<F, a::ScaledSigmoid>)
          op.act = Act::kSigmoid, op.alpha = f.slope;
        if constexpr (std::is_same_v<F, a::LeakyRelu>)
          op.act = Act::kLeakyRelu, op.alpha = f.negative_slope;
        if constexpr (std::is_same_v<F, a::Elu>) op.act = Act::kElu, op.alpha = f.alpha;
        if constexpr (std::is_same_v<F, a::Softmax>) op.kind = engine::OpKind::kSoftmax;
        if constexpr (std::is_same_v<F, a::Custom>) {
          op.act = Act::kCustom;
          op.function = std::make_shared<engine::CustomFunction>(
              engine::CustomFunction{f.value, f.derivative});
        }
      },
      activation);
  // Keras's softmax goes over the last axis alone, which no study here needs.
  if (op.kind == engine::OpKind::kSoftmax && op.shape.rank() != 1) {
    fail("softmax expects rows of numbers but receives " + op.shape.text(),
         "put \"flatten\" before it");
  }
  if (op.kind == engine::OpKind::kActivation && op.act == engine::Act::kLinear) return;
  push(std::move(op));
}

void Lowering::lower(const ActivationLayer& layer) {
  last_ = inputs_[0];
  if (std::holds_alternative<activations::Linear>(layer.activation)) {
    return plain(engine::OpKind::kReshape, in());
  }
  activate(layer.activation);
}

void Lowering::lower(const LeakyReLU& layer) {
  last_ = inputs_[0];
  activate(leaky_relu(layer.negative_slope));
}

void Lowering::lower(const ELU& layer) {
  last_ = inputs_[0];
  activate(elu(layer.alpha));
}

void Lowering::lower(const PReLU&) {
  engine::Op op;
  op.kind = engine::OpKind::kPRelu;
  op.shape = in();
  op.kernel = plain_weights("alpha", in(), 0);
  push(std::move(op));
}

}  // namespace gradus
