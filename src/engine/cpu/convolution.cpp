#include <algorithm>

#include "engine/cpu/fill.hpp"
#include "engine/cpu/targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/cpu/convolution.cpp"
#include <hwy/foreach_target.h>
// After foreach_target, which sets the target.
#include "engine/cpu/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
#if GRADUS_TARGET_HAS_FMA

// A tile holds P positions x O outputs in registers and walks the taps: P loads and O broadcasts
// feed P x O FMAs, as in a product of which the rows are positions. Positions of one class see the
// same taps at the same distances, so that no tile asks where the image ends. Lanes never meet:
// where a lane vector takes several registers, each goes through by itself.
template <class T, size_t P, size_t O>
HWY_INLINE void Tile(const ConvArgs<T>& a, const ConvClass& c, const ConvPosition* at,
                     const T* HWY_RESTRICT image, T* HWY_RESTRICT out, size_t o0) {
  const Tag<T> d;
  const T* HWY_RESTRICT x[P];
  T* HWY_RESTRICT y[P];
  GRADUS_UNROLL for (size_t p = 0; p < P; ++p) {
    x[p] = image + at[p].x * kLanes;
    y[p] = out + (at[p].y + o0) * kLanes;
  }
  Vec<T> sum[P][O];
  GRADUS_UNROLL for (size_t o = 0; o < O; ++o) {
    const Vec<T> start = a.bias ? hn::Set(d, a.bias[o0 + o]) : hn::Zero(d);
    GRADUS_UNROLL for (size_t p = 0; p < P; ++p) {
      sum[p][o] = start;
    }
  }
  if (a.accumulate) {
    GRADUS_UNROLL for (size_t p = 0; p < P; ++p) {
      GRADUS_UNROLL for (size_t o = 0; o < O; ++o) {
        sum[p][o] = hn::Load(d, y[p] + o * kLanes);
      }
    }
  }
  const size_t w_k = a.w_k, w_o = a.w_o;
  const T* HWY_RESTRICT weights = a.w + o0 * w_o;
  for (size_t t = 0; t < c.taps; ++t) {
    const ConvTap tap = a.taps[c.first_tap + t];
    const T* HWY_RESTRICT w = weights + tap.w;
    const size_t end = (tap.x + c.length) * kLanes;
    for (size_t k = tap.x * kLanes; k < end; k += kLanes, w += w_k) {
      Vec<T> in[P];
      GRADUS_UNROLL for (size_t p = 0; p < P; ++p) {
        in[p] = hn::Load(d, x[p] + k);
      }
      GRADUS_UNROLL for (size_t o = 0; o < O; ++o) {
        const Vec<T> weight = hn::Set(d, w[o * w_o]);
        GRADUS_UNROLL for (size_t p = 0; p < P; ++p) {
          sum[p][o] = hn::MulAdd(in[p], weight, sum[p][o]);
        }
      }
    }
  }
  GRADUS_UNROLL for (size_t p = 0; p < P; ++p) {
    GRADUS_UNROLL for (size_t o = 0; o < O; ++o) {
      const Vec<T> v = sum[p][o];
      hn::Store(a.relu ? hn::IfThenZeroElse(hn::Lt(v, hn::Zero(d)), v) : v, d, y[p] + o * kLanes);
    }
  }
}

template <class T, size_t O>
void Strip(const ConvArgs<T>& a, const ConvClass& c, const ConvPosition* at, size_t count,
           const T* image, T* out, size_t o0) {
  constexpr size_t kSums = kRegisters == 32 ? 24 : 12;
  constexpr size_t P = kSums / O > 6 ? 6 : kSums / O;
  for (; count >= P; count -= P, at += P) Tile<T, P, O>(a, c, at, image, out, o0);
  if constexpr (P > 2) {
    for (; count >= 2; count -= 2, at += 2) Tile<T, 2, O>(a, c, at, image, out, o0);
  }
  if constexpr (P > 1) {
    for (; count > 0; --count, ++at) Tile<T, 1, O>(a, c, at, image, out, o0);
  }
}

template <class T>
void Strips(const ConvArgs<T>& a, const ConvClass& c, const ConvPosition* at, size_t count,
            const T* image, T* out) {
  for (size_t o = 0; o < a.outputs; o += StripOf(a.outputs - o)) {
    switch (StripOf(a.outputs - o)) {
      case 8:
        Strip<T, 8>(a, c, at, count, image, out, o);
        break;
      case 6:
        Strip<T, 6>(a, c, at, count, image, out, o);
        break;
      case 4:
        Strip<T, 4>(a, c, at, count, image, out, o);
        break;
      case 2:
        Strip<T, 2>(a, c, at, count, image, out, o);
        break;
      default:
        Strip<T, 1>(a, c, at, count, image, out, o);
    }
  }
}

// All outputs of as many positions at a time as leave what they read in the second cache: a
// multiple of every tile's.
template <class T>
size_t PositionsOf(const ConvArgs<T>& a, const ConvClass& c) {
  constexpr size_t kBytes = 192 << 10, kStep = 12;
  const size_t lane = kLanes * sizeof(T);
  if (a.x_features * lane <= 2 * kBytes) return c.positions;
  const size_t fit = kBytes / std::max(c.length * lane, size_t{1}) / kStep * kStep;
  return std::max(fit, 2 * kStep);
}

template <class T>
void Convolve(const ConvArgs<T>& a) {
  for (size_t g = 0; g < a.groups; ++g) {
    for (size_t part = 0; part < kLanes; part += kWidth<T>) {
      const T* image = a.x + g * a.x_features * kLanes + part;
      T* out = a.y + g * a.y_features * kLanes + part;
      for (size_t i = 0; i < a.class_count; ++i) {
        const ConvClass& c = a.classes[i];
        const size_t block = PositionsOf(a, c);
        for (size_t p = 0; p < c.positions; p += block)
          Strips(a, c, a.positions + c.first_position + p, std::min(block, c.positions - p), image,
                 out);
      }
    }
  }
}

void FillConvolution(Kernels<float>* f, Kernels<double>* d) {
  f->convolve = Convolve<float>;
  d->convolve = Convolve<double>;
}
#else
void FillConvolution(Kernels<float>*, Kernels<double>*) {}
#endif
}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gradus::engine::cpu {
HWY_EXPORT(FillConvolution);
void fill_convolution(Kernels<float>* f, Kernels<double>* d) {
  HWY_DYNAMIC_DISPATCH(FillConvolution)(f, d);
}
}  // namespace gradus::engine::cpu
#endif
