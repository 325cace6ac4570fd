// What goes through a network: the values of its layers, and the loss's gradients.
#include <cmath>
#include <limits>

#include "gradus/base/error.hpp"
#include "train/instruments_batches.hpp"
#include "train/instruments_layers.hpp"
#include "train/model_state.hpp"

namespace gradus {
std::vector<Reading> Instruments::activations(const data::Dataset& given,
                                              const InstrumentOptions& options) const {
  const Model::State& state = *model_.state_;
  const engine::Graph& graph = state.network.graph;
  const data::Dataset samples = first_samples(given, options.samples);
  check_input(samples, state.input);
  const std::vector<LayerOutput> layers = layer_outputs(graph, options);
  const auto team = state.team(options.threads, std::min(samples.rows(), kInspectedRows));
  std::vector<std::vector<double>> values(layers.size());
  const auto collect = [&]<class T>(const AlignedVector<T>& weights) {
    std::vector<T> rows;
    over_values(graph, weights, samples, team.get(), [&](auto& program, size_t count) {
      for (size_t k = 0; k < layers.size(); ++k) {
        const int op = layers[k].op;
        rows.resize(count * static_cast<size_t>(graph.ops[static_cast<size_t>(op)].size()));
        program.read_values(op, count, rows.data());
        values[k].insert(values[k].end(), rows.begin(), rows.end());
      }
    });
  };
  if (state.options.float64) {
    collect(state.twofold.weights);
  } else {
    collect(state.single.weights);
  }
  std::vector<Reading> readings;
  for (size_t k = 0; k < layers.size(); ++k)
    readings.push_back(read(layers[k].layer, "activations", std::move(values[k]), options));
  return readings;
}

std::vector<Reading> Instruments::gradients(const data::Dataset& given, GradientOf of,
                                            const InstrumentOptions& options) const {
  const Model::State& state = *model_.state_;
  const engine::Graph& graph = state.network.graph;
  const data::Dataset samples = first_samples(given, options.samples);
  if (!state.compiled) throw Error("gradients", "the model has no loss", "call compile before");
  check_fit(samples, state.input, model_.outputs(), state.options.loss);
  std::vector<LayerOutput> layers = layer_outputs(graph, options);
  if (of == GradientOf::kInputs) layers = {{"input", 0}};
  if (of == GradientOf::kWeights) layers.clear();
  const auto team = state.team(options.threads, std::min(samples.rows(), kInspectedRows));
  std::vector<std::vector<double>> values(layers.size());
  std::vector<double> weight(static_cast<size_t>(graph.weights()), 0.0);
  const auto collect = [&]<class T>(const AlignedVector<T>& weights) {
    const Feed feed(samples);
    engine::CompileOptions compile = inspecting(feed.rows(), true);
    compile.loss = lower(state.options.loss);
    engine::Program<T> program(graph, compile, team.get());
    std::vector<T> rows;
    for (int64_t first = 0; first < feed.rows(); first += kInspectedRows) {
      const int64_t n = std::min(kInspectedRows, feed.rows() - first);
      const size_t count = static_cast<size_t>(n);
      // The mean over a batch is that share of the mean over all.
      double share = static_cast<double>(n) / static_cast<double>(feed.rows());
      const engine::Sums sums = program.gradient(weights.data(), feed.batch(first, n), 0, 0);
      if (!std::isfinite(sums.loss)) share = std::numeric_limits<double>::quiet_NaN();
      for (size_t i = 0; of == GradientOf::kWeights && i < weight.size(); ++i)
        weight[i] += share * static_cast<double>(program.gradient()[i]);
      for (size_t k = 0; k < layers.size(); ++k) {
        const int op = layers[k].op;
        rows.assign(count * static_cast<size_t>(graph.ops[static_cast<size_t>(op)].size()), T(0));
        (void)program.read_gradient(op, count, rows.data());
        for (const T v : rows) values[k].push_back(share * static_cast<double>(v));
      }
    }
  };
  if (state.options.float64) {
    collect(state.twofold.weights);
  } else {
    collect(state.single.weights);
  }
  std::vector<Reading> readings;
  for (size_t k = 0; k < layers.size(); ++k)
    readings.push_back(read(layers[k].layer, of == GradientOf::kInputs ? "inputs" : "activations",
                            std::move(values[k]), options));
  for (const engine::Param& p : graph.params) {
    const size_t slash = p.name.rfind('/');
    const std::string layer = p.name.substr(0, slash);
    if (of != GradientOf::kWeights || !asks_for(options, layer)) continue;
    const auto from = weight.begin() + p.offset;
    readings.push_back(read(layer, p.name.substr(slash + 1), {from, from + p.size()}, options));
  }
  return readings;
}

}  // namespace gradus
