// One op of a network cut out of it, as a graph of its own.
#include <memory>

#include "train/gradient_check_parts.hpp"

namespace gradus {
namespace {

using engine::Op;
using engine::OpKind;

// y = x[at .. at + size): one of several inputs, out of all of them side by side.
Op slice(size_t at, const Shape& shape) {
  Op op;
  op.kind = OpKind::kCustom;
  op.inputs = {0};
  op.shape = shape;
  op.name = "input";
  op.row_op = std::make_shared<engine::CustomRowOp>(
      engine::CustomRowOp{[at](auto x, auto, auto y) {
                            for (size_t i = 0; i < y.size(); ++i) y[i] = x[at + i];
                          },
                          [at](auto, auto, auto, auto dy, auto dx, auto) {
                            for (double& v : dx) v = 0;
                            for (size_t i = 0; i < dy.size(); ++i) dx[at + i] = dy[i];
                          }});
  return op;
}

}  // namespace

engine::LossSpec weighting() {
  engine::LossSpec loss;
  loss.kind = engine::LossKind::kCustom;
  loss.custom = std::make_shared<engine::CustomLoss>(engine::CustomLoss{
      [](double y, double t) { return y * t; }, [](double, double t) { return t; }});
  return loss;
}

Checked alone(const Checked& network, size_t number, CheckedRows rows, engine::LossSpec loss) {
  const engine::Graph& from = network.graph;
  Op op = from.ops[number];
  Checked out;
  out.loss = std::move(loss);
  out.rows = std::move(rows);
  out.frozen = network.frozen;
  Op input;
  input.name = "input";
  const Shape& first = from.ops[static_cast<size_t>(op.inputs[0])].shape;
  input.shape = op.inputs.size() == 1 ? first : Shape{static_cast<int64_t>(out.rows.features)};
  out.graph.ops = {input};
  std::vector<int> inputs = {0};
  if (op.inputs.size() > 1) {
    inputs.clear();
    size_t at = 0;
    for (const int i : op.inputs) {
      const Shape& shape = from.ops[static_cast<size_t>(i)].shape;
      inputs.push_back(static_cast<int>(out.graph.ops.size()));
      out.graph.ops.push_back(slice(at, shape));
      at += static_cast<size_t>(shape.size());
    }
  }
  op.inputs = std::move(inputs);
  std::vector<const engine::Param*> params, statistics;
  const auto take = [](int& index, const std::vector<engine::Param>& all, auto add,
                       std::vector<const engine::Param*>& taken) {
    if (index < 0) return;
    const engine::Param& p = all[static_cast<size_t>(index)];
    taken.push_back(&p);
    index = add(engine::Param{.name = p.name, .shape = p.shape});
  };
  const auto add_param = [&](engine::Param p) { return out.graph.add_param(std::move(p)); };
  const auto add_statistic = [&](engine::Param p) { return out.graph.add_statistic(std::move(p)); };
  take(op.kernel, from.params, add_param, params);
  take(op.bias, from.params, add_param, params);
  take(op.mean, from.statistics, add_statistic, statistics);
  take(op.variance, from.statistics, add_statistic, statistics);
  out.graph.output = static_cast<int>(out.graph.ops.size());
  out.graph.ops.push_back(std::move(op));

  out.values.assign(static_cast<size_t>(out.graph.values()), 0.0);
  const auto copy = [&](const engine::Param& p, int64_t p_begin, const engine::Param& to,
                        int64_t begin) {
    for (int64_t i = 0; i < p.size(); ++i)
      out.values[static_cast<size_t>(begin + to.offset + i)] =
          network.values[static_cast<size_t>(p_begin + p.offset + i)];
  };
  for (size_t k = 0; k < params.size(); ++k) copy(*params[k], 0, out.graph.params[k], 0);
  for (size_t k = 0; k < statistics.size(); ++k)
    copy(*statistics[k], from.statistics_at(), out.graph.statistics[k], out.graph.statistics_at());
  return out;
}

CheckedRows rows_before(const GradientProbe& network, size_t number) {
  const Checked& checked = network.checked();
  const Op& op = checked.graph.ops[number];
  CheckedRows rows;
  rows.count = checked.rows.count;
  std::vector<std::vector<double>> inputs;
  for (const int input : op.inputs) {
    inputs.push_back(network.op_values(static_cast<size_t>(input)));
    rows.features += inputs.back().size() / rows.count;
  }
  for (size_t r = 0; r < rows.count; ++r) {
    for (const std::vector<double>& values : inputs) {
      const size_t size = values.size() / rows.count;
      for (size_t i = 0; i < size; ++i)
        rows.numbers.push_back(static_cast<float>(values[r * size + i]));
    }
  }
  return rows;
}

}  // namespace gradus
