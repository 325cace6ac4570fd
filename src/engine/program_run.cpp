// How a batch goes through a program: shard by shard on the team's threads, each in chunks that fit
// the cache, or all shards together where an op needs sums over the whole batch.
#include <algorithm>
#include <cmath>

#include "engine/program.hpp"

namespace gradus::engine {
namespace {

constexpr size_t kLanes = cpu::kLanes;

}  // namespace

double lane_tree(const double* lanes) {
  double sum[16];
  std::copy(lanes, lanes + 16, sum);
  for (size_t half = 8; half > 0; half /= 2) {
    for (size_t i = 0; i < half; ++i) sum[i] += sum[i + half];
  }
  return sum[0];
}

template <class T>
int Program<T>::members() const {
  return team_ ? std::min(team_->size(), plan_.shards.count) : 1;
}

// The member of the team that runs a shard: each has a run of neighbours.
template <class T>
int Program<T>::runner(int shard) const {
  return ((shard + 1) * members() - 1) / plan_.shards.count;
}

template <class T>
template <class F>
void Program<T>::over_shards(bool merge, F&& f) {
  const int shards = plan_.shards.count, count = members();
  const auto run = [&](int member) {
    for (int s = member * shards / count; s < (member + 1) * shards / count; ++s) f(s, member);
    if (merge) merge_own(member);
  };
  if (count == 1) return run(0);
  team_->run([&](int member) {
    if (member < count) run(member);
  });
}

template <class T>
void Program<T>::clear_sums(int shard) {
  const size_t kinds = 1 + options_.metrics.size(), s = static_cast<size_t>(shard);
  double* const sums = &shard_sums_[s * kinds * kLanes];
  std::fill(sums, sums + kinds * kLanes, 0.0);
  for (size_t k = 0; k < kinds; ++k) shard_totals_[k * kMostShards + s] = 0;
}

template <class T>
void Program<T>::total(int shard) {
  const size_t kinds = 1 + options_.metrics.size(), s = static_cast<size_t>(shard);
  for (size_t k = 0; k < kinds; ++k)
    shard_totals_[k * kMostShards + s] = lane_tree(&shard_sums_[(s * kinds + k) * kLanes]);
}

template <class T>
void Program<T>::run_shards(const Call& call, Sums& sums) {
  // Where nothing is gathered from the batch, a norm is what the statistics say.
  if (plan_.syncs.empty()) {
    for (ChannelNorm& n : norms_) fix_norm(n, call.weights);
    over_shards(call.backward, [&](int shard, int member) {
      clear_sums(shard);
      run_shard(call, shard, workers_[static_cast<size_t>(options_.inspect ? shard : member)]);
      total(shard);
    });
    add_up(call, sums);
  } else {
    run_synced(call, sums);
  }
}

// Losses and metrics of all shards.
template <class T>
void Program<T>::add_up(const Call& call, Sums& sums) const {
  const size_t kinds = 1 + options_.metrics.size();
  for (size_t k = 0; k < kinds; ++k) {
    double sum = 0;
    for (size_t s = 0; s < static_cast<size_t>(plan_.shards.count); ++s)
      sum += shard_totals_[k * kMostShards + s];
    (k == 0 ? sums.loss : sums.metrics[k - 1]) = sum;
  }
  sums.rows = static_cast<int64_t>(call.batch->count);
}

// All of a shard that is present, as one chunk.
template <class T>
typename Program<T>::Chunk Program<T>::shard_chunk(const Call& call, int shard) {
  const auto [begin, end] = plan_.shards.rows(shard, call.batch->count);
  const size_t samples = end - begin;
  return {&workers_[static_cast<size_t>(shard)], begin, samples, (samples + kLanes - 1) / kLanes};
}

// The shards go together from one op that needs sums over the whole batch to the next, and on the
// way down likewise.
template <class T>
void Program<T>::run_synced(const Call& call, Sums& sums) {
  const int ops = static_cast<int>(graph_.ops.size());
  const std::vector<int>& syncs = plan_.syncs;
  for (ChannelNorm& n : norms_)
    if (graph_.ops[static_cast<size_t>(n.op)].kind == OpKind::kNormalize) fix_norm(n, call.weights);
  for (size_t phase = 0; phase <= syncs.size(); ++phase) {
    const int first = phase == 0 ? 1 : syncs[phase - 1];
    const int end = phase == syncs.size() ? ops : syncs[phase];
    const bool last = phase == syncs.size();
    over_shards(false, [&](int shard, int) {
      const Chunk c = shard_chunk(call, shard);
      if (last) clear_sums(shard);
      if (c.samples == 0) return;
      if (phase == 0) load(call, c);
      forward(call, c, first, end);
      if (!last) {
        ChannelNorm& n = norm(end);
        const Op& op = graph_.ops[static_cast<size_t>(end)];
        const size_t channels = n.mean.size(), at = static_cast<size_t>(shard) * channels;
        kernels_.moments({value(c, op.inputs[0]), c.samples,
                          static_cast<size_t>(op.size()) / channels, channels,
                          n.shard_mean.data() + at, n.shard_m2.data() + at});
        return;
      }
      const size_t kinds = 1 + options_.metrics.size();
      if (call.measure) measure(call, c, &shard_sums_[static_cast<size_t>(shard) * kinds * kLanes]);
      total(shard);
      if (call.out) write_rows(call, c);
    });
    if (!last) merge_moments(norm(end), call);
  }
  add_up(call, sums);
  if (!call.backward || !std::isfinite(sums.loss)) return;
  for (size_t phase = syncs.size() + 1; phase-- > 0;) {
    const int from = phase == syncs.size() ? ops - 1 : syncs[phase];
    const int end = phase == 0 ? 0 : syncs[phase - 1];
    over_shards(phase == 0, [&](int shard, int) {
      const Chunk c = shard_chunk(call, shard);
      T* const gradient = gradients_.data() + static_cast<size_t>(shard) * stride_;
      if (c.samples == 0) {
        if (phase == syncs.size()) std::fill(gradient, gradient + stride_, T(0));
        return;
      }
      backward(call, c, gradient, true, from, end);
      if (phase > 0) backward_norm_sums(c, end, gradient, shard);
    });
    if (phase > 0) merge_norm_sums(norm(end), call);
  }
}

template <class T>
void Program<T>::run_shard(const Call& call, int shard, Worker& worker) {
  const auto [begin, end] = plan_.shards.rows(shard, call.batch->count);
  T* const gradient =
      call.backward ? gradients_.data() + static_cast<size_t>(shard) * stride_ : nullptr;
  double* const sums =
      &shard_sums_[static_cast<size_t>(shard) * (1 + options_.metrics.size()) * kLanes];
  if (begin == end) {
    if (gradient) std::fill(gradient, gradient + stride_, T(0));
    return;
  }
  const size_t step = static_cast<size_t>(plan_.chunk_groups) * kLanes;
  for (size_t first = begin; first < end; first += step) {
    Chunk c{&worker, first, std::min(step, end - first), 0};
    c.groups = (c.samples + kLanes - 1) / kLanes;
    load(call, c);
    forward(call, c);
    if (call.measure) measure(call, c, sums);
    if (call.out) write_rows(call, c);
    if (call.backward) backward(call, c, gradient, first == begin);
  }
}

#define GRADUS_INSTANTIATE(T)                                     \
  template int Program<T>::members() const;                       \
  template int Program<T>::runner(int) const;                     \
  template void Program<T>::clear_sums(int);                      \
  template void Program<T>::total(int);                           \
  template void Program<T>::run_shards(const Call&, Sums&);       \
  template void Program<T>::run_shard(const Call&, int, Worker&); \
  template void Program<T>::run_synced(const Call&, Sums&);       \
  template void Program<T>::add_up(const Call&, Sums&) const;     \
  template typename Program<T>::Chunk Program<T>::shard_chunk(const Call&, int);
GRADUS_INSTANTIATE(float)
GRADUS_INSTANTIATE(double)
#undef GRADUS_INSTANTIATE

}  // namespace gradus::engine
