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
  kInput,          ///< [N, shape]: the batch
  kDense,          ///< [N, I] x [I, O] + [O] -> [N, O]; weights: kernel, bias (or -1)
  kActivation,     ///< elementwise
  kSoftmax,        ///< over all values of a sample
  kDropout,        ///< alpha is the rate; identity when not training
  kGaussianNoise,  ///< alpha is the standard deviation; identity when not training
  kAdd,            ///< sum of inputs of one shape
  kReshape,        ///< the same values under another shape; no work
  kCustom,         ///< a user's op on each sample; weights: kernel
};

struct Op {
  OpKind kind = OpKind::kInput;
  std::vector<int> inputs;  ///< indices of earlier ops
  Shape shape;              ///< of one sample of the output
  int kernel = -1;          ///< index of a Param
  int bias = -1;
  Act act = Act::kLinear;
  double alpha = 0;
  uint32_t layer = 0;  ///< its stream of random numbers: counted among the ops that draw
  std::string name;    ///< of that layer, for messages
  std::shared_ptr<const CustomFunction> function;
  std::shared_ptr<const CustomRowOp> row_op;

  [[nodiscard]] int64_t size() const { return shape.size(); }
};

/// One tensor of weights within the flat vector of all: row-major, as Keras lays it out.
struct Param {
  std::string name;  ///< "dense/kernel"
  Shape shape;       ///< {inputs, units} or {units}
  int64_t offset = 0;
  double l1 = 0, l2 = 0;  ///< penalty l1 sum|w| + l2 sum w^2
  enum class Limit : uint8_t { kNone, kMaxNorm, kUnitNorm, kNonNegative } limit = Limit::kNone;
  double limit_value = 0;
  int limit_axis = 0;

  [[nodiscard]] int64_t size() const { return shape.size(); }
};

struct Graph {
  std::vector<Op> ops;  ///< in an order in which every op follows its inputs; ops[0] is the input
  std::vector<Param> params;
  int output = 0;

  [[nodiscard]] int64_t weights() const {
    return params.empty() ? 0 : params.back().offset + params.back().size();
  }
  /// Appends a tensor of weights and returns its index.
  int add_param(Param param) {
    param.offset = weights();
    params.push_back(std::move(param));
    return static_cast<int>(params.size()) - 1;
  }
};

/// Throws std::logic_error where an op's inputs do not follow its shape rule. Lowering has told the
/// user before.
void check_shapes(const Graph& graph);

}  // namespace gradus::engine
