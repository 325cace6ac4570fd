#include "engine/plan.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "engine/work.hpp"

namespace gradus::engine {
namespace {

constexpr int64_t kLanes = 16;

// A chunk's buffers stay in the cache from the forward to the backward pass: in the first level
// where the weights are few, and in half of a second level of 1 MiB where a chunk must be long to
// pay for walking the gradient of many (measured best on 784-128-128-10). At least 4 groups fill
// the product's widest tile.
constexpr int64_t kLeastChunkBytes = 48 << 10, kMostChunkBytes = 512 << 10;
constexpr int64_t kLeastGroups = 4;

// What sixteen networks' chunk may take: a small part of a second level of 1 MiB, which holds their
// weights as well.
constexpr int64_t kPackBytes = 192 << 10;

// A convolution takes one group at a time, and its images fill the cache by themselves.
constexpr int64_t kMostImageBytes = 768 << 10;

// Fewer rows a shard than this many times weights / multiply-adds a row would spend more on storing
// and adding its gradient than threads save: about 100 for dense layers, 16 for small convolutions.
constexpr double kRowsPerShard = 256;
constexpr int64_t kGradientBytes = 64 << 20;

// Whether an activation's derivative follows from its value, so that the value may replace the
// input.
bool derivative_from_value(const Op& op) {
  switch (op.act) {
    case Act::kGelu:
    case Act::kCustom:
      return false;
    case Act::kLeakyRelu:
    case Act::kElu:
      return op.alpha > 0;
    default:
      return true;
  }
}

LossKind absorbed_kind(const Op& last, LossKind loss) {
  if (last.kind == OpKind::kSoftmax && loss == LossKind::kCategoricalCrossentropy) {
    return LossKind::kSoftmaxCrossentropy;
  }
  if (last.kind == OpKind::kActivation && last.act == Act::kSigmoid && last.alpha == 1 &&
      loss == LossKind::kBinaryCrossentropy) {
    return LossKind::kSigmoidCrossentropy;
  }
  return loss;
}

// First fit by start: buffers alive at the same time never overlap.
int64_t place(std::vector<Buffer>& buffers) {
  std::vector<size_t> order(buffers.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return std::pair(-buffers[a].features, a) < std::pair(-buffers[b].features, b);
  });
  int64_t total = 0;
  std::vector<size_t> placed;
  for (const size_t i : order) {
    Buffer& b = buffers[i];
    std::vector<std::pair<int64_t, int64_t>> taken;
    for (const size_t j : placed) {
      const Buffer& other = buffers[j];
      if (other.first <= b.last && b.first <= other.last) {
        taken.emplace_back(other.offset, other.offset + other.features);
      }
    }
    std::sort(taken.begin(), taken.end());
    b.offset = 0;
    for (const auto& [from, to] : taken) {
      if (b.offset + b.features <= from) break;
      b.offset = std::max(b.offset, to);
    }
    total = std::max(total, b.offset + b.features);
    placed.push_back(i);
  }
  return total;
}

class Planner {
 public:
  Planner(const Graph& graph, const CompileOptions& options)
      : graph_(graph), options_(options), count_(static_cast<int>(graph.ops.size())) {}

  Plan run() {
    plan_.loss = options_.loss;
    plan_.ops.resize(graph_.ops.size());
    uses_.assign(graph_.ops.size(), 0);
    for (const Op& op : graph_.ops) {
      for (const int input : op.inputs) ++uses_[static_cast<size_t>(input)];
    }
    absorb_last();
    for (int i = 0; i < count_; ++i) place_value(i);
    if (options_.training) {
      for (int i = count_ - 1; i >= 0; --i) place_gradient(i);
    }
    for (int i = 0; options_.training && i < count_; ++i) join_down(i);
    extend_lives();
    plan_.features = place(plan_.buffers);
    cut_batch();
    locate();
    return std::move(plan_);
  }

 private:
  const Op& op(int i) const { return graph_.ops[static_cast<size_t>(i)]; }
  Placed& placed(int i) { return plan_.ops[static_cast<size_t>(i)]; }
  Buffer& buffer(int i) { return plan_.buffers[static_cast<size_t>(i)]; }
  int backward_time(int i) const { return 2 * count_ - i; }

  int new_buffer(int64_t features, int time) {
    plan_.buffers.push_back({.features = features, .offset = 0, .first = time, .last = time});
    return static_cast<int>(plan_.buffers.size()) - 1;
  }
  void alive(int b, int time) {
    if (b < 0) return;
    buffer(b).first = std::min(buffer(b).first, time);
    buffer(b).last = std::max(buffer(b).last, time);
  }

  void absorb_last() {
    const int last = graph_.output;
    const LossKind kind = absorbed_kind(op(last), options_.loss.kind);
    if (kind == options_.loss.kind || uses_[static_cast<size_t>(op(last).inputs[0])] != 1) return;
    plan_.absorbed = true;
    plan_.loss.kind = kind;
  }

