// What a program does beside training: naming what is not finite, and users' own ops.
#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "engine/program.hpp"

namespace gradus::engine {

template <class T>
std::string Program<T>::first_not_finite(const T* weights, const Batch& batch, uint64_t seed,
                                         uint32_t step) {
  Call call{weights, &batch, seed, step, false, false, nullptr};
  loaded_ = false;
  size_t found = graph_.ops.size();
  const auto look = [&](const Chunk& c, size_t i) {
    const size_t features = static_cast<size_t>(graph_.ops[i].size());
    const T* y = value(c, static_cast<int>(i));
    for (size_t s = 0; s < c.samples && found > i; ++s) {
      for (size_t j = 0; j < features; ++j) {
        if (!std::isfinite(y[(s / cpu::kLanes * features + j) * cpu::kLanes + s % cpu::kLanes]))
          found = i;
      }
    }
  };
  if (!plan_.syncs.empty()) {
    Sums sums;
    run_synced(call, sums);
    for (int shard = 0; shard < plan_.shards.count; ++shard) {
      const Chunk c = shard_chunk(call, shard);
      for (size_t i = 0; i < found; ++i) look(c, i);
    }
    return found < graph_.ops.size() ? graph_.ops[found].name : "loss";
  }
  for (ChannelNorm& n : norms_) fix_norm(n, weights);
  const size_t lanes = static_cast<size_t>(plan_.chunk_groups) * cpu::kLanes;
  for (int shard = 0; shard < plan_.shards.count; ++shard) {
    const auto [begin, end] = plan_.shards.rows(shard, batch.count);
    for (size_t first = begin; first < end; first += lanes) {
      Chunk c{&workers_[0], first, std::min(lanes, end - first), 0};
      c.groups = (c.samples + cpu::kLanes - 1) / cpu::kLanes;
      load(call, c);
      for (size_t i = 0; i < found; ++i) {
        if (i > 0) forward_op(call, c, static_cast<int>(i));
        look(c, i);
      }
    }
  }
  return found < graph_.ops.size() ? graph_.ops[found].name : "loss";
}

// A user's op sees one sample at a time, in double: its input, output and weights, and the gradient
// of each.
namespace {
struct CustomSpans {
  std::span<double> x, y, w, dx, dy, dw;

  CustomSpans(std::vector<double>& scratch, size_t inputs, size_t outputs, size_t weights) {
    double* at = scratch.data();
    const auto take = [&](size_t n) { return std::span<double>(std::exchange(at, at + n), n); };
    x = take(inputs), dx = take(inputs);
    y = take(outputs), dy = take(outputs);
    w = take(weights), dw = take(weights);
  }
};
}  // namespace

template <class T>
size_t Program<T>::scratch_size(const Graph& graph) {
  size_t most = 0;
  for (const Op& op : graph.ops) {
    if (op.kind != OpKind::kCustom) continue;
    int64_t values = graph.ops[static_cast<size_t>(op.inputs[0])].size() + op.size();
    if (op.kernel >= 0) values += graph.params[static_cast<size_t>(op.kernel)].size();
    most = std::max(most, 2 * static_cast<size_t>(values));
  }
  return most;
}

template <class T>
void Program<T>::custom_forward(const Call& call, const Chunk& c, int i) {
  const Op& op = graph_.ops[static_cast<size_t>(i)];
  const size_t inputs = static_cast<size_t>(graph_.ops[static_cast<size_t>(op.inputs[0])].size());
  const size_t outputs = static_cast<size_t>(op.size());
  const T* x = value(c, op.inputs[0]);
  T* y = value(c, i);
  const Param* p = op.kernel < 0 ? nullptr : &graph_.params[static_cast<size_t>(op.kernel)];
  const CustomSpans at(c.worker->scratch, inputs, outputs, p ? static_cast<size_t>(p->size()) : 0);
  if (p) std::copy_n(call.weights + p->offset, p->size(), at.w.begin());
  for (size_t s = 0; s < c.groups * cpu::kLanes; ++s) {
    const size_t g = s / cpu::kLanes, l = s % cpu::kLanes;
    for (size_t k = 0; k < inputs; ++k)
      at.x[k] = static_cast<double>(x[(g * inputs + k) * cpu::kLanes + l]);
    op.row_op->forward(at.x, at.w, at.y);
    for (size_t k = 0; k < outputs; ++k)
      y[(g * outputs + k) * cpu::kLanes + l] = static_cast<T>(at.y[k]);
  }
}

template <class T>
void Program<T>::custom_backward(const Call& call, const Chunk& c, int i, T* gradient, bool first) {
  const Op& op = graph_.ops[static_cast<size_t>(i)];
  const int input = op.inputs[0];
  const size_t inputs = static_cast<size_t>(graph_.ops[static_cast<size_t>(input)].size());
  const size_t outputs = static_cast<size_t>(op.size());
  const T *x = value(c, input), *y = value(c, i), *dy = grad(c, i);
  const bool passes = plan_.ops[static_cast<size_t>(input)].grad >= 0,
             adds = plan_.ops[static_cast<size_t>(i)].adds[0];
  T* dx = passes ? grad(c, input) : nullptr;
  const Param* p = op.kernel < 0 ? nullptr : &graph_.params[static_cast<size_t>(op.kernel)];
  const CustomSpans at(c.worker->scratch, inputs, outputs, p ? static_cast<size_t>(p->size()) : 0);
  if (p) std::copy_n(call.weights + p->offset, p->size(), at.w.begin());
  T* const dw = p ? gradient + p->offset : nullptr;
  for (size_t s = 0; s < c.groups * cpu::kLanes; ++s) {
    const size_t g = s / cpu::kLanes, l = s % cpu::kLanes;
    if (s >= c.samples) {
      for (size_t k = 0; passes && !adds && k < inputs; ++k)
        dx[(g * inputs + k) * cpu::kLanes + l] = T(0);
      continue;
    }
    for (size_t k = 0; k < inputs; ++k)
      at.x[k] = static_cast<double>(x[(g * inputs + k) * cpu::kLanes + l]);
    for (size_t k = 0; k < outputs; ++k) {
      at.y[k] = static_cast<double>(y[(g * outputs + k) * cpu::kLanes + l]);
      at.dy[k] = static_cast<double>(dy[(g * outputs + k) * cpu::kLanes + l]);
    }
    std::fill(at.dw.begin(), at.dw.end(), 0.0);
    op.row_op->backward(at.x, at.w, at.y, at.dy, at.dx, at.dw);
    // Rounded sample by sample, so that the sum does not depend on how the batch is cut.
    for (size_t k = 0; k < at.dw.size(); ++k)
      dw[k] = first && s == 0 ? static_cast<T>(at.dw[k]) : dw[k] + static_cast<T>(at.dw[k]);
    for (size_t k = 0; passes && k < inputs; ++k) {
      T& to = dx[(g * inputs + k) * cpu::kLanes + l];
      to = adds ? to + static_cast<T>(at.dx[k]) : static_cast<T>(at.dx[k]);
    }
  }
}

#define GRADUS_INSTANTIATE(T)                                                                    \
  template size_t Program<T>::scratch_size(const Graph&);                                        \
  template std::string Program<T>::first_not_finite(const T*, const Batch&, uint64_t, uint32_t); \
  template void Program<T>::custom_forward(const Call&, const Chunk&, int);                      \
  template void Program<T>::custom_backward(const Call&, const Chunk&, int, T*, bool);
GRADUS_INSTANTIATE(float)
GRADUS_INSTANTIATE(double)
#undef GRADUS_INSTANTIATE

}  // namespace gradus::engine
