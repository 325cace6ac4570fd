#include "nn/lowering.hpp"

namespace gradus {
namespace {

// As Keras has it, so that a channel of one value becomes 0.
constexpr double kLeastDeviation = 1e-7;

Shape channels(const Shape& shape) {
  return Shape{shape[shape.rank() - 1]};
}

}  // namespace

template <class L>
void Lowering::scale_and_center(const L& layer, engine::Op& op) {
  if (layer.scale) op.kernel = plain_weights("gamma", channels(in()), 1);
  if (layer.center) op.bias = plain_weights("beta", channels(in()), 0);
  op.epsilon = layer.epsilon;
}

void Lowering::lower(const BatchNormalization& layer) {
  engine::Op op;
  op.kind = engine::OpKind::kBatchNorm;
  op.shape = in();
  op.alpha = layer.momentum;
  scale_and_center(layer, op);
  op.mean = statistic("moving_mean", channels(in()), 0);
  op.variance = statistic("moving_variance", channels(in()), 1);
  push(std::move(op));
}

void Lowering::lower(const LayerNormalization& layer) {
  engine::Op op;
  op.kind = engine::OpKind::kLayerNorm;
  op.shape = in();
  scale_and_center(layer, op);
  push(std::move(op));
}

void Lowering::lower(const Normalization& layer) {
  if (!layer.adapt) {
    network_.passing.push_back(name_);
    network_.summary.notes.push_back(name_ + " passes through: it adapts to no data");
    return plain(engine::OpKind::kReshape, in());
  }
  if (inputs_[0] != 0) {
    fail("adapts to the data, but reads " + op(inputs_[0]).name,
         "put it first, or use \"batch_normalization\"");
  }
  engine::Op op;
  op.kind = engine::OpKind::kNormalize;
  op.shape = in();
  op.epsilon = kLeastDeviation;
  op.mean = statistic("mean", channels(in()), 0);
  op.variance = statistic("variance", channels(in()), 1);
  push(std::move(op));
}

}  // namespace gradus
