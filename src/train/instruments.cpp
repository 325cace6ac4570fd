// Instruments that need no samples: what the network's own values say.
#include "gradus/train/instruments.hpp"

#include <cmath>

#include "gradus/base/error.hpp"
#include "train/instruments_layers.hpp"
#include "train/model_state.hpp"

namespace gradus {
namespace {

// "dense_1/kernel" is the kernel of dense_1; a layer's name may hold a slash, a tensor's may not.
std::pair<std::string, std::string> parts_of(const std::string& name) {
  const size_t slash = name.rfind('/');
  return {name.substr(0, slash), name.substr(slash + 1)};
}

}  // namespace

Instruments::Instruments(const Model& model) : model_(model) {}

std::vector<double> Instruments::values() const {
  return model_.state_->values();
}

void Instruments::set_values(std::span<const double> values) {
  if (values.size() != static_cast<size_t>(model_.state_->network.graph.values()))
    throw Error("instruments", "these values are another network's", "take them from this one");
  model_.state_->fill(values);
}

std::vector<Reading> Instruments::weights(const InstrumentOptions& options) const {
  const Model::State& state = *model_.state_;
  (void)layer_outputs(state.network.graph, options);  // checks the names
  const std::vector<double> values = state.values();
  std::vector<Reading> readings;
  for (const engine::Param& p : state.network.graph.params) {
    const auto [layer, tensor] = parts_of(p.name);
    if (!asks_for(options, layer)) continue;
    const auto from = values.begin() + p.offset;
    readings.push_back(read(layer, tensor, {from, from + p.size()}, options));
  }
  return readings;
}

std::vector<Reading> Instruments::batch_normalization(const InstrumentOptions& options) const {
  const Model::State& state = *model_.state_;
  const engine::Graph& graph = state.network.graph;
  (void)layer_outputs(graph, options);
  const std::vector<double> values = state.values();
  std::vector<Reading> readings;
  for (const engine::Op& op : graph.ops) {
    if (op.kind != engine::OpKind::kBatchNorm || !asks_for(options, op.name)) continue;
    const auto add = [&](const char* quantity, const engine::Param& p, int64_t begin) {
      const auto from = values.begin() + begin + p.offset;
      readings.push_back(read(op.name, quantity, {from, from + p.size()}, options));
    };
    if (op.kernel >= 0) add("gamma", graph.params[static_cast<size_t>(op.kernel)], 0);
    if (op.bias >= 0) add("beta", graph.params[static_cast<size_t>(op.bias)], 0);
    add("moving_mean", graph.statistics[static_cast<size_t>(op.mean)], graph.statistics_at());
    add("moving_variance", graph.statistics[static_cast<size_t>(op.variance)],
        graph.statistics_at());
  }
  return readings;
}

std::vector<Reading> Instruments::update_ratio(std::span<const double> before,
                                               const InstrumentOptions& options) const {
  const Model::State& state = *model_.state_;
  const engine::Graph& graph = state.network.graph;
  (void)layer_outputs(graph, options);
  const std::vector<double> now = state.values();
  if (before.size() != now.size())
    throw Error("instruments", "these values are another network's", "take them from this one");
  struct Sums {
    std::string layer;
    double moved = 0, weights = 0;
  };
  std::vector<Sums> layers;
  Sums all;
  for (const engine::Param& p : graph.params) {
    const std::string layer = parts_of(p.name).first;
    if (!asks_for(options, layer)) continue;
    if (layers.empty() || layers.back().layer != layer) layers.push_back({layer});
    for (int64_t i = p.offset; i < p.offset + p.size(); ++i) {
      const double was = before[static_cast<size_t>(i)];
      const double moved = now[static_cast<size_t>(i)] - was;
      for (Sums* sums : {&layers.back(), &all}) {
        sums->moved += moved * moved;
        sums->weights += was * was;
      }
    }
  }
  layers.push_back(all);
  std::vector<Reading> readings;
  for (const Sums& s : layers)
    readings.push_back(
        read(s.layer, "update_ratio", {std::sqrt(s.moved) / std::sqrt(s.weights)}, options));
  return readings;
}

}  // namespace gradus
