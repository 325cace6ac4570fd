#include "engine/cpu/fill.hpp"
#include "engine/cpu/targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/cpu/weight_gradient.cpp"
#include <hwy/foreach_target.h>
// After foreach_target, which sets the target.
#include "engine/cpu/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
#if GRADUS_TARGET_HAS_FMA

// Vectors run along the outputs of the transposed delta, and x, which lies in lanes, is broadcast
// value by value: its sixteen samples are neighbours. A tile of I inputs x V registers walks the
// samples in order, so that each weight's sum is one chain of FMAs, sample after sample, whatever
// the tile: the order that network lanes have by nature.
template <class T, size_t I, size_t V>
HWY_INLINE void Tile(const WeightGradientArgs<T>& a, size_t i0, size_t o0, size_t last) {
  const Tag<T> d;
  constexpr size_t N = kWidth<T>;
  const auto mask = hn::FirstN(d, last);
  Vec<T> sum[I][V];
  GRADUS_UNROLL for (size_t i = 0; i < I; ++i) {
    GRADUS_UNROLL for (size_t v = 0; v < V; ++v) {
      const T* at = a.dw + (i0 + i) * a.outputs + o0 + v * N;
      sum[i][v] = !a.accumulate ? hn::Zero(d)
                  : v + 1 == V  ? hn::MaskedLoad(mask, d, at)
                                : hn::LoadU(d, at);
    }
  }
  const size_t x_group = a.inputs * kLanes;
  const T* HWY_RESTRICT x = a.x + i0 * kLanes;
  const T* HWY_RESTRICT dt = a.dt + o0;
  for (size_t left = a.samples; left > 0; x += x_group) {
    const size_t here = left < kLanes ? left : kLanes;
    for (size_t s = 0; s < here; ++s, dt += a.dt_stride) {
      Vec<T> delta[V];
      GRADUS_UNROLL for (size_t v = 0; v < V; ++v) {
        delta[v] = hn::Load(d, dt + v * N);
      }
      GRADUS_UNROLL for (size_t i = 0; i < I; ++i) {
        const Vec<T> in = hn::Set(d, x[i * kLanes + s]);
        GRADUS_UNROLL for (size_t v = 0; v < V; ++v) {
          sum[i][v] = hn::MulAdd(in, delta[v], sum[i][v]);
        }
      }
    }
    left -= here;
  }
  GRADUS_UNROLL for (size_t i = 0; i < I; ++i) {
    GRADUS_UNROLL for (size_t v = 0; v < V; ++v) {
      T* at = a.dw + (i0 + i) * a.outputs + o0 + v * N;
      if (v + 1 == V) {
        hn::BlendedStore(sum[i][v], mask, d, at);
      } else {
        hn::StoreU(sum[i][v], d, at);
      }
    }
  }
}

template <class T, size_t V>
void Strip(const WeightGradientArgs<T>& a, size_t o0, size_t last) {
  constexpr size_t kMost = kRegisters == 32 ? 24 : 12;
  constexpr size_t I = kMost / V > 12 ? 12 : kMost / V;
  size_t i = 0;
  for (; a.inputs - i >= I; i += I) Tile<T, I, V>(a, i, o0, last);
  if constexpr (I > 4) {
    for (; a.inputs - i >= 4; i += 4) Tile<T, 4, V>(a, i, o0, last);
  }
  if constexpr (I > 2) {
    for (; a.inputs - i >= 2; i += 2) Tile<T, 2, V>(a, i, o0, last);
  }
  for (; i < a.inputs; ++i) Tile<T, 1, V>(a, i, o0, last);
}

template <class T>
void WeightGradient(const WeightGradientArgs<T>& a) {
  constexpr size_t N = kWidth<T>, kMost = kRegisters == 32 ? 4 : 3;
  size_t o = 0;
  while (o < a.outputs) {
    const size_t registers = (a.outputs - o + N - 1) / N;
    // 5 registers are 3 + 2 rather than 4 + 1, so that no strip is narrow where it need not be.
    const size_t v = registers <= kMost      ? registers
                     : registers < 2 * kMost ? (registers + 1) / 2
                                             : kMost;
    const size_t end = o + v * N < a.outputs ? o + v * N : a.outputs;
    const size_t last = end - o - (v - 1) * N;
    if (v == 4) {
      if constexpr (kMost >= 4) Strip<T, 4>(a, o, last);
    } else if (v == 3) {
      Strip<T, 3>(a, o, last);
    } else if (v == 2) {
      Strip<T, 2>(a, o, last);
    } else {
      Strip<T, 1>(a, o, last);
    }
    o = end;
  }
}

// V registers at a time: one chain of additions alone would wait for each.
template <class T, size_t V>
HWY_INLINE void BiasStrip(const T* dt, T* db, size_t samples, size_t last, size_t dt_stride,
                          bool accumulate) {
  const Tag<T> d;
  constexpr size_t N = kWidth<T>;
  const auto mask = hn::FirstN(d, last);
  Vec<T> sum[V];
  GRADUS_UNROLL for (size_t v = 0; v < V; ++v) {
    sum[v] = !accumulate  ? hn::Zero(d)
             : v + 1 == V ? hn::MaskedLoad(mask, d, db + v * N)
                          : hn::LoadU(d, db + v * N);
  }
  for (size_t s = 0; s < samples; ++s, dt += dt_stride) {
    GRADUS_UNROLL for (size_t v = 0; v < V; ++v) {
      sum[v] = hn::Add(sum[v], hn::Load(d, dt + v * N));
    }
  }
  GRADUS_UNROLL for (size_t v = 0; v < V; ++v) {
    if (v + 1 == V) {
      hn::BlendedStore(sum[v], mask, d, db + v * N);
    } else {
      hn::StoreU(sum[v], d, db + v * N);
    }
  }
}

template <class T>
void BiasGradient(const T* dt, T* db, size_t samples, size_t outputs, size_t dt_stride,
                  bool accumulate) {
  constexpr size_t N = kWidth<T>;
  size_t o = 0;
  for (; outputs - o > 4 * N; o += 4 * N)
    BiasStrip<T, 4>(dt + o, db + o, samples, N, dt_stride, accumulate);
  const size_t left = outputs - o, registers = (left + N - 1) / N,
               last = left - (registers - 1) * N;
  dt += o;
  db += o;
  if (registers == 4) BiasStrip<T, 4>(dt, db, samples, last, dt_stride, accumulate);
  if (registers == 3) BiasStrip<T, 3>(dt, db, samples, last, dt_stride, accumulate);
  if (registers == 2) BiasStrip<T, 2>(dt, db, samples, last, dt_stride, accumulate);
  if (registers == 1) BiasStrip<T, 1>(dt, db, samples, last, dt_stride, accumulate);
}

void FillWeightGradient(Kernels<float>* f, Kernels<double>* d) {
  f->weight_gradient = WeightGradient<float>;
  d->weight_gradient = WeightGradient<double>;
  f->bias_gradient = BiasGradient<float>;
  d->bias_gradient = BiasGradient<double>;
}
#else
void FillWeightGradient(Kernels<float>*, Kernels<double>*) {}
#endif
}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gradus::engine::cpu {
HWY_EXPORT(FillWeightGradient);
void fill_weight_gradient(Kernels<float>* f, Kernels<double>* d) {
  HWY_DYNAMIC_DISPATCH(FillWeightGradient)(f, d);
}
}  // namespace gradus::engine::cpu
#endif