  // Whether the buffer of op i's value is read again on the way down, or by the next batch: a loss
  // that absorbs the op above may not leave probabilities there.
  bool reads_own_value(int i) {
    while (placed(i).skip) i = op(i).inputs[0];
    switch (op(i).kind) {
      case OpKind::kActivation:
      case OpKind::kSoftmax:
      case OpKind::kMaxPool:
      case OpKind::kInput:
      case OpKind::kCustom:
        return true;
      default:
        return false;
    }
  }

  // Whether op i may work in its input's buffer.
  bool sole_product_input(int i) const {
    const int input = op(i).inputs[0];
    return options_.fuse && uses_[static_cast<size_t>(input)] == 1 &&
           (op(input).kind == OpKind::kDense || op(input).kind == OpKind::kConv2D);
  }

  void place_value(int i) {
    const Op& o = op(i);
    Placed& p = placed(i);
    p.adds.assign(o.inputs.size(), false);
    p.needs_grad = o.kernel >= 0 || o.bias >= 0 || (options_.inspect && o.kind == OpKind::kInput);
    if (o.kind == OpKind::kConv2D) {
      p.geometry = static_cast<int>(plan_.convolutions.size());
      plan_.convolutions.push_back(conv_geometry(op(o.inputs[0]).shape, o.shape, o.window));
    }
    const bool learning = options_.training && !options_.frozen;
    if (o.kind == OpKind::kBatchNorm && learning) plan_.syncs.push_back(i);
    for (const int input : o.inputs) p.needs_grad = p.needs_grad || placed(input).needs_grad;
    const bool random = o.kind == OpKind::kDropout || o.kind == OpKind::kGaussianNoise;
    const bool passes = o.kind == OpKind::kReshape || (random && (!learning || o.alpha == 0));
    const bool absorbed = plan_.absorbed && i == graph_.output;
    // An inspected op has buffers of its own: the gradient of what another op reads too, and the
    // logits beneath the probabilities, would be gone otherwise.
    p.copies = passes && options_.inspect;
    if ((passes && !p.copies) || absorbed) {
      const bool apart = absorbed && (options_.inspect || reads_own_value(o.inputs[0]));
      p.skip = true;
      p.value = apart ? new_buffer(o.size(), i) : placed(o.inputs[0]).value;
      return;
    }
    if (o.kind == OpKind::kActivation && o.act == Act::kLinear && options_.fuse) {
      p.skip = true;
      p.value = placed(o.inputs[0]).value;
      return;
    }
    if (o.kind == OpKind::kActivation && sole_product_input(i) && derivative_from_value(o)) {
      p.in_place = true;
      p.value = placed(o.inputs[0]).value;
      if (o.act == Act::kRelu) placed(o.inputs[0]).relu = true;
      const Op& below = op(o.inputs[0]);
      if (!options_.pack && below.kind == OpKind::kDense && op(below.inputs[0]).size() == 1)
        placed(o.inputs[0]).outer = i;
      return;
    }
    p.value = new_buffer(o.size(), i);
  }

  void place_gradient(int i) {
    const Op& o = op(i);
    Placed& p = placed(i);
    if (!p.needs_grad) return;
    if (p.grad < 0) p.grad = new_buffer(o.size(), backward_time(i));
    for (size_t k = 0; k < o.inputs.size(); ++k) {
      Placed& in = placed(o.inputs[k]);
      if (!in.needs_grad) continue;
      if (p.skip || p.in_place) {
        // Shares its input's buffer; another op that reads that input adds to it.
        if (in.grad < 0) {
          in.grad = p.grad;
        } else {
          p.adds[k] = true;
          p.skip = false;
        }
      } else if (in.grad < 0) {
        in.grad = pool_joins(i) ? in.value : new_buffer(op(o.inputs[k]).size(), backward_time(i));
      } else {
        p.adds[k] = true;
      }
      alive(in.grad, backward_time(i));
      if (p.adds[k] && o.kind != OpKind::kDense && o.kind != OpKind::kConv2D)
        need_temporary(op(o.inputs[k]).size());
    }
  }

  // A product of one output straight above an activation that works in place.
  void join_down(int i) {
    const Op& o = op(i);
    if (options_.pack || o.kind != OpKind::kDense || o.size() != 1 || !placed(i).needs_grad) return;
    Placed& below = placed(o.inputs[0]);
    if (!below.in_place || !below.needs_grad || uses_[static_cast<size_t>(o.inputs[0])] != 1)
      return;
    placed(i).outer_down = o.inputs[0];
    below.done_above = true;
  }

