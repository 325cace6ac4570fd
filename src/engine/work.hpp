#pragma once

#include "engine/ops.hpp"

namespace gradus::engine {

/// Multiply-adds that one sample needs in dense layers and convolutions. Everything else, the
/// biases among it, is not counted.
[[nodiscard]] double forward_work(const Graph& graph);
/// The same for a step of training: forward, the gradient of every kernel, and the gradient that
/// goes down where something below learns.
[[nodiscard]] double training_work(const Graph& graph);

}  // namespace gradus::engine
