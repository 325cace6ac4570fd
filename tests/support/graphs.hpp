#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/ops.hpp"
#include "support/images.hpp"
#include "support/lanes.hpp"

namespace gradus::test {

/// Builds graphs for tests: every call appends an op and returns its number; 0 is the input.
class GraphMaker {
 public:
  explicit GraphMaker(Shape input) { push(engine::OpKind::kInput, {}, std::move(input)); }

  int dense(int from, int64_t units, bool bias = true) {
    const int64_t inputs = shape(from).size();
    const int op = push(engine::OpKind::kDense, {from}, Shape{units});
    const int kernel = param("kernel", Shape{inputs, units});
    at(op).kernel = kernel;
    if (bias) at(op).bias = param("bias", Shape{units});
    return op;
  }
  int act(int from, engine::Act act, double alpha = 0) {
    const int op = push(engine::OpKind::kActivation, {from}, shape(from), alpha);
    at(op).act = act;
    return op;
  }
  /// y = z^3 / 4 + z.
  int custom_act(int from) {
    const int op = act(from, engine::Act::kCustom);
    at(op).function = std::make_shared<engine::CustomFunction>(
        engine::CustomFunction{[](double z) { return z * z * z / 4 + z; },
                               [](double z, double) { return 0.75 * z * z + 1; }});
    return op;
  }
  int softmax(int from) { return push(engine::OpKind::kSoftmax, {from}, shape(from)); }
  int dropout(int from, double rate) {
    return push(engine::OpKind::kDropout, {from}, shape(from), rate);
  }
  int noise(int from, double stddev) {
    return push(engine::OpKind::kGaussianNoise, {from}, shape(from), stddev);
  }
  int add(std::vector<int> from) {
    const Shape same = shape(from[0]);
    return push(engine::OpKind::kAdd, std::move(from), same);
  }
  int reshape(int from, Shape to) { return push(engine::OpKind::kReshape, {from}, std::move(to)); }
  /// y_j = w_j x_j + x_j x_{j+1} / 2, the last one's neighbour being the first; w_j is 1 where it
  /// has no weights.
  int custom(int from, bool weighted = true) {
    const int op = push(engine::OpKind::kCustom, {from}, shape(from));
    if (weighted) {
      const int kernel = param("weights", Shape{shape(from).size()});
      at(op).kernel = kernel;
    }
    at(op).row_op = std::make_shared<engine::CustomRowOp>(
        engine::CustomRowOp{&custom_forward, &custom_backward});
    return op;
  }

