#include "engine/cpu/fill.hpp"
#include "engine/cpu/targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/cpu/product.cpp"
#include <hwy/foreach_target.h>
// After foreach_target, which sets the target.
#include "engine/cpu/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
#if GRADUS_TARGET_HAS_FMA

// A tile holds G groups x O outputs in registers and walks the inputs: G loads and O broadcasts
// feed G x O FMAs. With 24 of 32 registers as sums (12 of 16), 4 x 6 needs 10 loads for 24 FMAs,
// and the FMA's latency of 4 is covered at one or two a cycle.
template <class T, size_t G, size_t O>
HWY_INLINE void Tile(const ProductArgs<T>& a, const T* HWY_RESTRICT x, const T* HWY_RESTRICT w,
                     size_t o0, T* HWY_RESTRICT y) {
  const Tag<T> d;
  constexpr size_t P = kParts<T>;
  const size_t x_group = a.inputs * kLanes, y_group = a.outputs * kLanes;
  Vec<T> sum[G * P][O];
  if (a.bias) {
    GRADUS_UNROLL for (size_t o = 0; o < O; ++o) {
      const Vec<T> bias = hn::Set(d, a.bias[o0 + o]);
      GRADUS_UNROLL for (size_t v = 0; v < G * P; ++v) {
        sum[v][o] = bias;
      }
    }
  } else if (a.accumulate) {
    GRADUS_UNROLL for (size_t v = 0; v < G * P; ++v) {
      const T* at = y + v / P * y_group + o0 * kLanes + v % P * kWidth<T>;
      GRADUS_UNROLL for (size_t o = 0; o < O; ++o) {
        sum[v][o] = hn::Load(d, at + o * kLanes);
      }
    }
  } else {
    GRADUS_UNROLL for (size_t v = 0; v < G * P; ++v) {
      GRADUS_UNROLL for (size_t o = 0; o < O; ++o) {
        sum[v][o] = hn::Zero(d);
      }
    }
  }
  const size_t w_k = a.w_k, w_o = a.w_o;
  const T* HWY_RESTRICT wk = w + o0 * w_o;
  for (size_t k = 0; k < a.inputs; ++k, wk += w_k) {
    Vec<T> in[G * P];
    GRADUS_UNROLL for (size_t g = 0; g < G; ++g) {
      GRADUS_UNROLL for (size_t p = 0; p < P; ++p) {
        in[g * P + p] = hn::Load(d, x + g * x_group + k * kLanes + p * kWidth<T>);
      }
    }
    GRADUS_UNROLL for (size_t o = 0; o < O; ++o) {
      const Vec<T> weight = hn::Set(d, wk[o * w_o]);
      GRADUS_UNROLL for (size_t v = 0; v < G * P; ++v) {
        sum[v][o] = hn::MulAdd(in[v], weight, sum[v][o]);
      }
    }
  }
  if (a.relu) {
    GRADUS_UNROLL for (size_t v = 0; v < G * P; ++v) {
      GRADUS_UNROLL for (size_t o = 0; o < O; ++o) {
        sum[v][o] = hn::IfThenZeroElse(hn::Lt(sum[v][o], hn::Zero(d)), sum[v][o]);
      }
    }
  }
  GRADUS_UNROLL for (size_t v = 0; v < G * P; ++v) {
    T* at = y + v / P * y_group + o0 * kLanes + v % P * kWidth<T>;
    GRADUS_UNROLL for (size_t o = 0; o < O; ++o) {
      hn::Store(sum[v][o], d, at + o * kLanes);
    }
  }
}

// The largest tile first, then the rest. Sizes beyond what the registers hold are never
// instantiated.
template <class T, size_t G, size_t O>
HWY_INLINE void Columns(const ProductArgs<T>& a, const T* x, T* y, size_t& o) {
  constexpr size_t kMost = (kRegisters == 32 ? 24 : 12) / (G * kParts<T>);
  if constexpr (O <= (kMost == 0 ? 1 : kMost)) {
    while (a.outputs - o >= O) {
      Tile<T, G, O>(a, x, a.w, o, y);
      o += O;
    }
  }
}

template <class T, size_t G>
void GroupTile(const ProductArgs<T>& a, const T* x, T* y) {
  size_t o = 0;
  Columns<T, G, 12>(a, x, y, o);
  Columns<T, G, 6>(a, x, y, o);
  Columns<T, G, 4>(a, x, y, o);
  Columns<T, G, 3>(a, x, y, o);
  Columns<T, G, 2>(a, x, y, o);
  Columns<T, G, 1>(a, x, y, o);
}

template <class T>
void Product(const ProductArgs<T>& a) {
  constexpr size_t kMostGroups = kParts<T> == 1 ? 4 : (kParts<T> == 2 && kRegisters == 32) ? 2 : 1;
  const size_t x_group = a.inputs * kLanes, y_group = a.outputs * kLanes;
  size_t g = 0;
  if constexpr (kMostGroups >= 4) {
    for (; a.groups - g >= 4; g += 4) GroupTile<T, 4>(a, a.x + g * x_group, a.y + g * y_group);
  }
  if constexpr (kMostGroups >= 2) {
    for (; a.groups - g >= 2; g += 2) GroupTile<T, 2>(a, a.x + g * x_group, a.y + g * y_group);
  }
  for (; g < a.groups; ++g) GroupTile<T, 1>(a, a.x + g * x_group, a.y + g * y_group);
}

void FillProduct(Kernels<float>* f, Kernels<double>* d) {
  f->product = Product<float>;
  d->product = Product<double>;
}
#else
void FillProduct(Kernels<float>*, Kernels<double>*) {}
#endif
}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gradus::engine::cpu {
HWY_EXPORT(FillProduct);
void fill_product(Kernels<float>* f, Kernels<double>* d) {
  HWY_DYNAMIC_DISPATCH(FillProduct)(f, d);
}
}  // namespace gradus::engine::cpu
#endif
