#include "train/instruments_layers.hpp"

#include <algorithm>

#include "gradus/base/error.hpp"

namespace gradus {
namespace {

// Fewer are shown one by one.
constexpr size_t kFew = 20;

bool hands_on(const engine::Op& op) {
  return op.kind == engine::OpKind::kReshape || op.kind == engine::OpKind::kDropout ||
         op.kind == engine::OpKind::kGaussianNoise;
}

}  // namespace

bool asks_for(const InstrumentOptions& options, const std::string& layer) {
  return options.layers.empty() ||
         std::find(options.layers.begin(), options.layers.end(), layer) != options.layers.end();
}

std::vector<LayerOutput> layer_outputs(const engine::Graph& graph,
                                       const InstrumentOptions& options) {
  std::vector<LayerOutput> all;
  std::vector<std::string> names;
  for (size_t i = 1; i < graph.ops.size(); ++i) {
    const std::string& name = graph.ops[i].name;
    if (names.empty() || names.back() != name) {
      names.push_back(name);
      all.push_back({name, 0});
    }
    all.back().op = static_cast<int>(i);
  }
  for (const std::string& name : options.layers)
    if (std::find(names.begin(), names.end(), name) == names.end())
      throw Error("layers", "no layer \"" + name + "\"", suggest(name, names));
  std::erase_if(all, [&](const LayerOutput& layer) {
    const engine::Op& op = graph.ops[static_cast<size_t>(layer.op)];
    return !asks_for(options, layer.layer) || (options.layers.empty() && hands_on(op));
  });
  return all;
}

Reading read(std::string layer, std::string quantity, std::vector<double> values,
             const InstrumentOptions& options) {
  Reading reading;
  reading.layer = std::move(layer);
  reading.quantity = std::move(quantity);
  reading.distribution = distribution(values);
  const bool few = values.size() < kFew;
  if (options.silhouettes && !few) reading.silhouette = silhouette(values);
  if (options.values || few) reading.values = std::move(values);
  return reading;
}

}  // namespace gradus
