// Layers of images: where windows lie, and how many there are.
#include <algorithm>

#include "nn/lowering.hpp"

namespace gradus {
namespace {

std::string text(Size2D size) {
  return std::to_string(size.rows) + "x" + std::to_string(size.columns);
}

// One axis of a window's walk over an image.
struct Walk {
  int64_t outputs = 0;  // 0 where the window does not fit
  int64_t before = 0;   // padding above, or to the left
};

// `extent` is the window's, dilation included. "same" pads as TensorFlow does: as little as gives
// ceil(in / stride) outputs, the smaller half before.
Walk walk(int64_t in, int64_t extent, int64_t stride, Padding padding) {
  if (padding == Padding::kValid) return {in < extent ? 0 : (in - extent) / stride + 1, 0};
  const int64_t outputs = (in + stride - 1) / stride;
  return {outputs, std::max<int64_t>((outputs - 1) * stride + extent - in, 0) / 2};
}

// Fills window and shape of `op`; false where the window does not fit the image.
bool place(const Shape& image, Size2D size, Size2D strides, Size2D dilation, Padding padding,
           int64_t channels, engine::Op& op) {
  const Walk y = walk(image[0], (size.rows - 1) * dilation.rows + 1, strides.rows, padding);
  const Walk x =
      walk(image[1], (size.columns - 1) * dilation.columns + 1, strides.columns, padding);
  op.window = {.height = size.rows,
               .width = size.columns,
               .stride_y = strides.rows,
               .stride_x = strides.columns,
               .dilation_y = dilation.rows,
               .dilation_x = dilation.columns,
               .top = y.before,
               .left = x.before};
  op.shape = Shape{y.outputs, x.outputs, channels};
  return y.outputs > 0 && x.outputs > 0;
}

}  // namespace

void Lowering::expect_image() const {
  if (in().rank() == 3) return;
  const std::string shape = in().rank() == 2 ? in().text() + "x1" : "HEIGHTxWIDTHxCHANNELS";
  fail(kind_ + " expects images of height x width x channels but receives " + in().text(),
       "put \"reshape " + shape + "\" before it");
}

void Lowering::lower(const Conv2D& layer) {
  expect_image();
  engine::Op op;
  op.kind = engine::OpKind::kConv2D;
  const Size2D size = layer.kernel_size, dilation = layer.dilation_rate;
  if (!place(in(), size, layer.strides, dilation, layer.padding, layer.filters, op)) {
    const Size2D extent{(size.rows - 1) * dilation.rows + 1,
                        (size.columns - 1) * dilation.columns + 1};
    fail("a kernel of " + text(size) + (extent == size ? "" : ", " + text(extent) + " dilated,") +
             " does not fit into " + in().text(),
         "make it smaller, or use padding = \"same\"");
  }
  op.kernel = weights("kernel", Shape{size.rows, size.columns, in()[2], layer.filters},
                      layer.kernel_initializer, layer.kernel_regularizer, layer.kernel_constraint);
  if (layer.use_bias) {
    op.bias = weights("bias", Shape{layer.filters}, layer.bias_initializer, layer.bias_regularizer,
                      layer.bias_constraint);
  }
  push(std::move(op));
  activate(layer.activation);
}

template <class L>
void Lowering::pool(engine::OpKind kind, const L& layer) {
  expect_image();
  engine::Op op;
  op.kind = kind;
  const Size2D size = layer.pool_size;
  if (!place(in(), size, layer.strides.value_or(size), 1, layer.padding, in()[2], op)) {
    fail("a window of " + text(size) + " does not fit into " + in().text(),
         "make it smaller, or use padding = \"same\"");
  }
  push(std::move(op));
}

void Lowering::lower(const MaxPooling2D& layer) {
  pool(engine::OpKind::kMaxPool, layer);
}
void Lowering::lower(const AveragePooling2D& layer) {
  pool(engine::OpKind::kAveragePool, layer);
}

// One window, the whole image.
void Lowering::pool_all(engine::OpKind kind) {
  expect_image();
  const Size2D all{in()[0], in()[1]};
  const int64_t channels = in()[2];
  engine::Op op;
  op.kind = kind;
  place(in(), all, all, 1, Padding::kValid, channels, op);
  push(std::move(op));
  inputs_ = {last_};
  plain(engine::OpKind::kReshape, Shape{channels});
}

void Lowering::lower(const GlobalMaxPooling2D&) {
  pool_all(engine::OpKind::kMaxPool);
}
void Lowering::lower(const GlobalAveragePooling2D&) {
  pool_all(engine::OpKind::kAveragePool);
}

void Lowering::lower(const ZeroPadding2D& layer) {
  expect_image();
  const Size2D edge = layer.padding;
  engine::Op op;
  op.kind = engine::OpKind::kZeroPad;
  op.shape = Shape{in()[0] + 2 * edge.rows, in()[1] + 2 * edge.columns, in()[2]};
  op.window.top = edge.rows;
  op.window.left = edge.columns;
  push(std::move(op));
}

void Lowering::lower(const SpatialDropout2D& layer) {
  expect_image();
  engine::Op op;
  op.kind = engine::OpKind::kDropout;
  op.shape = in();
  op.alpha = layer.rate;
  op.spatial = true;
  push(std::move(op));
}

}  // namespace gradus
