#include "nn/network.hpp"

#include <algorithm>

#include "gradus/nn/initialize.hpp"
#include "nn/lowering.hpp"

namespace gradus {

Network lower(const Shape& input, const std::vector<Layer>& layers) {
  Lowering lowering(input);
  for (const Layer& layer : layers) lowering.add(layer);
  return lowering.finish();
}

void initialize(const Network& network, uint64_t seed, std::span<double> values) {
  const engine::Graph& graph = network.graph;
  std::ranges::fill(values, 0.0);
  for (size_t i = 0; i < graph.params.size(); ++i) {
    const engine::Param& p = graph.params[i];
    Random random(seed, Purpose::kInitialize, network.streams[i]);
    initialize(network.initializers[i],
               values.subspan(static_cast<size_t>(p.offset), static_cast<size_t>(p.size())),
               p.shape, random);
  }
  for (size_t i = 0; i < graph.statistics.size(); ++i) {
    const engine::Param& p = graph.statistics[i];
    std::fill_n(values.begin() + graph.statistics_at() + p.offset, p.size(),
                network.statistic_starts[i]);
  }
}

}  // namespace gradus
