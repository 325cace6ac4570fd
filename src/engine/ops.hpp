#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "gradus/base/shape.hpp"

/// What the compiler compiles: a graph of coarse ops on logical [N, ...] tensors. Layers lower
/// themselves into it.
namespace gradus::engine {

/// Elementwise functions that kernels know. kCustom calls the user's own.
enum class Act : uint8_t {
  kLinear,
  kRelu,
  kLeakyRelu,
  kElu,
  kSelu,
  kGelu,
  kSoftplus,
  kSigmoid,  ///< alpha is the slope: 1 / (1 + exp(-alpha z))
  kTanh,
  kCustom,
};

/// A user's elementwise function: y = value(z), dy/dz = derivative(z, y).
struct CustomFunction {
  std::function<double(double)> value;
  std::function<double(double, double)> derivative;
};

/// A user's op on one sample: see gradus::CustomLayer. Sizes are fixed when it is lowered.
struct CustomRowOp {
  std::function<void(std::span<const double> x, std::span<const double> w, std::span<double> y)>
      forward;
  std::function<void(std::span<const double> x, std::span<const double> w,
                     std::span<const double> y, std::span<const double> dy, std::span<double> dx,
                     std::span<double> dw)>
      backward;
};

enum class OpKind : uint8_t {
  kInput,       ///< [N, shape]: the batch
  kDense,       ///< [N, I] x [I, O] + [O] -> [N, O]; weights: kernel, bias (or -1)
  kActivation,  ///< elementwise
  kSoftmax,     ///< over all values of a sample
  kDropout,     ///< alpha is the rate; identity when not training; `spatial` drops whole channels
  kGaussianNoise,  ///< alpha is the standard deviation; identity when not training
  kAdd,            ///< sum of inputs of one shape
  kReshape,        ///< the same values under another shape; no work
  kConv2D,       ///< [N, H, W, C] -> [N, OH, OW, F]; weights: kernel [kh, kw, C, F], bias [F] or -1
  kMaxPool,      ///< [N, H, W, C] -> [N, OH, OW, C]: the largest of a window's values
  kAveragePool,  ///< the mean of a window's values; what lies outside the image does not count
  kBatchNorm,    ///< over all but the last axis; weights: kernel gamma [C], bias beta [C], each or
                 ///< -1; statistics: moving mean, moving variance [C]; alpha is their momentum
  kNormalize,    ///< (x - mean) / max(sqrt(variance), epsilon); statistics: mean, variance [C]
  kLayerNorm,    ///< over the last axis of each sample; weights: kernel gamma, bias beta [C] or -1
  kPRelu,        ///< x < 0 ? alpha x : x with a weight a value: kernel [shape]
  kConcat,       ///< inputs side by side along the last axis
  kZeroPad,      ///< zeros around an image: window.top rows above, window.left columns to the left
  kCustom,       ///< a user's op on each sample; weights: kernel
};

/// How a convolution or a pool walks an image: output (y, x) sees inputs (y stride_y - top + i
/// dilation_y, x stride_x - left + j dilation_x) for i < height, j < width; those outside the image
/// count nothing.
struct Window {
  int64_t height = 1, width = 1;
  int64_t stride_y = 1, stride_x = 1;
  int64_t dilation_y = 1, dilation_x = 1;
  int64_t top = 0, left = 0;
  bool operator==(const Window&) const = default;
};

struct Op {
  OpKind kind = OpKind::kInput;
  std::vector<int> inputs;  ///< indices of earlier ops
  Shape shape;              ///< of one sample of the output
  int kernel = -1;          ///< index of a Param
  int bias = -1;
  Act act = Act::kLinear;
  double alpha = 0;
  double epsilon = 0;
  int mean = -1, variance = -1;  ///< indices into Graph::statistics
  Window window;
  bool spatial = false;
  uint32_t layer = 0;  ///< its stream of random numbers: counted among the ops that draw
  std::string name;    ///< of that layer, for messages
  std::shared_ptr<const CustomFunction> function;
  std::shared_ptr<const CustomRowOp> row_op;

  [[nodiscard]] int64_t size() const { return shape.size(); }
};

/// One tensor of weights within the flat vector of all: row-major, as Keras lays it out.
struct Param {
  std::string name;  ///< "dense/kernel"
  Shape shape;       ///< {inputs, units}, {units}, {height, width, channels, filters} ...
  int64_t offset = 0;
  double l1 = 0, l2 = 0;  ///< penalty l1 sum|w| + l2 sum w^2
  enum class Limit : uint8_t { kNone, kMaxNorm, kUnitNorm, kNonNegative } limit = Limit::kNone;
  double limit_value = 0;
  int limit_axis = 0;

  [[nodiscard]] int64_t size() const { return shape.size(); }
};

/// Values of one network are one flat vector: the weights that are trained, padded to a multiple of
/// 16 with zeros, then the statistics, padded alike.
struct Graph {
  std::vector<Op> ops;  ///< in an order in which every op follows its inputs; ops[0] is the input
  std::vector<Param> params;
  /// Tensors that are kept and saved but not trained: moving means and variances. Offsets count
  /// from statistics_at().
  std::vector<Param> statistics;
  int output = 0;

  /// Number of values that are trained.
  [[nodiscard]] int64_t weights() const {
    return params.empty() ? 0 : params.back().offset + params.back().size();
  }
  /// Where the statistics begin in the flat vector of all values.
  [[nodiscard]] int64_t statistics_at() const { return (weights() + 15) / 16 * 16; }
  /// Length of the flat vector: weights and statistics, each padded.
  [[nodiscard]] int64_t values() const {
    const int64_t n = statistics.empty() ? 0 : statistics.back().offset + statistics.back().size();
    return statistics_at() + (n + 15) / 16 * 16;
  }
  /// Appends a tensor of weights and returns its index.
  int add_param(Param param) {
    param.offset = weights();
    params.push_back(std::move(param));
    return static_cast<int>(params.size()) - 1;
  }
  /// The same for a tensor of statistics.
  int add_statistic(Param param) {
    param.offset = statistics.empty() ? 0 : statistics.back().offset + statistics.back().size();
    statistics.push_back(std::move(param));
    return static_cast<int>(statistics.size()) - 1;
  }
};

/// Channels of an op's output: its last axis.
[[nodiscard]] inline size_t channels_of(const Op& op) {
  return static_cast<size_t>(op.shape[op.shape.rank() - 1]);
}
/// Ops of images and normalisations, whose kernels are called in program_image.cpp.
[[nodiscard]] inline bool is_image_op(OpKind kind) {
  return kind >= OpKind::kMaxPool && kind <= OpKind::kZeroPad;
}

/// Throws std::logic_error where an op's inputs do not follow its shape rule. Lowering has told the
/// user before.
void check_shapes(const Graph& graph);

}  // namespace gradus::engine
