// Where a gradient has a closed form: softmax, and cross-entropy straight after softmax or sigmoid.
#include <algorithm>
#include <cmath>

#include "gradus/base/random.hpp"
#include "train/gradient_check_parts.hpp"

namespace gradus {
namespace {

using engine::Op;
using engine::OpKind;
using Line = GradientCheck::Line;
using Verdict = GradientCheck::Verdict;

constexpr double kTolerance = 1e-9;
// The logits' own scale: what softmax and sigmoid make of them changes over 1, so that around small
// ones, too, steps are of that size. Smaller ones would drown in the loss's rounding.
constexpr double kLeastReach = 1;
constexpr size_t kMostRows = 64;    // of a Jacobian
constexpr size_t kMostPicks = 256;  // numbers that differences are taken of

// Holds what a probe's backward pass and its differences say of the input to a formula; `unit` is
// what one of the formula's gradients comes to in the probe's mean loss.
Line hold(GradientProbe& probe, std::string of, const Shape& shape,
          const std::vector<double>& formula, double unit, const GradientCheckOptions& options) {
  Line line;
  line.of = std::move(of);
  line.shape = shape;
  line.numbers = static_cast<int64_t>(formula.size());
  for (const double v : formula) line.largest = std::max(line.largest, std::abs(v));
  std::vector<size_t> picks;
  for (size_t i = 0; i < formula.size(); ++i) picks.push_back(i);
  if (picks.size() > kMostPicks) {
    Random random(options.seed, Purpose::kCheck, 0, 2);
    std::vector<uint32_t> order = random.permutation(static_cast<uint32_t>(picks.size()));
    order.resize(kMostPicks);
    std::sort(order.begin(), order.end());
    picks.assign(order.begin(), order.end());
  }
  const std::span<const double> backward = probe.input_gradient();
  const auto off = [&](double seen, double wanted) {
    const double error = std::abs(seen / unit - wanted);
    const double difference = error == 0 ? 0 : error / line.largest;
    if (!(difference <= line.difference)) line.difference = difference;
  };
  for (size_t i = 0; i < formula.size(); ++i) off(backward[i], formula[i]);
  const double bound = kTolerance / 4 * line.largest * unit;
  const std::vector<Slope> slopes = probe.input_slopes(picks, bound);
  for (size_t k = 0; k < picks.size(); ++k) {
    if (!(slopes[k].error <= bound)) {
      ++line.left_out;
      continue;
    }
    ++line.checked;
    off(slopes[k].value, formula[picks[k]]);
  }
  line.verdict = line.checked == 0               ? Verdict::kNotChecked
                 : line.difference <= kTolerance ? Verdict::kRight
                                                 : Verdict::kWrong;
  if (line.verdict == Verdict::kWrong) line.worst = "not what the formula says";
  return line;
}

// Outputs of an op's own program, [rows][outputs].
std::vector<double> outputs_of(const GradientProbe& probe) {
  return probe.op_values(static_cast<size_t>(probe.checked().graph.output));
}

// One row of logits, as often as there are outputs; each copy asks for another of them, so that
// its gradient is a row of the Jacobian.
Line check_softmax(const GradientProbe& network, size_t op, const GradientCheckOptions& options,
                   ThreadTeam& team) {
  const CheckedRows met = rows_before(network, op);
  const size_t n = met.features, m = std::min(n, kMostRows);
  CheckedRows rows;
  rows.count = m;
  rows.features = rows.outputs = n;
  rows.targets.assign(m * n, 0.0F);
  for (size_t j = 0; j < m; ++j) {
    rows.numbers.insert(rows.numbers.end(), met.numbers.begin(),
                        met.numbers.begin() + static_cast<std::ptrdiff_t>(n));
    rows.targets[j * n + j] = 1;
  }
  rows.least_reach = kLeastReach;
  rows.settle();
  GradientProbe probe(alone(network.checked(), op, std::move(rows), weighting()), options, team);
  const std::vector<double> o = outputs_of(probe);
  std::vector<double> jacobian(m * n);
  for (size_t i = 0; i < m; ++i)
    for (size_t j = 0; j < n; ++j) jacobian[i * n + j] = o[i] * ((i == j ? 1 : 0) - o[j]);
  // The loss is a mean over m rows of means over n outputs.
  return hold(probe,
              network.checked().graph.ops[op].name + ": d o_i / d v_j = o_i (delta_ij - o_j)",
              Shape{static_cast<int64_t>(m), static_cast<int64_t>(n)}, jacobian,
              1 / static_cast<double>(m * n), options);
}

// The target of an output, whatever it is stored as.
double target_of(const CheckedRows& rows, size_t row, size_t j, size_t outputs) {
  if (rows.labels.empty()) return static_cast<double>(rows.targets[row * outputs + j]);
  const int32_t label = rows.labels[row];
  if (outputs == 1) return static_cast<double>(label);
  return label == static_cast<int32_t>(j) ? 1 : 0;
}

double weight_of(const CheckedRows& rows, size_t row) {
  const double own = rows.weights.empty() ? 1 : static_cast<double>(rows.weights[row]);
  return rows.class_weights.empty()
             ? own
             : own * rows.class_weights[static_cast<size_t>(rows.labels[row])];
}

Line check_crossentropy(const GradientProbe& network, const GradientCheckOptions& options,
                        ThreadTeam& team) {
  const Checked& checked = network.checked();
  const auto op = static_cast<size_t>(checked.graph.output);
  const bool softmax = checked.graph.ops[op].kind == OpKind::kSoftmax;
  CheckedRows rows = checked.rows;
  rows.numbers = rows_before(network, op).numbers;
  const size_t n = rows.features = rows.numbers.size() / rows.count;
  rows.least_reach = kLeastReach;
  rows.settle();
  GradientProbe probe(alone(checked, op, std::move(rows), checked.loss), options, team);
  const CheckedRows& own = probe.checked().rows;
  const std::vector<double> o = outputs_of(probe);
  std::vector<double> wanted;
  for (size_t r = 0; r < own.count; ++r) {
    double targets = 0;  // 1 but for targets that are no distribution
    for (size_t j = 0; j < n; ++j) targets += target_of(own, r, j, n);
    for (size_t j = 0; j < n; ++j)
      wanted.push_back(weight_of(own, r) *
                       (o[r * n + j] * (softmax ? targets : 1) - target_of(own, r, j, n)));
  }
  const bool mean = !softmax && !checked.loss.sum_outputs;
  const double unit = 1 / (static_cast<double>(own.count) * (mean ? static_cast<double>(n) : 1));
  return hold(probe, "loss: d L / d v_i = o_i - y_i",
              Shape{static_cast<int64_t>(own.count), static_cast<int64_t>(n)}, wanted, unit,
              options);
}

}  // namespace

std::vector<Line> check_formulas(const GradientProbe& network, const GradientCheckOptions& options,
                                 ThreadTeam& team) {
  const engine::Graph& graph = network.checked().graph;
  std::vector<Line> lines;
  for (size_t i = 1; i < graph.ops.size(); ++i)
    if (graph.ops[i].kind == OpKind::kSoftmax && graph.ops[i].size() > 1)
      lines.push_back(check_softmax(network, i, options, team));
  if (network.absorbed()) lines.push_back(check_crossentropy(network, options, team));
  return lines;
}

}  // namespace gradus