  // A pool straight above an activation that works in place, whose windows do not overlap: the
  // gradient takes the place of the values, with the activation's slope in the same pass.
  bool pool_joins(int i) {
    const Op& o = op(i);
    const Window& w = o.window;
    const int input = o.inputs[0];
    if ((o.kind != OpKind::kMaxPool && o.kind != OpKind::kAveragePool) || !placed(input).in_place ||
        options_.pack || uses_[static_cast<size_t>(input)] != 1 || w.stride_y != w.height ||
        w.stride_x != w.width || w.dilation_y != 1 || w.dilation_x != 1)
      return false;
    placed(i).pool_down = input;
    placed(input).done_above = true;
    return true;
  }

  void need_temporary(int64_t features) {
    if (plan_.temporary < 0) plan_.temporary = new_buffer(0, 0);
    Buffer& b = buffer(plan_.temporary);
    b.features = std::max(b.features, features);
    b.last = 2 * count_ + 1;
  }

  void extend_lives() {
    for (int i = 0; i < count_; ++i) {
      const Placed& p = placed(i);
      alive(p.value, i);
      for (const int input : op(i).inputs) {
        alive(placed(input).value, i);
        if (options_.training && p.needs_grad) alive(placed(input).value, backward_time(i));
      }
      if (options_.training && p.needs_grad) alive(p.value, backward_time(i));
      alive(p.grad, backward_time(i));
      for (const int input : op(i).inputs) alive(placed(input).grad, backward_time(i));
    }
    // The input stays, so that a batch that comes again need not be loaded again; the output stays
    // for the loss, the metrics and the caller.
    alive(placed(0).value, 0);
    alive(placed(0).value, 2 * count_ + 1);
    alive(placed(graph_.output).value, 2 * count_ + 1);
    alive(placed(graph_.output).grad, count_);
    if (!options_.fuse) {
      for (int i = 0; i < count_; ++i) {
        alive(placed(i).value, 2 * count_ + 1);
        alive(placed(i).grad, 2 * count_ + 1);
      }
    }
  }

  void cut_batch() {
    plan_.shards = shards_for(options_.capacity, graph_);
    for (const Op& o : graph_.ops) {
      if (o.kind != OpKind::kDense) continue;
      const int64_t inputs = op(o.inputs[0]).size();
      plan_.widest = std::max(plan_.widest, o.size() == 1 ? inputs : o.size());
    }
    if (options_.pack) return cut_pack();
    const int64_t bytes = (plan_.features + plan_.widest) * kLanes * 4;
    const int64_t budget = std::clamp(4 * graph_.weights() * 4, kLeastChunkBytes, kMostChunkBytes);
    const int64_t most = (plan_.shards.groups + plan_.shards.count - 1) / plan_.shards.count;
    const int64_t fit = plan_.convolutions.empty()
                            ? std::max(kLeastGroups, budget / std::max<int64_t>(bytes, 1) / 4 * 4)
                            : std::max<int64_t>(1, kMostImageBytes / std::max<int64_t>(bytes, 1));
    plan_.chunk_groups = options_.fuse && plan_.syncs.empty() ? std::min(most, fit) : most;
  }

  // A sample of a pack is as large as a lane group.
  void cut_pack() {
    const int64_t most = (plan_.shards.groups + plan_.shards.count - 1) / plan_.shards.count;
    const int64_t bytes = std::max<int64_t>(1, plan_.features * kLanes * kLanes * 4);
    plan_.chunk_groups = std::clamp<int64_t>(kPackBytes / bytes, 1, most);
  }

  void locate() {
    const auto start = [&](int b) {
      return b < 0 ? 0 : static_cast<size_t>(buffer(b).offset * plan_.chunk_groups * kLanes);
    };
    for (Placed& p : plan_.ops) {
      p.value_at = start(p.value);
      p.grad_at = start(p.grad);
    }
    plan_.temporary_at = start(plan_.temporary);
  }

  const Graph& graph_;
  const CompileOptions& options_;
  int count_;
  std::vector<int> uses_;
  Plan plan_;
};

}  // namespace

Shards shards_for(int64_t capacity, const Graph& graph) {
  const int64_t weights = graph.weights();
  const auto rows = static_cast<int64_t>(kRowsPerShard * static_cast<double>(weights) /
                                         (3 * std::max(forward_work(graph), 1.0)));
  const int64_t least = std::max<int64_t>(1, (rows + kLanes - 1) / kLanes);
  Shards s;
  s.groups = std::max<int64_t>(1, (capacity + kLanes - 1) / kLanes);
  while (s.count < kMostShards && s.groups / (2 * s.count) >= least) s.count *= 2;
  while (s.count > 1 && s.count * weights * 4 > kGradientBytes) s.count /= 2;
  return s;
}

Plan make_plan(const Graph& graph, const CompileOptions& options) {
  return Planner(graph, options).run();
}

}  // namespace gradus::engine
