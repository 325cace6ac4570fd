#include "engine/ops.hpp"

#include <stdexcept>

namespace gradus::engine {
namespace {

void require(bool holds, const Op& op, const char* rule) {
  if (!holds) throw std::logic_error(op.name + ": " + rule);
}

bool has_shape(const Graph& graph, int param, const Shape& shape) {
  return param >= 0 && static_cast<size_t>(param) < graph.params.size() &&
         graph.params[static_cast<size_t>(param)].shape == shape;
}

}  // namespace

void check_shapes(const Graph& graph) {
  std::vector<bool> used(graph.ops.size(), false);
  for (size_t i = 0; i < graph.ops.size(); ++i) {
    const Op& op = graph.ops[i];
    for (const int input : op.inputs) {
      require(input >= 0 && static_cast<size_t>(input) < i, op, "an input does not come before it");
      used[static_cast<size_t>(input)] = true;
    }
    if (op.kind == OpKind::kInput) {
      require(i == 0 && op.inputs.empty(), op, "the input is the first op and the only one");
      continue;
    }
    require(!op.inputs.empty(), op, "has no input");
    const Shape& in = graph.ops[static_cast<size_t>(op.inputs[0])].shape;
    switch (op.kind) {
      case OpKind::kDense:
        require(in.rank() == 1 && op.shape.rank() == 1, op, "takes rows of numbers");
        require(has_shape(graph, op.kernel, Shape{in[0], op.shape[0]}), op,
                "kernel is not [inputs, units]");
        require(op.bias < 0 || has_shape(graph, op.bias, op.shape), op, "bias is not [units]");
        break;
      case OpKind::kAdd:
        for (const int input : op.inputs) {
          require(graph.ops[static_cast<size_t>(input)].shape == op.shape, op,
                  "adds different shapes");
        }
        break;
      case OpKind::kReshape:
        require(in.size() == op.size(), op, "changes the number of values");
        break;
      case OpKind::kConv2D: {
        require(in.rank() == 3 && op.shape.rank() == 3, op, "takes images");
        const Window& w = op.window;
        require(has_shape(graph, op.kernel, Shape{w.height, w.width, in[2], op.shape[2]}), op,
                "kernel is not [height, width, channels, filters]");
        require(op.bias < 0 || has_shape(graph, op.bias, Shape{op.shape[2]}), op,
                "bias is not [filters]");
        break;
      }
      case OpKind::kMaxPool:
      case OpKind::kAveragePool:
        require(in.rank() == 3 && op.shape.rank() == 3 && in[2] == op.shape[2], op,
                "takes images and keeps their channels");
        break;
      case OpKind::kZeroPad:
        require(in.rank() == 3 && op.shape.rank() == 3 && in[2] == op.shape[2] &&
                    in[0] + op.window.top <= op.shape[0] && in[1] + op.window.left <= op.shape[1],
                op, "takes images and adds to their edges");
        break;
      case OpKind::kConcat: {
        int64_t channels = 0;
        for (const int input : op.inputs)
          channels += static_cast<int64_t>(channels_of(graph.ops[static_cast<size_t>(input)]));
        require(channels == static_cast<int64_t>(channels_of(op)), op,
                "has other channels than its inputs");
        break;
      }
      case OpKind::kBatchNorm:
      case OpKind::kNormalize:
        require(op.mean >= 0 && op.variance >= 0, op, "has no statistics");
        require(in == op.shape, op, "changes the shape");
        break;
      case OpKind::kCustom:
        break;
      default:
        require(in == op.shape, op, "changes the shape");
    }
  }
  require(graph.output > 0 && static_cast<size_t>(graph.output) < graph.ops.size(), graph.ops[0],
          "the graph has no output");
  // The gradient of a value that goes nowhere would be whatever lies in its buffer.
  for (size_t i = 0; i < graph.ops.size(); ++i) {
    require(used[i] != (static_cast<int>(i) == graph.output), graph.ops[i],
            "goes nowhere, or goes on from the output");
  }
}

}  // namespace gradus::engine