  /// The size of an axis under a window that stays inside the image.
  static int64_t valid(int64_t extent, int64_t taps, int64_t stride, int64_t dilation) {
    return (extent - (taps - 1) * dilation - 1) / stride + 1;
  }
  /// A convolution; its output is as large as a window that stays inside allows, or `to` (rows,
  /// columns) where padding makes it another.
  int conv(int from, int64_t filters, engine::Window w, bool bias = true, Shape to = {}) {
    const Shape in = shape(from);
    if (to.rank() == 0) to = inside(in, w);
    const int op = push(engine::OpKind::kConv2D, {from}, Shape{to[0], to[1], filters});
    at(op).window = w;
    const int kernel = param("kernel", Shape{w.height, w.width, in[2], filters});
    at(op).kernel = kernel;
    if (bias) at(op).bias = param("bias", Shape{filters});
    return op;
  }
  int pool(int from, bool maximum, engine::Window w, Shape to = {}) {
    const Shape in = shape(from);
    if (to.rank() == 0) to = inside(in, w);
    const int op = push(maximum ? engine::OpKind::kMaxPool : engine::OpKind::kAveragePool, {from},
                        Shape{to[0], to[1], in[2]});
    at(op).window = w;
    return op;
  }
  /// The same, from how a kernel walks.
  int convolve(int from, int64_t filters, const Walk& walk = {}, bool bias = true) {
    const ImageSizes s = walked(from, filters, walk);
    return conv(from, filters, s.window, bias, out_shape(s));
  }
  int max_pool(int from, const Walk& walk) {
    const ImageSizes s = walked(from, shape(from)[2], walk);
    return pool(from, true, s.window, out_shape(s));
  }
  int average_pool(int from, const Walk& walk) {
    const ImageSizes s = walked(from, shape(from)[2], walk);
    return pool(from, false, s.window, out_shape(s));
  }
  int global_pool(int from, bool maximum) {
    const Shape in = shape(from);
    return reshape(pool(from, maximum, {.height = in[0], .width = in[1]}), Shape{in[2]});
  }
  int flatten(int from) { return reshape(from, Shape{shape(from).size()}); }
  int batch_norm(int from, bool gamma = true, bool beta = true, double momentum = 0.99,
                 double epsilon = 1e-3) {
    const int op = push(engine::OpKind::kBatchNorm, {from}, shape(from), momentum);
    at(op).epsilon = epsilon;
    scale_and_shift(op, gamma, beta);
    statistics(op);
    return op;
  }
  int normalize(int from, double epsilon = 1e-7) {
    const int op = push(engine::OpKind::kNormalize, {from}, shape(from));
    at(op).epsilon = epsilon;
    statistics(op);
    return op;
  }
  int layer_norm(int from, bool gamma = true, bool beta = true, double epsilon = 1e-3) {
    const int op = push(engine::OpKind::kLayerNorm, {from}, shape(from));
    at(op).epsilon = epsilon;
    scale_and_shift(op, gamma, beta);
    return op;
  }
  int prelu(int from) {
    const int op = push(engine::OpKind::kPRelu, {from}, shape(from));
    const int alpha = param("alpha", shape(from));
    at(op).kernel = alpha;
    return op;
  }
  int concat(std::vector<int> from) {
    Shape to = shape(from[0]);
    std::vector<int64_t> extents = to.extents();
    extents.back() = 0;
    for (const int f : from) extents.back() += shape(f)[shape(f).rank() - 1];
    return push(engine::OpKind::kConcat, std::move(from), Shape(extents));
  }
  int zero_pad(int from, int64_t top, int64_t bottom, int64_t left, int64_t right) {
    const Shape in = shape(from);
    const int op = push(engine::OpKind::kZeroPad, {from},
                        Shape{in[0] + top + bottom, in[1] + left + right, in[2]});
    at(op).window.top = top;
    at(op).window.left = left;
    return op;
  }
  int spatial_dropout(int from, double rate) {
    const int op = dropout(from, rate);
    at(op).spatial = true;
    return op;
  }

  [[nodiscard]] const Shape& shape(int op) const {
    return graph_.ops[static_cast<size_t>(op)].shape;
  }
  [[nodiscard]] engine::Op& at(int op) { return graph_.ops[static_cast<size_t>(op)]; }
  [[nodiscard]] engine::Graph& graph() { return graph_; }
  [[nodiscard]] engine::Graph finish(int output) {
    graph_.output = output;
    return graph_;
  }

 private:
  using In = std::span<const double>;
  using Out = std::span<double>;
  static void custom_forward(In x, In w, Out y) {
    for (size_t j = 0; j < x.size(); ++j)
      y[j] = (w.empty() ? 1 : w[j]) * x[j] + x[j] * x[(j + 1) % x.size()] / 2;
  }
  static void custom_backward(In x, In w, In, In dy, Out dx, Out dw) {
    for (double& v : dx) v = 0;
    for (size_t j = 0; j < x.size(); ++j) {
      const size_t next = (j + 1) % x.size();
      dx[j] += dy[j] * ((w.empty() ? 1 : w[j]) + x[next] / 2);
      dx[next] += dy[j] * x[j] / 2;
      if (!dw.empty()) dw[j] += dy[j] * x[j];
    }
  }

