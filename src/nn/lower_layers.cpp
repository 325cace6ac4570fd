// Layers of rows of numbers, of shapes, of chance, and the user's own.
#include <cmath>
#include <memory>

#include "nn/lowering.hpp"

namespace gradus {

void Lowering::lower(const Dense& layer) {
  if (in().rank() != 1) {
    fail("dense expects rows of numbers but receives " + in().text(), "put \"flatten\" before it");
  }
  engine::Op op;
  op.kind = engine::OpKind::kDense;
  op.shape = Shape{layer.units};
  op.kernel = weights("kernel", Shape{in()[0], layer.units}, layer.kernel_initializer,
                      layer.kernel_regularizer, layer.kernel_constraint);
  if (layer.use_bias) {
    op.bias = weights("bias", Shape{layer.units}, layer.bias_initializer, layer.bias_regularizer,
                      layer.bias_constraint);
  }
  push(std::move(op));
  activate(layer.activation);
}

void Lowering::lower(const Flatten&) {
  plain(engine::OpKind::kReshape, Shape{in().size()});
}

void Lowering::lower(const Reshape& layer) {
  const Shape& to = layer.target_shape;
  int64_t rest = in().size();  // what is left to share out; never a product, which could overflow
  for (const int64_t extent : to.extents()) rest = rest % extent == 0 ? rest / extent : 0;
  if (rest != 1) {
    fail("makes " + to.text() + " of " + in().text() + ", " + std::to_string(in().size()) +
             " values",
         "give a shape of as many values");
  }
  plain(engine::OpKind::kReshape, to);
}

void Lowering::lower(const Dropout& layer) {
  plain(engine::OpKind::kDropout, in(), layer.rate);
}

void Lowering::lower(const GaussianNoise& layer) {
  plain(engine::OpKind::kGaussianNoise, in(), layer.stddev);
}

void Lowering::lower(const Custom& layer) {
  if (!layer.implementation) fail("has no implementation", "give a CustomLayer");
  const std::shared_ptr<const CustomLayer> own = layer.implementation;
  engine::Op op;
  op.kind = engine::OpKind::kCustom;
  op.shape = own->output_shape(in());
  const int64_t n = own->weights(in());
  if (n > 0) {
    const double reach = std::sqrt(6.0 / static_cast<double>(in().size() + op.shape.size()));
    op.kernel = weights("weights", Shape{n}, initializers::RandomUniform{-reach, reach}, {}, {});
  }
  op.row_op = std::make_shared<engine::CustomRowOp>(
      engine::CustomRowOp{[own](auto x, auto w, auto y) { own->forward(x, w, y); },
                          [own](auto x, auto w, auto y, auto dy, auto dx, auto dw) {
                            own->backward(x, w, y, dy, dx, dw);
                          }});
  push(std::move(op));
}

}  // namespace gradus
