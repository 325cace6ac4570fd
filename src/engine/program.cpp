#include "engine/program.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "engine/weight_rules.hpp"

namespace gradus::engine {
namespace {

constexpr size_t kLanes = cpu::kLanes;

}  // namespace

template <class T>
Program<T>::Program(Graph graph, const CompileOptions& options, ThreadTeam* team)
    : graph_(std::move(graph)),
      options_(options),
      plan_((check_shapes(graph_), make_plan(graph_, options))),
      kernels_(cpu::kernels<T>()),
      team_(team),
      stride_(padded(graph_.weights())) {
  const bool kept = !plan_.syncs.empty() || options_.inspect;
  workers_.resize(static_cast<size_t>(kept ? plan_.shards.count : members()));
  size_t sums = 0;  // what a layer normalisation or a convolution's gradient keeps a lane vector of
  for (size_t i = 0; i < graph_.ops.size(); ++i) {
    const Op& op = graph_.ops[i];
    const int geometry = plan_.ops[i].geometry;
    if (op.kind == OpKind::kLayerNorm || op.kind == OpKind::kBatchNorm)
      sums = std::max(sums, 2 * channels_of(op));
    if (geometry >= 0)
      sums = std::max(
          sums, gradient_scratch(plan_.convolutions[static_cast<size_t>(geometry)], op.shape));
  }
  const size_t lanes = static_cast<size_t>(plan_.chunk_groups) * kLanes;
  const size_t outputs = static_cast<size_t>(graph_.ops[static_cast<size_t>(graph_.output)].size());
  for (Worker& w : workers_) {
    // Behind the last buffer a transpose may read up to 16 features that are not there.
    w.arena.assign(lanes * static_cast<size_t>(plan_.features) + 16 * kLanes, T(0));
    if (options_.training) w.rows.assign(lanes * padded(plan_.widest), T(0));
    w.target.assign(lanes * outputs, T(0));
    w.labels.assign(lanes, T(0));
    w.weights.assign(lanes, T(0));
    w.sums.assign(sums * kLanes, T(0));
    w.scratch.assign(scratch_size(graph_), 0.0);
  }
  const size_t shards = static_cast<size_t>(plan_.shards.count);
  if (options_.training) gradients_.assign(shards * stride_, T(0));
  shard_sums_.assign(shards * (1 + options_.metrics.size()) * kLanes, 0.0);
  shard_totals_.assign((1 + options_.metrics.size()) * kMostShards, 0.0);
  make_norms();
}

template <class T>
void Program<T>::write_rows(const Call& call, const Chunk& c) const {
  const size_t outputs = static_cast<size_t>(graph_.ops[static_cast<size_t>(graph_.output)].size());
  const T* y = value(c, graph_.output);
  for (size_t s = 0; s < c.samples; ++s) {
    for (size_t j = 0; j < outputs; ++j) {
      call.out[(c.first + s) * outputs + j] = y[(s / kLanes * outputs + j) * kLanes + s % kLanes];
    }
  }
}

template <class T>
void Program<T>::load(const Call& call, const Chunk& c) {
  const Batch& b = *call.batch;
  // Only a batch that goes through in one piece stays where it is.
  const bool whole = plan_.shards.count == 1 && c.samples == b.count;
  if (whole && b.same_as_before && loaded_) return;
  if (plan_.shards.count == 1) loaded_ = whole && call.measure;  // a prediction has no targets
  const RowSource& source = *b.source;
  const uint32_t* rows = b.rows ? b.rows + c.first : nullptr;
  kernels_.load({source.numbers, source.pixels, source.scale, source.offset, source.affine, rows,
                 b.first + c.first, c.samples, source.features, value(c, 0)});
  if (!call.measure) return;
  load_targets(source, rows, b.first + c.first, c);
}

template <class T>
void Program<T>::load_targets(const RowSource& source, const uint32_t* rows, size_t first,
                              const Chunk& c) {
  Worker& w = *c.worker;
  const auto row_of = [&](size_t s) { return rows ? rows[s] : first + s; };
  if (source.labels) {
    for (size_t s = 0; s < c.samples; ++s) w.labels[s] = static_cast<T>(source.labels[row_of(s)]);
  } else if (source.outputs == 1) {
    for (size_t s = 0; s < c.samples; ++s) w.target[s] = static_cast<T>(source.targets[row_of(s)]);
  } else {
    const size_t n = source.outputs;
    for (size_t s = 0; s < c.samples; ++s) {
      const float* from = source.targets + row_of(s) * n;
      T* to = &w.target[s / kLanes * n * kLanes + s % kLanes];
      for (size_t j = 0; j < n; ++j) to[j * kLanes] = static_cast<T>(from[j]);
    }
  }
  if (!source.weights && !source.class_weights) return;
  for (size_t s = 0; s < c.samples; ++s) {
    const size_t row = row_of(s);
    const double own = source.weights ? static_cast<double>(source.weights[row]) : 1.0;
    w.weights[s] =
        static_cast<T>(source.class_weights ? own * source.class_weights[source.labels[row]] : own);
  }
}

template <class T>
void Program<T>::forward(const Call& call, const Chunk& c, int first, int end) {
  if (end < 0) end = static_cast<int>(graph_.ops.size());
  for (int i = first; i < end; ++i) forward_op(call, c, i);
}

template <class T>
void Program<T>::forward_op(const Call& call, const Chunk& c, int i) {
  const Op& op = graph_.ops[static_cast<size_t>(i)];
  const Placed& p = plan_.ops[static_cast<size_t>(i)];
  const int input = op.inputs[0];
  const bool absorbed = plan_.absorbed && i == graph_.output;
  if (!absorbed && !p.in_place && p.value == plan_.ops[static_cast<size_t>(input)].value) return;
  const T* x = value(c, input);
  T* y = value(c, i);
  const size_t features = static_cast<size_t>(op.size()), count = c.groups * features * kLanes;
  if (absorbed && call.measure) {  // the loss does it, but a prediction has no loss
    if (x != y) std::copy(x, x + count, y);
    return;
  }
  const uint32_t row = static_cast<uint32_t>(c.first);
  if (p.copies) {
    std::copy(x, x + count, y);
    return;
  }
  switch (op.kind) {
    case OpKind::kDense: {
      const size_t inputs = static_cast<size_t>(graph_.ops[static_cast<size_t>(input)].size());
      const T* w = call.weights + graph_.params[static_cast<size_t>(op.kernel)].offset;
      const T* bias =
          op.bias < 0 ? nullptr : call.weights + graph_.params[static_cast<size_t>(op.bias)].offset;
      if (p.outer >= 0) {
        const Op& act = graph_.ops[static_cast<size_t>(p.outer)];
        kernels_.outer(
            {x, w, bias, y, c.groups, features, act.act, static_cast<T>(act.alpha), nullptr});
      } else {
        kernels_.product({x, w, bias, y, c.groups, inputs, features, features, 1, p.relu, false});
      }
      break;
    }
    case OpKind::kActivation:
      if (p.in_place &&
          (op.act == Act::kRelu || plan_.ops[static_cast<size_t>(input)].outer == i)) {
        break;  // done by the product
      }
      if (op.act == Act::kCustom) {
        for (size_t k = 0; k < count; ++k)
          y[k] = static_cast<T>(op.function->value(static_cast<double>(x[k])));
      } else {
        kernels_.activate(op.act, static_cast<T>(op.alpha), x, y, count);
      }
      break;
    case OpKind::kSoftmax:
      kernels_.softmax(x, y, c.groups, features);
      break;
    case OpKind::kDropout: {
      const size_t units = op.spatial ? channels_of(op) : features;
      kernels_.dropout(x, y, c.groups, features / units, units, row, call.step, op.layer, call.seed,
                       op.alpha);
      break;
    }
    case OpKind::kGaussianNoise:
      kernels_.noise(x, y, c.groups, features, row, call.step, op.layer, call.seed, op.alpha);
      break;
    case OpKind::kAdd:
      std::copy(x, x + count, y);
      for (size_t k = 1; k < op.inputs.size(); ++k) kernels_.add(y, value(c, op.inputs[k]), count);
      break;
    case OpKind::kCustom:
      custom_forward(call, c, i);
      break;
    case OpKind::kInput:
    case OpKind::kReshape:
      break;
    default:
      forward_image(call, c, i);
  }
}

template <class T>
void Program<T>::measure(const Call& call, const Chunk& c, double* sums) {
  const RowSource& source = *call.batch->source;
  const Worker& w = *c.worker;
  const int out = graph_.output;
  const size_t outputs = static_cast<size_t>(graph_.ops[static_cast<size_t>(out)].size());
  const bool weighted = source.weights || source.class_weights;
  const T* target = source.labels ? nullptr : w.target.data();
  const T* labels = source.labels ? w.labels.data() : nullptr;
  const T* weights = weighted ? w.weights.data() : nullptr;
  T* dy = call.backward && plan_.ops[static_cast<size_t>(out)].grad >= 0 ? grad(c, out) : nullptr;
  kernels_.loss({plan_.loss, value(c, out), target, labels, weights, dy, c.samples, outputs,
                 static_cast<T>(1.0 / static_cast<double>(call.batch->count)), sums});
  for (size_t k = 0; k < options_.metrics.size(); ++k) {
    kernels_.metric({options_.metrics[k], value(c, out), target, labels, weights, c.samples,
                     outputs, sums + (1 + k) * kLanes});
  }
}

template <class T>
template <class F>
void Program<T>::over_weights(F&& f) {
  constexpr size_t kWorthAThread = 1 << 15;
  const int count = team_ && stride_ >= kWorthAThread ? members() : 1;
  if (count == 1) return f(size_t{0}, stride_);
  const size_t blocks = stride_ / 16;
  team_->run([&](int member) {
    if (member >= count) return;
    const size_t n = static_cast<size_t>(count), m = static_cast<size_t>(member);
    f(m * blocks / n * 16, (m + 1) * blocks / n * 16);
  });
}

// The fixed tree in which the gradients of the shards are added: f(into, from), lower pairs first.
template <class T>
template <class F>
void Program<T>::over_pairs(F&& f) {
  const int shards = plan_.shards.count;
  for (int step = 1; step < shards; step *= 2) {
    for (int s = 0; s + step < shards; s += 2 * step) f(s, s + step, s + 2 * step - 1);
  }
}

// Pairs all of whose shards one member has run are added by that member: what lies in its cache
// need not go to another's.
template <class T>
void Program<T>::merge_own(int member) {
  T* const g = gradients_.data();
  over_pairs([&](int into, int from, int last) {
    if (runner(into) != member || runner(last) != member) return;
    kernels_.add(g + static_cast<size_t>(into) * stride_, g + static_cast<size_t>(from) * stride_,
                 stride_);
  });
}

// The pairs that are left.
template <class T>
void Program<T>::reduce(const T* weights, size_t begin, size_t end) {
  T* const g = gradients_.data();
  over_pairs([&](int into, int from, int last) {
    if (runner(into) == runner(last)) return;
    kernels_.add(g + static_cast<size_t>(into) * stride_ + begin,
                 g + static_cast<size_t>(from) * stride_ + begin, end - begin);
  });
  for (const Param& p : graph_.params) {
    if (p.l1 == 0 && p.l2 == 0) continue;
    const size_t from = std::max(begin, static_cast<size_t>(p.offset));
    const size_t to = std::min(end, static_cast<size_t>(p.offset + p.size()));
    if (from < to)
      kernels_.penalty_gradient(weights + from, g + from, to - from, static_cast<T>(p.l1),
                                static_cast<T>(p.l2));
  }
}

template <class T>
Sums Program<T>::gradient(const T* weights, const Batch& batch, uint64_t seed, uint32_t step,
                          T* out) {
  Sums sums;
  run_shards({weights, &batch, seed, step, true, true, out}, sums);
  if (std::isfinite(sums.loss))
    over_weights([&](size_t begin, size_t end) { reduce(weights, begin, end); });
  return sums;
}

template <class T>
Sums Program<T>::evaluate(const T* weights, const Batch& batch, T* out) {
  Sums sums;
  run_shards({weights, &batch, 0, 0, false, true, out}, sums);
  return sums;
}

template <class T>
void Program<T>::predict(const T* weights, const Batch& batch, T* out) {
  Sums sums;
  run_shards({weights, &batch, 0, 0, false, false, out}, sums);
}

template <class T>
double Program<T>::penalty(const T* weights) const {
  return weight_rules::penalty<1>(graph_, weights);
}

template <class T>
void Program<T>::update(State<T>& state, const Update<T>& rule) {
  weight_rules::clip<1>(graph_, gradients_.data(), rule);
  over_weights([&](size_t begin, size_t end) {
    cpu::UpdateArgs<T> args{
        rule.kind, rule.flag_a, rule.flag_b, rule.flag_c, {}, nullptr, nullptr, {}, 0};
    std::copy(std::begin(rule.scalar), std::end(rule.scalar), std::begin(args.scalar));
    args.w = state.weights.data() + begin;
    args.g = gradients_.data() + begin;
    for (size_t k = 0; k < 4; ++k)
      args.slots[k] = state.slots[k].empty() ? nullptr : state.slots[k].data() + begin;
    args.count = end - begin;
    kernels_.update(args);
  });
  weight_rules::constrain<1>(graph_, state.weights.data());
  move_statistics(state.weights.data() + graph_.statistics_at());
}

template class Program<float>;
template class Program<double>;

}  // namespace gradus::engine
