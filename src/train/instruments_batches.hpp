#pragma once

#include <algorithm>
#include <string>

#include "engine/program.hpp"
#include "gradus/base/error.hpp"
#include "train/feed.hpp"

namespace gradus {

/// Rows that go through an inspected program together: it keeps all that comes of them.
inline constexpr int64_t kInspectedRows = 256;

/// The first `count` samples, or all for 0. Throws Error where there are none, or count is
/// negative.
[[nodiscard]] inline data::Dataset first_samples(const data::Dataset& samples, int64_t count) {
  if (samples.empty()) throw Error("data", "there are no samples", "give at least one");
  if (count < 0)
    throw Error("samples", std::to_string(count) + " is no count", "give 0 for all, or more");
  return count > 0 ? samples.first(count) : samples;
}

/// Throws Error where samples have not the shape of a network's input.
inline void check_input(const data::Dataset& samples, const Shape& input) {
  if (samples.shape() == input) return;
  throw Error(
      "[input]",
      "expected samples of shape " + input.text() + " but received " + samples.shape().text(),
      "reshape them");
}

/// How a program is compiled that is read from: the network as it predicts, with gradients or
/// without.
[[nodiscard]] inline engine::CompileOptions inspecting(int64_t rows, bool gradients) {
  engine::CompileOptions options;
  options.capacity = std::min(rows, kInspectedRows);
  options.fuse = false;
  options.inspect = true;
  options.training = options.frozen = gradients;
  return options;
}

/// Calls f(program, rows) after the forward pass of each batch of the samples.
template <class T, class F>
void over_values(const engine::Graph& graph, const AlignedVector<T>& weights,
                 const data::Dataset& samples, ThreadTeam* team, F&& f) {
  const Feed feed(samples);
  engine::Program<T> program(graph, inspecting(feed.rows(), false), team);
  for (int64_t first = 0; first < feed.rows(); first += kInspectedRows) {
    const int64_t rows = std::min(kInspectedRows, feed.rows() - first);
    program.predict(weights.data(), feed.batch(first, rows), nullptr);
    f(program, static_cast<size_t>(rows));
  }
}

}  // namespace gradus
