#include <algorithm>

#include "engine/cpu/fill.hpp"
#include "engine/cpu/targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/cpu/layer_norm.cpp"
#include <hwy/foreach_target.h>
// After foreach_target, which sets the target.
#include "engine/cpu/lane_sums-inl.hpp"
#include "engine/cpu/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
#if GRADUS_TARGET_HAS_FMA

// Mean and 1 / sqrt(variance + epsilon) over the channels of a position, lane by lane.
template <class T>
struct Spread {
  Vec<T> mean, inverse;
};
template <class T>
HWY_INLINE Spread<T> SpreadOf(const T* x, size_t channels, T epsilon) {
  const Tag<T> d;
  const Vec<T> count = hn::Set(d, static_cast<T>(channels));
  Vec<T> sum = hn::Zero(d), square = hn::Zero(d);
  for (size_t c = 0; c < channels; ++c) sum = hn::Add(sum, hn::Load(d, x + c * kLanes));
  const Vec<T> mean = hn::Div(sum, count);
  for (size_t c = 0; c < channels; ++c) {
    const Vec<T> off = hn::Sub(hn::Load(d, x + c * kLanes), mean);
    square = hn::MulAdd(off, off, square);
  }
  const Vec<T> variance = hn::Div(square, count);
  return {mean, hn::Div(hn::Set(d, T(1)), hn::Sqrt(hn::Add(variance, hn::Set(d, epsilon))))};
}

template <class T>
HWY_INLINE void ForwardAt(const LayerNormArgs<T>& a, size_t at) {
  const Tag<T> d;
  const Spread<T> s = SpreadOf(a.x + at, a.channels, a.epsilon);
  for (size_t c = 0; c < a.channels; ++c) {
    const Vec<T> hat = hn::Mul(hn::Sub(hn::Load(d, a.x + at + c * kLanes), s.mean), s.inverse);
    const Vec<T> gamma = hn::Set(d, a.gamma ? a.gamma[c] : T(1));
    const Vec<T> beta = hn::Set(d, a.beta ? a.beta[c] : T(0));
    hn::Store(hn::MulAdd(hat, gamma, beta), d, a.y + at + c * kLanes);
  }
}

// dx = (dh - mean(dh) - hat mean(dh hat)) inverse with dh = dy gamma (Ba, Kiros, Hinton 2016).
// `sums` holds the channels' sums for dgamma and dbeta, [2][channels][16].
template <class T>
HWY_INLINE void BackwardAt(const LayerNormArgs<T>& a, size_t at, T* sums) {
  const Tag<T> d;
  const Spread<T> s = SpreadOf(a.x + at, a.channels, a.epsilon);
  Vec<T> sum = hn::Zero(d), dot = hn::Zero(d);
  for (size_t c = 0; c < a.channels; ++c) {
    const Vec<T> hat = hn::Mul(hn::Sub(hn::Load(d, a.x + at + c * kLanes), s.mean), s.inverse);
    const Vec<T> dy = hn::Load(d, a.dy + at + c * kLanes);
    T* dgamma = sums + c * kLanes;
    T* dbeta = sums + (a.channels + c) * kLanes;
    hn::Store(hn::MulAdd(dy, hat, hn::Load(d, dgamma)), d, dgamma);
    hn::Store(hn::Add(hn::Load(d, dbeta), dy), d, dbeta);
    const Vec<T> dh = hn::Mul(dy, hn::Set(d, a.gamma ? a.gamma[c] : T(1)));
    sum = hn::Add(sum, dh);
    dot = hn::MulAdd(dh, hat, dot);
  }
  if (!a.dx) return;
  const Vec<T> share = hn::Set(d, T(1) / static_cast<T>(a.channels));
  const Vec<T> mean_sum = hn::Mul(sum, share), mean_dot = hn::Mul(dot, share);
  for (size_t c = 0; c < a.channels; ++c) {
    const Vec<T> hat = hn::Mul(hn::Sub(hn::Load(d, a.x + at + c * kLanes), s.mean), s.inverse);
    const Vec<T> dh =
        hn::Mul(hn::Load(d, a.dy + at + c * kLanes), hn::Set(d, a.gamma ? a.gamma[c] : T(1)));
    const Vec<T> off = hn::NegMulAdd(hat, mean_dot, hn::Sub(dh, mean_sum));
    hn::Store(hn::Mul(off, s.inverse), d, a.dx + at + c * kLanes);
  }
}

template <class T>
void LayerNorm(const LayerNormArgs<T>& a) {
  const size_t position = a.channels * kLanes;
  for (size_t first = 0; first < a.samples; first += kLanes) {
    const size_t group = first * a.positions * a.channels;
    if (!a.dy) {
      for (size_t part = 0; part < kLanes; part += kWidth<T>)
        for (size_t i = 0; i < a.positions; ++i) ForwardAt(a, group + i * position + part);
      continue;
    }
    std::fill(a.scratch, a.scratch + 2 * position, T(0));
    for (size_t part = 0; part < kLanes; part += kWidth<T>)
      for (size_t i = 0; i < a.positions; ++i)
        BackwardAt(a, group + i * position + part, a.scratch + part);
    const size_t samples = std::min(a.samples - first, size_t{kLanes});
    const bool go_on = a.accumulate || first > 0;
    for (T* total : {a.dgamma, a.dbeta}) {
      if (!total) continue;
      if (!go_on) std::fill(total, total + a.channels, T(0));
      LaneSums(a.scratch + (total == a.dgamma ? 0 : position), a.channels, samples, total);
    }
  }
}

void FillLayerNorm(Kernels<float>* f, Kernels<double>* d) {
  f->layer_norm = LayerNorm<float>;
  d->layer_norm = LayerNorm<double>;
}
#else
void FillLayerNorm(Kernels<float>*, Kernels<double>*) {}
#endif
}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gradus::engine::cpu {
HWY_EXPORT(FillLayerNorm);
void fill_layer_norm(Kernels<float>* f, Kernels<double>* d) {
  HWY_DYNAMIC_DISPATCH(FillLayerNorm)(f, d);
}
}  // namespace gradus::engine::cpu
#endif
