// Batch normalisation's sums over the whole batch, and what normalisations make of their
// statistics. Ioffe, Szegedy 2015; shards' means and squared deviations are merged by the formula
// of Chan, Golub and LeVeque 1979, in the order of the shards, in double.
#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "engine/program.hpp"

namespace gradus::engine {

template <class T>
void Program<T>::make_norms() {
  const size_t shards = static_cast<size_t>(plan_.shards.count);
  for (size_t i = 0; i < graph_.ops.size(); ++i) {
    const Op& op = graph_.ops[i];
    if (op.kind != OpKind::kBatchNorm && op.kind != OpKind::kNormalize) continue;
    const size_t channels = channels_of(op);
    ChannelNorm n;
    n.op = static_cast<int>(i);
    for (auto* values : {&n.mean, &n.inverse, &n.scale, &n.shift, &n.down, &n.back, &n.off})
      values->assign(channels, T(0));
    if (op.kind == OpKind::kBatchNorm && options_.training) {
      n.shard_mean.assign(shards * channels, T(0));
      n.shard_m2.assign(shards * channels, T(0));
      n.batch_mean.assign(channels, 0.0);
      n.batch_variance.assign(channels, 0.0);
    }
    norms_.push_back(std::move(n));
  }
}

template <class T>
typename Program<T>::ChannelNorm& Program<T>::norm(int op) {
  for (ChannelNorm& n : norms_)
    if (n.op == op) return n;
  throw std::logic_error("no normalisation");
}

// From the statistics: y = (x - mean) / sqrt(variance + epsilon) gamma + beta, or for kNormalize
// (x - mean) / max(sqrt(variance), epsilon) as Keras's.
template <class T>
void Program<T>::fix_norm(ChannelNorm& n, const T* weights) {
  const Op& op = graph_.ops[static_cast<size_t>(n.op)];
  const auto statistic = [&](int index) {
    return weights + graph_.statistics_at() + graph_.statistics[static_cast<size_t>(index)].offset;
  };
  const T *mean = statistic(op.mean), *variance = statistic(op.variance);
  for (size_t c = 0; c < n.mean.size(); ++c) {
    const double v = static_cast<double>(variance[c]), m = static_cast<double>(mean[c]);
    const double inverse = op.kind == OpKind::kNormalize ? 1 / std::max(std::sqrt(v), op.epsilon)
                                                         : 1 / std::sqrt(v + op.epsilon);
    n.mean[c] = static_cast<T>(m);
    n.inverse[c] = static_cast<T>(inverse);
    set_map(n, weights, c, m, inverse);
  }
}

// One channel's y = (x - mean) inverse gamma + beta as x scale + shift.
template <class T>
void Program<T>::set_map(ChannelNorm& n, const T* weights, size_t channel, double mean,
                         double inverse) {
  const Op& op = graph_.ops[static_cast<size_t>(n.op)];
  const auto param = [&](int index, double otherwise) {
    if (index < 0) return otherwise;
    const int64_t offset = graph_.params[static_cast<size_t>(index)].offset;
    return static_cast<double>(weights[offset + static_cast<int64_t>(channel)]);
  };
  const double scale = inverse * param(op.kernel, 1);
  n.scale[channel] = static_cast<T>(scale);
  n.shift[channel] = static_cast<T>(param(op.bias, 0) - mean * scale);
}

// Where the statistics do not follow the batch: dx = dy scale, and the sums are the gradients of
// gamma and beta alone. A chunk is a whole shard here.
template <class T>
void Program<T>::frozen_norm_backward(const Chunk& c, int i, T* gradient, T* dx) {
  const Op& op = graph_.ops[static_cast<size_t>(i)];
  const ChannelNorm& n = norm(i);
  const size_t channels = n.mean.size(), places = static_cast<size_t>(op.size()) / channels;
  const T* dy = grad(c, i);
  if (dx)
    kernels_.channel_map(
        {dy, nullptr, dx, nullptr, n.scale.data(), n.off.data(), c.groups, places, channels});
  if (op.kernel < 0 && op.bias < 0) return;
  T *sum = c.worker->sums.data(), *dot = sum + channels;
  kernels_.norm_sums({value(c, op.inputs[0]), dy, n.mean.data(), n.inverse.data(), c.samples,
                      places, channels, sum, dot});
  if (op.bias >= 0)
    std::copy_n(sum, channels, gradient + graph_.params[static_cast<size_t>(op.bias)].offset);
  if (op.kernel >= 0)
    std::copy_n(dot, channels, gradient + graph_.params[static_cast<size_t>(op.kernel)].offset);
}

template <class T>
void Program<T>::merge_moments(ChannelNorm& n, const Call& call) {
  const Op& op = graph_.ops[static_cast<size_t>(n.op)];
  const size_t channels = n.mean.size();
  const double positions = static_cast<double>(op.size()) / static_cast<double>(channels);
  for (size_t c = 0; c < channels; ++c) {
    double count = 0, mean = 0, m2 = 0;
    for (int s = 0; s < plan_.shards.count; ++s) {
      const size_t samples = shard_chunk(call, s).samples;
      if (samples == 0) continue;
      const size_t at = static_cast<size_t>(s) * channels + c;
      const double more = static_cast<double>(samples) * positions, all = count + more;
      const double off = static_cast<double>(n.shard_mean[at]) - mean;
      mean += off * more / all;
      m2 += static_cast<double>(n.shard_m2[at]) + off * off * count * more / all;
      count = all;
    }
    n.batch_mean[c] = mean;
    n.batch_variance[c] = m2 / count;
    const double inverse = 1 / std::sqrt(m2 / count + op.epsilon);
    n.mean[c] = static_cast<T>(mean);
    n.inverse[c] = static_cast<T>(inverse);
    set_map(n, call.weights, c, mean, inverse);
  }
}

// A shard's sums of dy and dy (x - mean) inverse: the gradients of beta and gamma.
template <class T>
void Program<T>::backward_norm_sums(const Chunk& c, int i, T* gradient, int shard) {
  if (plan_.ops[static_cast<size_t>(i)].grad < 0) return;
  const Op& op = graph_.ops[static_cast<size_t>(i)];
  ChannelNorm& n = norm(i);
  const size_t channels = n.mean.size(), at = static_cast<size_t>(shard) * channels;
  T *sum = n.shard_mean.data() + at, *dot = n.shard_m2.data() + at;
  kernels_.norm_sums({value(c, op.inputs[0]), grad(c, i), n.mean.data(), n.inverse.data(),
                      c.samples, static_cast<size_t>(op.size()) / channels, channels, sum, dot});
  if (op.bias >= 0)
    std::copy_n(sum, channels, gradient + graph_.params[static_cast<size_t>(op.bias)].offset);
  if (op.kernel >= 0)
    std::copy_n(dot, channels, gradient + graph_.params[static_cast<size_t>(op.kernel)].offset);
}

// dx = gamma inverse (dy - mean(dy) - hat mean(dy hat)), as a map of dy and x.
template <class T>
void Program<T>::merge_norm_sums(ChannelNorm& n, const Call& call) {
  const Op& op = graph_.ops[static_cast<size_t>(n.op)];
  const size_t channels = n.mean.size();
  const double rows = static_cast<double>(call.batch->count) * static_cast<double>(op.size()) /
                      static_cast<double>(channels);
  for (size_t c = 0; c < channels; ++c) {
    double sum = 0, dot = 0;
    for (int s = 0; s < plan_.shards.count; ++s) {
      if (shard_chunk(call, s).samples == 0) continue;
      sum += static_cast<double>(n.shard_mean[static_cast<size_t>(s) * channels + c]);
      dot += static_cast<double>(n.shard_m2[static_cast<size_t>(s) * channels + c]);
    }
    const double scale = static_cast<double>(n.scale[c]),
                 inverse = static_cast<double>(n.inverse[c]);
    const double back = -scale * dot / rows * inverse;
    n.down[c] = n.scale[c];
    n.back[c] = static_cast<T>(back);
    n.off[c] = static_cast<T>(-scale * sum / rows - back * static_cast<double>(n.mean[c]));
  }
}

// moving = moving momentum + batch (1 - momentum), the variance biased, as Keras.
template <class T>
void Program<T>::move_statistics(T* values) const {
  for (const int i : plan_.syncs) {
    const Op& op = graph_.ops[static_cast<size_t>(i)];
    const auto found =
        std::find_if(norms_.begin(), norms_.end(), [&](const ChannelNorm& n) { return n.op == i; });
    const auto move = [&](int index, const std::vector<double>& batch) {
      T* at = values + graph_.statistics[static_cast<size_t>(index)].offset;
      for (size_t c = 0; c < batch.size(); ++c)
        at[c] = static_cast<T>(static_cast<double>(at[c]) * op.alpha + batch[c] * (1 - op.alpha));
    };
    move(op.mean, found->batch_mean);
    move(op.variance, found->batch_variance);
  }
}

#define GRADUS_INSTANTIATE(T)                                                        \
  template void Program<T>::make_norms();                                            \
  template typename Program<T>::ChannelNorm& Program<T>::norm(int);                  \
  template void Program<T>::fix_norm(ChannelNorm&, const T*);                        \
  template void Program<T>::set_map(ChannelNorm&, const T*, size_t, double, double); \
  template void Program<T>::frozen_norm_backward(const Chunk&, int, T*, T*);         \
  template void Program<T>::merge_moments(ChannelNorm&, const Call&);                \
  template void Program<T>::backward_norm_sums(const Chunk&, int, T*, int);          \
  template void Program<T>::merge_norm_sums(ChannelNorm&, const Call&);              \
  template void Program<T>::move_statistics(T*) const;
GRADUS_INSTANTIATE(float)
GRADUS_INSTANTIATE(double)
#undef GRADUS_INSTANTIATE

}  // namespace gradus::engine