  int push(engine::OpKind kind, std::vector<int> from, Shape to, double alpha = 0) {
    const int number = static_cast<int>(graph_.ops.size());
    engine::Op op;
    op.kind = kind;
    op.inputs = std::move(from);
    op.shape = std::move(to);
    op.alpha = alpha;
    op.layer = static_cast<uint32_t>(number);
    op.name = "op" + std::to_string(number);
    graph_.ops.push_back(std::move(op));
    return number;
  }
  static Shape inside(const Shape& in, const engine::Window& w) {
    return {valid(in[0], w.height, w.stride_y, w.dilation_y),
            valid(in[1], w.width, w.stride_x, w.dilation_x)};
  }
  void scale_and_shift(int op, bool gamma, bool beta) {
    const Shape channels{shape(op)[shape(op).rank() - 1]};
    if (gamma) at(op).kernel = param("gamma", channels);
    if (beta) at(op).bias = param("beta", channels);
  }
  void statistics(int op) {
    const Shape channels{shape(op)[shape(op).rank() - 1]};
    at(op).mean = graph_.add_statistic({.name = at(op).name + "/mean", .shape = channels});
    at(op).variance = graph_.add_statistic({.name = at(op).name + "/variance", .shape = channels});
  }
  [[nodiscard]] ImageSizes walked(int from, int64_t filters, const Walk& walk) const {
    const Shape& in = shape(from);
    return image_sizes(1, in[0], in[1], static_cast<size_t>(in[2]), static_cast<size_t>(filters),
                       walk);
  }
  int param(const std::string& what, Shape of) {
    engine::Param p;
    p.name = graph_.ops.back().name + "/" + what;
    p.shape = std::move(of);
    return graph_.add_param(std::move(p));
  }

  engine::Graph graph_;
};

/// A random graph of about `count` ops, every kind of op and of sharing among them, that ends in a
/// dense op.
inline engine::Graph random_graph(Numbers& numbers, int count, int64_t inputs, int64_t outputs) {
  using engine::Act;
  GraphMaker g(Shape{inputs});
  // All values but the input are as wide, so that any two can be added; `from` prefers late ones.
  const int64_t width = 2 + static_cast<int64_t>(numbers.below(5));
  std::vector<int> flat = {g.dense(0, width)};
  const auto some = [&] { return flat[numbers.below(flat.size())]; };
  while (static_cast<int>(g.graph().ops.size()) < count) {
    const int from = numbers.below(3) == 0 ? some() : flat.back();
    switch (numbers.below(14)) {
      case 0:
      case 1:
      case 2:
        flat.push_back(g.act(g.dense(from, width, numbers.below(3) > 0), Act::kTanh));
        break;
      case 3:
        flat.push_back(g.act(g.dense(from, width), Act::kRelu));
        break;
      case 4:
        flat.push_back(g.act(from, Act::kSigmoid, 1.5));
        break;
      case 5:
        flat.push_back(g.act(g.dense(from, width), Act::kGelu));
        break;
      case 6:
        flat.push_back(g.act(from, Act::kLinear));
        break;
      case 7:
        flat.push_back(g.softmax(from));
        break;
      case 8:
        flat.push_back(g.dropout(from, 0.3));
        break;
      case 9:
        flat.push_back(g.noise(from, 0.1));
        break;
      case 10:
        flat.push_back(g.reshape(g.reshape(from, Shape{1, width}), Shape{width}));
        break;
      case 11:
        flat.push_back(g.custom(from, numbers.below(2) == 0));
        break;
      case 12:
        flat.push_back(g.act(g.dense(g.dense(from, 1), width), Act::kTanh));
        break;
      default:
        flat.push_back(g.add({from, some(), some()}));
    }
  }
  // What nobody has used yet meets at the end.
  std::vector<bool> used(g.graph().ops.size(), false);
  for (const engine::Op& op : g.graph().ops)
    for (const int input : op.inputs) used[static_cast<size_t>(input)] = true;
  std::vector<int> loose;
  for (const int op : flat)
    if (!used[static_cast<size_t>(op)]) loose.push_back(op);
  const int last = loose.size() == 1 ? loose[0] : g.add(loose);
  return g.finish(g.dense(last, outputs));
}

}  // namespace gradus::test
