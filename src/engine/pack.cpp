#include "engine/pack.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "engine/weight_rules.hpp"

namespace gradus::engine {
namespace {

// Partial sums that so many rows can fill: a power of two.
size_t banks_of(size_t rows) {
  return rows >= 16 ? 16 : std::bit_ceil(std::max<size_t>(rows, 1));
}

void clear_rows(double* rows, size_t count) {
  for (size_t i = 0; i < count * 16; i += 16) {
    for (size_t lane = 0; lane < 16; ++lane) rows[i + lane] = 0;
  }
}

}  // namespace

template <class T>
Pack<T>::Pack(Graph graph, const CompileOptions& options)
    : graph_(std::move(graph)),
      options_(options),
      plan_((check_shapes(graph_), options_.pack = true, make_plan(graph_, options_))),
      kernels_(cpu::kernels<T>()),
      stride_(padded(graph_.weights())) {
  const size_t rows = static_cast<size_t>(plan_.chunk_groups) * kLanes;
  const size_t outputs = static_cast<size_t>(op(graph_.output).size());
  const size_t shards = static_cast<size_t>(plan_.shards.count);
  weights_.assign(stride_ * kLanes, T(0));
  gradients_.assign(shards * stride_ * kLanes, T(0));
  // Behind the last buffer a transpose may read up to 16 features that are not there.
  arena_.assign((rows * static_cast<size_t>(plan_.features) + 16) * kLanes, T(0));
  target_.assign(rows * outputs * kLanes, T(0));
  labels_.assign(rows * kLanes, T(0));
  sample_weights_.assign(rows * kLanes, T(0));
  // Behind the last feature a transpose may write up to 16 that are not there.
  one_network_.assign(rows * static_cast<size_t>(op(0).size()) + 16 * kLanes, T(0));
  l1_.assign(graph_.params.size() * kLanes, T(0));
  l2_.assign(graph_.params.size() * kLanes, T(0));
  strength_.assign(graph_.ops.size() * kLanes, 0.0);
  shard_sums_.assign(shards * (1 + options_.metrics.size()) * kLanes * kLanes, 0.0);
  totals_.assign((1 + options_.metrics.size()) * kLanes, 0.0);
  scalars_.assign(8 * kLanes, T(0));
  penalised_ = std::any_of(graph_.params.begin(), graph_.params.end(),
                           [](const Param& p) { return p.l1 > 0 || p.l2 > 0; });
  constrained_ = std::any_of(graph_.params.begin(), graph_.params.end(),
                             [](const Param& p) { return p.limit != Param::Limit::kNone; });
  for (int lane = 0; lane < 16; ++lane) vacate(lane);
  make_steps();
  make_chain();
}

template <class T>
bool Pack<T>::takes(const Graph& graph, const LossSpec& loss) {
  if (loss.kind == LossKind::kCustom || !graph.statistics.empty()) return false;
  return std::all_of(graph.ops.begin(), graph.ops.end(), [](const Op& op) {
    switch (op.kind) {
      case OpKind::kInput:
      case OpKind::kDense:
      case OpKind::kSoftmax:
      case OpKind::kDropout:
      case OpKind::kGaussianNoise:
      case OpKind::kReshape:
      case OpKind::kAdd:
        return true;
      case OpKind::kActivation:
        return op.act != Act::kCustom;
      default:
        return false;
    }
  });
}

template <class T>
std::string Pack<T>::shape_of(const Graph& graph) {
  std::string text;
  text.reserve(96 * graph.ops.size() + 64 * graph.params.size());
  const auto put = [&](const auto&... parts) {
    char bytes[(sizeof parts + ... + 0)];
    size_t at = 0;
    ((std::memcpy(bytes + at, &parts, sizeof parts), at += sizeof parts), ...);
    text.append(bytes, at);
  };
  const auto put_shape = [&](const Shape& shape) {
    put(shape.rank());
    for (size_t axis = 0; axis < shape.rank(); ++axis) put(shape[axis]);
  };
  for (const Op& o : graph.ops) {
    const bool random = o.kind == OpKind::kDropout || o.kind == OpKind::kGaussianNoise;
    const double alpha = random ? static_cast<double>(o.alpha != 0) : o.alpha;
    put(o.kind, o.kernel, o.bias, o.act, alpha, o.spatial, o.layer, o.inputs.size());
    put_shape(o.shape);
    for (const int input : o.inputs) put(input);
  }
  for (const Param& p : graph.params) {
    const bool penalised = p.l1 > 0 || p.l2 > 0;
    put(penalised, p.limit, p.limit_value, p.limit_axis);
    put_shape(p.shape);
  }
  return text;
}

template <class T>
void Pack<T>::enter(int lane, const Graph& own, const State<T>& state) {
  const size_t l = static_cast<size_t>(lane);
  own_[l] = &own;
  set_weights(lane, state);
  for (size_t k = 0; k < 4; ++k) {
    if (state.slots[k].empty()) continue;
    slots_[k].resize(stride_ * kLanes);
    for (size_t i = 0; i < stride_; ++i) slots_[k][i * kLanes + l] = state.slots[k][i];
  }
  for (size_t p = 0; p < own.params.size(); ++p) {
    l1_[p * kLanes + l] = static_cast<T>(own.params[p].l1);
    l2_[p * kLanes + l] = static_cast<T>(own.params[p].l2);
  }
  for (size_t i = 0; i < own.ops.size(); ++i) strength_[i * kLanes + l] = own.ops[i].alpha;
}

template <class T>
void Pack<T>::set_weights(int lane, const State<T>& state) {
  for (size_t i = 0; i < stride_; ++i)
    weights_[i * kLanes + static_cast<size_t>(lane)] = state.weights[i];
}

template <class T>
void Pack<T>::leave(int lane, State<T>& state, bool slots) const {
  const size_t l = static_cast<size_t>(lane);
  for (size_t i = 0; i < stride_; ++i) state.weights[i] = weights_[i * kLanes + l];
  if (!slots) return;
  for (size_t k = 0; k < 4; ++k) {
    if (state.slots[k].empty()) continue;
    for (size_t i = 0; i < stride_; ++i) state.slots[k][i] = slots_[k][i * kLanes + l];
  }
}

template <class T>
void Pack<T>::vacate(int lane) {
  const size_t l = static_cast<size_t>(lane);
  own_[l] = &graph_;
  for (size_t i = 0; i < stride_; ++i) weights_[i * kLanes + l] = T(0);
}

template <class T>
bool Pack<T>::run(const PackBatch& batch, bool move) {
  const size_t step = static_cast<size_t>(plan_.chunk_groups) * kLanes;
  const size_t kinds = 1 + options_.metrics.size();
  for (size_t bank = 0; bank < static_cast<size_t>(plan_.shards.count) * kinds; ++bank)
    clear_rows(&shard_sums_[bank * kLanes * kLanes], banks_of(batch.count));
  for (int shard = 0; shard < plan_.shards.count; ++shard) {
    const auto [begin, end] = plan_.shards.rows(shard, batch.count);
    T* const gradient = gradients_.data() + static_cast<size_t>(shard) * stride_ * kLanes;
    double* const sums = &shard_sums_[static_cast<size_t>(shard) * kinds * kLanes * kLanes];
    if (begin == end) std::fill(gradient, gradient + stride_ * kLanes, T(0));
    for (size_t first = begin; first < end; first += step) {
      const Chunk c{first, std::min(step, end - first)};
      load(batch, c);
      if (!chain_.empty()) {
        if (run_chain(batch, c, sums, gradient, first == begin, move)) return true;
        continue;
      }
      for (const Step& up : up_) forward(batch, c, up);
      measure(batch, c, sums);
      for (const Step& down : down_) backward(batch, c, down, gradient, first == begin);
    }
  }
  if (chain_.empty()) add_up(batch.count);
  reduce();
  return false;
}

template <class T>
bool Pack<T>::step(const PackBatch& batch) {
  if (run(batch, moves_at_once())) return true;
  if (!finite_) return false;
  update();
  return true;
}

// Sixteen partial sums a network, by lane_tree's tree, and shard after shard. Where few rows leave
// the upper partial sums empty, their zeros need not be added.
template <class T>
void Pack<T>::add_up(size_t rows) {
  const size_t kinds = 1 + options_.metrics.size();
  rows_ = rows;
  for (size_t k = 0; k < kinds; ++k) {
    bool finite = true;
    for (size_t s = 0; s < static_cast<size_t>(plan_.shards.count); ++s) {
      finite = kernels_.pack_totals(&shard_sums_[(s * kinds + k) * kLanes * kLanes], banks_of(rows),
                                    &totals_[k * kLanes], s > 0);
    }
    if (k == 0) finite_ = finite;
  }
}

template <class T>
Sums Pack<T>::sums(size_t lane) const {
  Sums of_lane;
  of_lane.loss = totals_[lane];
  for (size_t k = 0; k < options_.metrics.size(); ++k)
    of_lane.metrics[k] = totals_[(1 + k) * kLanes + lane];
  of_lane.rows = static_cast<int64_t>(rows_);
  return of_lane;
}

template <class T>
void Pack<T>::reduce() {
  const size_t shards = static_cast<size_t>(plan_.shards.count), all = stride_ * kLanes;
  T* const g = gradients_.data();
  for (size_t step = 1; step < shards; step *= 2) {
    for (size_t s = 0; s + step < shards; s += 2 * step)
      kernels_.add(g + s * all, g + (s + step) * all, all);
  }
  for (size_t i = 0; penalised_ && i < graph_.params.size(); ++i) {
    const Param& p = graph_.params[i];
    if (p.l1 == 0 && p.l2 == 0) continue;
    const size_t at = static_cast<size_t>(p.offset) * kLanes;
    kernels_.pack_penalty(weights_.data() + at, g + at, static_cast<size_t>(p.size()),
                          &l1_[i * kLanes], &l2_[i * kLanes]);
  }
}

template <class T>
double Pack<T>::penalty(int lane) const {
  return weight_rules::penalty<16>(*own_[static_cast<size_t>(lane)], weights_.data() + lane);
}

template <class T>
void Pack<T>::set_rules(const std::array<Update<T>, 16>& rules, size_t shown) {
  rules_ = rules;
  shown_ = shown;
  clipped_ = false;
  for (size_t lane = 0; lane < kLanes; ++lane) {
    const Update<T>& rule = rules[lane];
    clipped_ = clipped_ || rule.clipnorm > 0 || rule.global_clipnorm > 0 || rule.clipvalue > 0;
    for (size_t k = 0; k < 8; ++k) scalars_[k * kLanes + lane] = rule.scalar[k];
  }
}

template <class T>
void Pack<T>::update() {
  for (size_t lane = 0; clipped_ && lane < kLanes; ++lane)
    weight_rules::clip<16>(*own_[lane], gradients_.data() + lane, rules_[lane]);
  const Update<T>& rule = rules_[shown_];
  cpu::UpdateArgs<T> args{
      rule.kind, rule.flag_a, rule.flag_b, rule.flag_c, {}, nullptr, nullptr, {}, 0};
  args.lanes = scalars_.data();
  args.w = weights_.data();
  args.g = gradients_.data();
  for (size_t k = 0; k < 4; ++k) args.slots[k] = slots_[k].empty() ? nullptr : slots_[k].data();
  args.count = static_cast<size_t>(graph_.weights()) * kLanes;
  kernels_.update(args);
  for (size_t lane = 0; constrained_ && lane < kLanes; ++lane)
    weight_rules::constrain<16>(*own_[lane], weights_.data() + lane);
}

template class Pack<float>;
template class Pack<double>;

}  // namespace gradus::engine
