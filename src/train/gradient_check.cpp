#include "gradus/train/gradient_check.hpp"

#include <algorithm>
#include <cmath>

#include "gradus/base/error.hpp"
#include "gradus/base/random.hpp"
#include "gradus/train/instruments.hpp"
#include "nn/network.hpp"
#include "train/adapt.hpp"
#include "train/evaluator.hpp"
#include "train/feed.hpp"
#include "train/gradient_check_parts.hpp"

namespace gradus {
namespace {

using engine::OpKind;
using Line = GradientCheck::Line;
using Verdict = GradientCheck::Verdict;

void check(const GradientCheckOptions& options) {
  const auto need = [](bool holds, const char* what, const char* mend) {
    if (!holds) throw Error("gradients", what, mend);
  };
  need(options.rows >= 1, "no rows to check with", "give at least 1");
  need(options.samples >= 0, "a number of samples below 0", "give 0 for all, or how many");
  need(options.tolerance > 0 && options.tolerance < 1, "the tolerance is not between 0 and 1",
       "1e-6 is the default");
  need(options.move >= 0 && options.move <= 1, "the move is not between 0 and 1",
       "1/32 is the default");
}

// `count` rows, evenly spread over all.
data::Dataset spread(const data::Dataset& samples, int64_t count) {
  count = std::min(count, samples.rows());
  std::vector<uint32_t> rows;
  for (int64_t i = 0; i < count; ++i)
    rows.push_back(static_cast<uint32_t>(i * samples.rows() / count));
  return samples.select(rows);
}

// Off the places where biases are 0 and moving statistics those of the start.
void move(const engine::Graph& graph, double by, uint64_t seed, AlignedVector<double>& values) {
  Random random(seed, Purpose::kCheck);
  const auto weights = static_cast<size_t>(graph.weights());
  for (size_t i = 0; i < weights; ++i) values[i] += random.uniform(-by, by);
  for (const engine::Op& op : graph.ops) {
    if (op.kind != OpKind::kBatchNorm) continue;
    const auto each = [&](int index, auto f) {
      const engine::Param& p = graph.statistics[static_cast<size_t>(index)];
      for (int64_t i = 0; i < p.size(); ++i)
        f(values[static_cast<size_t>(graph.statistics_at() + p.offset + i)]);
    };
    each(op.mean, [&](double& v) { v += random.uniform(-by, by); });
    each(op.variance, [&](double& v) { v *= 1 + random.uniform(-by, by) / 2; });
  }
}

bool predicts_otherwise(const engine::Graph& graph) {
  return draws(graph) || std::any_of(graph.ops.begin(), graph.ops.end(), [](const engine::Op& op) {
           return op.kind == OpKind::kBatchNorm;
         });
}

std::vector<Line> tensors(GradientProbe& probe) {
  std::vector<Line> lines;
  for (size_t p = 0; p < probe.checked().graph.params.size(); ++p)
    lines.push_back(probe.weights(p));
  lines.push_back(probe.input());
  return lines;
}

}  // namespace

GradientCheck check_gradients(const Model& model, const data::Dataset& samples,
                              const GradientCheckOptions& options) {
  check(options);
  const Loss& loss = model.options().loss;
  check_fit(samples, model.input_shape(), model.outputs(), loss);
  (void)Feed(samples, options.class_weight);  // throws where they do not fit
  const Network network = lower(model.input_shape(), model.layers());
  std::vector<double> values = Instruments(model).values();
  if (awaits_data(network, values)) adapt(network, samples, values);

  Checked checked;
  checked.graph = network.graph;
  checked.loss = lower(loss);
  checked.rows = checked_rows(spread(samples, options.rows), options.class_weight);
  checked.rows.settle();
  checked.values.assign(values.begin(), values.end());
  move(network.graph, options.move, options.seed, checked.values);

  ThreadTeam team(options.threads > 0 ? options.threads : processors());
  GradientCheck result;
  result.options = options;
  GradientProbe probe(checked, options, team);
  result.training = tensors(probe);
  result.ops = check_ops(probe, loss, options, team);
  result.formulas = check_formulas(probe, options, team);
  if (predicts_otherwise(network.graph)) {
    checked.frozen = true;
    GradientProbe frozen(std::move(checked), options, team);
    result.predicting = tensors(frozen);
  }
  return result;
}

}  // namespace gradus
