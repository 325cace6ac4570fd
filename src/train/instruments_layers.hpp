#pragma once

#include <string>
#include <vector>

#include "engine/ops.hpp"
#include "gradus/train/instruments.hpp"

namespace gradus {

/// A layer and the op that makes its output: the last of its ops.
struct LayerOutput {
  std::string layer;
  int op;
};

/// The layers that options name, or all but those that hand on what they get, in the network's
/// order. Throws Error for a name that is not there.
[[nodiscard]] std::vector<LayerOutput> layer_outputs(const engine::Graph& graph,
                                                     const InstrumentOptions& options);
/// Whether options speak of this layer. Names are not checked.
[[nodiscard]] bool asks_for(const InstrumentOptions& options, const std::string& layer);

/// A reading of these values, with as much of them as options ask for.
[[nodiscard]] Reading read(std::string layer, std::string quantity, std::vector<double> values,
                           const InstrumentOptions& options);

}  // namespace gradus
