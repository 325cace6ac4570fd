// Each op of a network by itself: a wrong derivative is found where it is.
#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "gradus/base/error.hpp"
#include "gradus/base/random.hpp"
#include "train/gradient_check_parts.hpp"

namespace gradus {
namespace {

using engine::Act;
using engine::Op;
using engine::OpKind;
using Line = GradientCheck::Line;
using Verdict = GradientCheck::Verdict;

std::string words(const Op& op) {
  switch (op.kind) {
    case OpKind::kInput:
    case OpKind::kReshape:
      return "reshape";
    case OpKind::kDense:
      return op.bias < 0 ? "product" : "product and bias";
    case OpKind::kActivation:
      break;
    case OpKind::kSoftmax:
      return "softmax";
    case OpKind::kDropout:
      return "dropout";
    case OpKind::kGaussianNoise:
      return "gaussian_noise";
    case OpKind::kAdd:
      return "add";
    case OpKind::kConv2D:
      return op.bias < 0 ? "convolution" : "convolution and bias";
    case OpKind::kMaxPool:
      return "max pooling";
    case OpKind::kAveragePool:
      return "average pooling";
    case OpKind::kBatchNorm:
      return "batch_normalization";
    case OpKind::kNormalize:
      return "normalization";
    case OpKind::kLayerNorm:
      return "layer_normalization";
    case OpKind::kPRelu:
      return "prelu";
    case OpKind::kConcat:
      return "concatenate";
    case OpKind::kZeroPad:
      return "zero_padding2d";
    case OpKind::kCustom:
      return "custom layer";
  }
  switch (op.act) {
    case Act::kLinear:
      return "linear";
    case Act::kRelu:
      return "relu";
    case Act::kLeakyRelu:
      return fmt::format("leaky_relu {}", op.alpha);
    case Act::kElu:
      return fmt::format("elu {}", op.alpha);
    case Act::kSelu:
      return "selu";
    case Act::kGelu:
      return "gelu";
    case Act::kSoftplus:
      return "softplus";
    case Act::kSigmoid:
      return op.alpha == 1 ? "sigmoid" : fmt::format("scaled_sigmoid {}", op.alpha);
    case Act::kTanh:
      return "tanh";
    case Act::kCustom:
      return "custom activation";
  }
  return "op";
}

// What tells two ops apart that are computed differently.
std::string key_of(const engine::Graph& graph, const Op& op) {
  const engine::Window& w = op.window;
  std::string key = fmt::format(
      "{} {} {} {} {} {} {} {} {} {} {}x{} {}x{} {}x{} {}x{}", static_cast<int>(op.kind),
      static_cast<int>(op.act), op.alpha, op.epsilon, op.spatial, op.kernel >= 0, op.bias >= 0,
      static_cast<const void*>(op.function.get()), static_cast<const void*>(op.row_op.get()),
      op.shape.text(), w.height, w.width, w.stride_y, w.stride_x, w.dilation_y, w.dilation_x, w.top,
      w.left);
  for (const int input : op.inputs) key += ' ' + graph.ops[static_cast<size_t>(input)].shape.text();
  return key;
}

// The worse of two lines decides; `of` and shape are the first's.
void join(Line& line, Line other, const std::string& of) {
  line.numbers += other.numbers;
  line.checked += other.checked;
  line.left_out += other.left_out;
  line.largest = std::max(line.largest, other.largest);
  const auto rank = [](Verdict v) {
    return v == Verdict::kWrong ? 2 : v == Verdict::kNotChecked ? 1 : 0;
  };
  if (!(other.difference <= line.difference)) line.difference = other.difference;
  if (rank(other.verdict) > rank(line.verdict)) line.verdict = other.verdict;
  if (other.verdict == Verdict::kWrong && line.worst.empty()) line.worst = of + other.worst;
}

Line check_alone(Checked checked, std::string of, const GradientCheckOptions& options,
                 ThreadTeam& team) {
  GradientProbe probe(std::move(checked), options, team);
  const engine::Graph& graph = probe.checked().graph;
  Line line = probe.input();
  if (!line.worst.empty()) line.worst = "input " + line.worst;
  line.of = std::move(of);
  for (size_t p = 0; p < graph.params.size(); ++p) {
    const std::string& name = graph.params[p].name;
    join(line, probe.weights(p), name.substr(name.rfind('/') + 1) + " ");
  }
  return line;
}

// Ties of a max pool and arguments of 0 are left behind; targets that weight every output.
void move_and_weight(CheckedRows& rows, size_t outputs, double move, uint64_t seed,
                     uint32_t stream) {
  Random random(seed, Purpose::kCheck, stream, 1);
  const double most = move * reach_of(std::span<const float>(rows.numbers));
  for (float& v : rows.numbers)
    v = static_cast<float>(static_cast<double>(v) + random.uniform(-most, most));
  rows.settle();
  rows.outputs = outputs;
  rows.targets.resize(rows.count * outputs);
  for (float& t : rows.targets) t = static_cast<float>(random.uniform(-1, 1));
}

// The loss by itself, at what the network predicts; with the output op that it absorbs.
Line check_loss(const GradientProbe& network, const Loss& loss, const GradientCheckOptions& options,
                ThreadTeam& team) {
  const Checked& checked = network.checked();
  const auto output = static_cast<size_t>(checked.graph.output);
  CheckedRows rows = checked.rows;
  Checked mini;
  std::string of = std::visit([](const auto& l) { return std::string(l.kKind); }, loss);
  if (network.absorbed()) {
    CheckedRows logits = rows_before(network, output);
    rows.numbers = std::move(logits.numbers);
    rows.features = logits.features;
    rows.settle();
    of += " of " + words(checked.graph.ops[output]);
    mini = alone(checked, output, std::move(rows), checked.loss);
  } else {
    const std::vector<double> values = network.op_values(output);
    rows.numbers.assign(values.begin(), values.end());
    rows.features = values.size() / rows.count;
    rows.settle();
    Op input, same;
    input.shape = same.shape = checked.graph.ops[output].shape;
    same.kind = OpKind::kReshape;
    same.inputs = {0};
    mini.graph.ops = {input, same};
    mini.graph.output = 1;
    mini.loss = checked.loss;
    mini.rows = std::move(rows);
  }
  return check_alone(std::move(mini), "loss: " + of, options, team);
}

}  // namespace

std::vector<Line> check_ops(const GradientProbe& network, const Loss& loss,
                            const GradientCheckOptions& options, ThreadTeam& team) {
  const Checked& checked = network.checked();
  std::vector<Line> lines;
  std::set<std::string> seen;
  for (size_t i = 1; i < checked.graph.ops.size(); ++i) {
    const Op& op = checked.graph.ops[i];
    if (op.kind == OpKind::kReshape || !seen.insert(key_of(checked.graph, op)).second) continue;
    const auto check = [&](double move) {
      CheckedRows rows = rows_before(network, i);
      move_and_weight(rows, static_cast<size_t>(op.size()), move, options.seed,
                      static_cast<uint32_t>(i));
      lines.push_back(check_alone(alone(checked, i, std::move(rows), weighting()),
                                  op.name + ": " + words(op), options, team));
    };
    try {
      check(options.move);
    } catch (const Error&) {
      check(0);  // a logarithm of a number that the move took below 0
    }
  }
  lines.push_back(check_loss(network, loss, options, team));
  return lines;
}

}  // namespace gradus
