// The product where lanes are networks. Included once per target.
#if defined(GRADUS_ENGINE_CPU_PACK_PRODUCT_INL_HPP_) == defined(HWY_TARGET_TOGGLE)
#ifdef GRADUS_ENGINE_CPU_PACK_PRODUCT_INL_HPP_
#undef GRADUS_ENGINE_CPU_PACK_PRODUCT_INL_HPP_
#else
#define GRADUS_ENGINE_CPU_PACK_PRODUCT_INL_HPP_
#endif

#include "engine/cpu/kernels.hpp"
#include "engine/cpu/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
#if GRADUS_TARGET_HAS_FMA

// Lanes are networks here, so weights are vectors as well: nothing is broadcast, and a tile of S
// samples x O outputs needs S + O loads for S x O FMAs. The sums go in the order of product.cpp:
// input after input from the bias on.

// Sides of a tile: 16 sums of 32 registers, or 9 of 16.
inline constexpr size_t kSide = kRegisters == 32 ? 4 : 3;

template <class T, size_t S, size_t O>
HWY_INLINE void ForwardTile(const PackProductArgs<T>& a, size_t s0, size_t o0, size_t part) {
  const Tag<T> d;
  const size_t x_row = a.inputs * kLanes, y_row = a.outputs * kLanes;
  T* const y = a.y + s0 * y_row + o0 * kLanes + part;
  Vec<T> sum[S][O];
  if (a.accumulate) {
    GRADUS_UNROLL for (size_t o = 0; o < O; ++o) {
      GRADUS_UNROLL for (size_t s = 0; s < S; ++s) {
        sum[s][o] = hn::Load(d, y + s * y_row + o * kLanes);
      }
    }
  } else {
    GRADUS_UNROLL for (size_t o = 0; o < O; ++o) {
      const Vec<T> start = a.bias ? hn::Load(d, a.bias + (o0 + o) * kLanes + part) : hn::Zero(d);
      GRADUS_UNROLL for (size_t s = 0; s < S; ++s) {
        sum[s][o] = start;
      }
    }
  }
  const T* HWY_RESTRICT x = a.x + s0 * x_row + part;
  const T* HWY_RESTRICT w = a.w + o0 * a.w_o * kLanes + part;
  const size_t w_o = a.w_o * kLanes, w_k = a.w_k * kLanes;
  for (size_t k = 0; k < a.inputs; ++k, x += kLanes, w += w_k) {
    Vec<T> in[S];
    GRADUS_UNROLL for (size_t s = 0; s < S; ++s) {
      in[s] = hn::Load(d, x + s * x_row);
    }
    GRADUS_UNROLL for (size_t o = 0; o < O; ++o) {
      const Vec<T> weight = hn::Load(d, w + o * w_o);
      GRADUS_UNROLL for (size_t s = 0; s < S; ++s) {
        sum[s][o] = hn::MulAdd(in[s], weight, sum[s][o]);
      }
    }
  }
  if (a.relu) {
    GRADUS_UNROLL for (size_t s = 0; s < S; ++s) {
      GRADUS_UNROLL for (size_t o = 0; o < O; ++o) {
        sum[s][o] = hn::IfThenZeroElse(hn::Lt(sum[s][o], hn::Zero(d)), sum[s][o]);
      }
    }
  }
  GRADUS_UNROLL for (size_t s = 0; s < S; ++s) {
    GRADUS_UNROLL for (size_t o = 0; o < O; ++o) {
      hn::Store(sum[s][o], d, y + s * y_row + o * kLanes);
    }
  }
}

template <class T, size_t S>
HWY_INLINE void ForwardRow(const PackProductArgs<T>& a, size_t s0, size_t part) {
  size_t o = 0;
  for (; a.outputs - o >= kSide; o += kSide) ForwardTile<T, S, kSide>(a, s0, o, part);
  if (kSide > 3 && a.outputs - o == 3) return ForwardTile<T, S, 3>(a, s0, o, part);
  if (a.outputs - o == 2) return ForwardTile<T, S, 2>(a, s0, o, part);
  if (a.outputs - o == 1) ForwardTile<T, S, 1>(a, s0, o, part);
}

template <class T>
void PackProduct(const PackProductArgs<T>& a) {
  for (size_t part = 0; part < kLanes; part += kWidth<T>) {
    size_t s = 0;
    for (; a.samples - s >= kSide; s += kSide) ForwardRow<T, kSide>(a, s, part);
    for (; s < a.samples; ++s) ForwardRow<T, 1>(a, s, part);
  }
}

#endif
}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
