#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/loss_spec.hpp"
#include "engine/ops.hpp"
#include "gradus/nn/layers.hpp"
#include "gradus/nn/losses.hpp"
#include "gradus/nn/summary.hpp"

namespace gradus {

/// A list of layers, lowered: the ops, how each weight starts, and the table that `summary` prints.
struct Network {
  engine::Graph graph;
  std::vector<Initializer> initializers;  ///< one a tensor of weights
  std::vector<uint32_t> streams;          ///< of random numbers for its start: likewise
  std::vector<double> statistic_starts;   ///< one a tensor of statistics: what it is filled with
  std::vector<std::string> passing;       ///< names of Normalization layers that pass through
  Summary summary;
};

/// Lowers layers into ops. Names are given as in Keras (dense, dense_1 ...), repeats unrolled
/// (dense_1.1, dense_1.2 ...). Throws Error where a layer does not fit its input, an input is
/// unknown, two layers have one name, or a layer's output goes nowhere.
[[nodiscard]] Network lower(const Shape& input, const std::vector<Layer>& layers);

/// The engine's terms for a loss.
[[nodiscard]] engine::LossSpec lower(const Loss& loss);

/// Fills `values` (as many as Graph::values()) with each tensor's start, statistics included, and
/// zeros between. Tensors draw from streams of their own.
void initialize(const Network& network, uint64_t seed, std::span<double> values);

}  // namespace gradus
