#include <algorithm>

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
// With kBias the same pass over the delta also sums the bias's gradient: an input that is always 1.
template <class T, size_t I, size_t V, bool kBias>
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
  Vec<T> bias[V];
  GRADUS_UNROLL for (size_t v = 0; v < V; ++v) {
    bias[v] = hn::Zero(d);
    if (kBias && a.accumulate) {
      const T* at = a.db + o0 + v * N;
      bias[v] = v + 1 == V ? hn::MaskedLoad(mask, d, at) : hn::LoadU(d, at);
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
      if constexpr (kBias) {
        GRADUS_UNROLL for (size_t v = 0; v < V; ++v) {
          bias[v] = hn::Add(bias[v], delta[v]);
        }
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
  GRADUS_UNROLL for (size_t v = 0; kBias && v < V; ++v) {
    T* at = a.db + o0 + v * N;
    if (v + 1 == V) {
      hn::BlendedStore(bias[v], mask, d, at);
    } else {
      hn::StoreU(bias[v], d, at);
    }
  }
}

template <class T, size_t V>
void Strip(const WeightGradientArgs<T>& a, size_t o0, size_t last) {
  constexpr size_t kMost = kRegisters == 32 ? 24 : 12;
  constexpr size_t I = kMost / V > 12 ? 12 : kMost / V;
  size_t i = 0;
  if (a.db) {
    // The bias takes V registers, so the first tile is narrower.
    constexpr size_t B = I > 4 ? 4 : 1;
    if (a.inputs >= B) {
      Tile<T, B, V, true>(a, 0, o0, last);
      i = B;
    } else {
      Tile<T, 1, V, true>(a, 0, o0, last);
      i = 1;
    }
  }
  for (; a.inputs - i >= I; i += I) Tile<T, I, V, false>(a, i, o0, last);
  if constexpr (I > 4) {
    for (; a.inputs - i >= 4; i += 4) Tile<T, 4, V, false>(a, i, o0, last);
  }
  if constexpr (I > 2) {
    for (; a.inputs - i >= 2; i += 2) Tile<T, 2, V, false>(a, i, o0, last);
  }
  for (; i < a.inputs; ++i) Tile<T, 1, V, false>(a, i, o0, last);
}

template <class T>
void WeightGradient(const WeightGradientArgs<T>& a) {
  constexpr size_t N = kWidth<T>, kMost = kRegisters == 32 ? 4 : 3;
  if (a.samples == 0) {  // there may be nothing to point at
    if (a.accumulate) return;
    std::fill(a.dw, a.dw + a.inputs * a.outputs, T(0));
    if (a.db) std::fill(a.db, a.db + a.outputs, T(0));
    return;
  }
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

void FillWeightGradient(Kernels<float>* f, Kernels<double>* d) {
  f->weight_gradient = WeightGradient<float>;
  d->weight_gradient = WeightGradient<double>;
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
