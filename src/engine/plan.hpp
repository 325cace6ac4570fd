#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "engine/convolution.hpp"
#include "engine/loss_spec.hpp"
#include "engine/ops.hpp"

/// What compile() decides before a program runs: which op writes where, what is fused, how the
/// batch is cut.
namespace gradus::engine {

struct CompileOptions {
  int64_t capacity = 1;  ///< the most rows of a step
  bool training = true;  ///< false leaves out gradients and everything random
  bool fuse = true;   ///< false keeps every op's value apart and activations out of products: the
                      ///< instruments' program
  bool pack = false;  ///< lanes are networks: no op takes another one's work along but relu
  bool inspect = false;  ///< with fuse = false: every shard keeps values and gradients of all ops
                         ///< until the next step, the input's gradient among them
  bool frozen = false;   ///< with training: gradients of the network as it predicts, dropout and
                         ///< noise left out, batch normalisation by its moving statistics
  LossSpec loss;         ///< kNone for prediction alone
  std::vector<MetricKind> metrics;
  int threads = 1;
};

/// One op, placed. Offsets count values a sample; a buffer of a chunk of G groups starts at offset
/// x G x 16.
struct Placed {
  int value = -1;       ///< index of its value's buffer
  int grad = -1;        ///< index of its gradient's buffer, or -1 where nothing below it learns
  size_t value_at = 0;  ///< where the two lie in a chunk's arena, in values
  size_t grad_at = 0;
  bool skip = false;      ///< no work: a reshape, or absorbed by the loss or the product
  bool copies = false;    ///< hands its input on: what would be skipped, in an unfused program
  bool in_place = false;  ///< an activation in its input's buffers
  bool relu = false;      ///< a product that ends in relu
  int outer = -1;         ///< a product of one input: the activation that it takes along, or -1
  int outer_down =
      -1;  ///< a product of one output: the activation below whose slope it takes along
  bool done_above = false;  ///< an activation whose slope the op above has taken along
  int pool_down = -1;       ///< a pool: the activation below whose slope it takes along
  int geometry = -1;        ///< of a convolution: index into Plan::convolutions
  bool needs_grad = false;
  std::vector<bool>
      adds;  ///< for each input: its gradient is added to, since a later op has written it
};

struct Buffer {
  int64_t features = 0;
  int64_t offset = 0;
  int first = 0, last = 0;  ///< the times at which it is alive, both included
};

/// Shards of the largest batch.
inline constexpr int kMostShards = 16;

/// Runs of lane groups whose sums are made apart and combined by a fixed tree. A function of the
/// batch capacity and the network alone: never of threads or of the rows present.
struct Shards {
  int count = 1;
  int64_t groups = 1;
  [[nodiscard]] int64_t begin(int shard) const { return shard * groups / count; }
  /// First row and end of what a batch of `present` rows has of a shard; equal where it has none.
  [[nodiscard]] std::pair<size_t, size_t> rows(int shard, size_t present) const {
    const auto row = [&](int s) {
      return std::min(static_cast<size_t>(begin(s)) * cpu::kLanes, present);
    };
    return {row(shard), row(shard + 1)};
  }
};
[[nodiscard]] Shards shards_for(int64_t capacity, const Graph& graph);

struct Plan {
  std::vector<Placed> ops;
  std::vector<Buffer> buffers;
  int64_t features = 0;  ///< values a sample of all buffers together, after reuse
  int temporary = -1;    ///< buffer for gradients that are added, or -1
  size_t temporary_at = 0;
  int64_t widest = 0;     ///< largest row that a transpose needs
  bool absorbed = false;  ///< the last op is softmax or sigmoid and the loss works on its logits
  LossSpec loss;          ///< with the kind that follows from it
  Shards shards;
  int64_t chunk_groups = 1;  ///< groups that go through the network together
  std::vector<ConvGeometry> convolutions;
  /// Ops that need sums over the whole batch before they can go on (batch normalisation in
  /// training). Where there are some, a shard is one chunk and keeps its arena for the step.
  std::vector<int> syncs;
};

/// Lays out a graph. The loss acts on the graph's output.
[[nodiscard]] Plan make_plan(const Graph& graph, const CompileOptions& options);

}  // namespace gradus::engine
