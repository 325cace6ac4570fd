#include "engine/cpu/fill.hpp"
#include "engine/cpu/targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/cpu/layout.cpp"
#include <hwy/foreach_target.h>
// After foreach_target, which sets the target.
#include "engine/cpu/lane_transpose-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
#if GRADUS_TARGET_HAS_FMA

// Transposes are made of 128-bit blocks, 4 x 4 floats or 2 x 2 doubles: as many shuffles an element
// as with whole AVX-512 registers (narrow shuffles run two a cycle), on every target the same, and
// a batch of four rows costs a quarter.
HWY_INLINE void Block(const float* from, size_t from_stride, float* to, size_t to_stride) {
  const hn::FixedTag<float, 4> d;
  const auto four =
      Transpose4(d, hn::LoadU(d, from), hn::LoadU(d, from + from_stride),
                 hn::LoadU(d, from + 2 * from_stride), hn::LoadU(d, from + 3 * from_stride));
  hn::StoreU(four.r0, d, to);
  hn::StoreU(four.r1, d, to + to_stride);
  hn::StoreU(four.r2, d, to + 2 * to_stride);
  hn::StoreU(four.r3, d, to + 3 * to_stride);
}

// Sixteen features of sixteen samples.
HWY_INLINE void BlockToLanes(const float (&block)[16][16], float* to) {
  for (size_t s = 0; s < 16; s += 4) {
    for (size_t f = 0; f < 16; f += 4) Block(&block[s][f], 16, to + f * kLanes + s, kLanes);
  }
}

// In double the values go by way of a transposed block, still in the first cache, and are widened
// from there by vectors.
HWY_INLINE void BlockToLanes(const float (&block)[16][16], double* to) {
  alignas(64) float lanes[16 * kLanes];
  BlockToLanes(block, lanes);
  const Tag<double> d;
  const hn::Rebind<float, Tag<double>> half;
  for (size_t i = 0; i < 16 * kLanes; i += kWidth<double>)
    hn::Store(hn::PromoteTo(d, hn::Load(half, lanes + i)), d, to + i);
}

// Two 128-bit blocks side by side, of features f0 and f0 + P: 256 bits are the widest that load,
// shuffle and store at full rate on machines that take 512 bits in two.
template <class T>
using Half = hn::CappedTag<T, 32 / sizeof(T)>;

template <class T>
HWY_INLINE hn::Vec<Half<T>> Beside(const T* x) {
  const Half<T> d;
#if HWY_MAX_BYTES >= 32
  const hn::Half<Half<T>> dh;
  return hn::Combine(d, hn::LoadU(dh, x + 16 / sizeof(T) * kLanes), hn::LoadU(dh, x));
#else
  return hn::LoadU(d, x);
#endif
}

// Features beyond the last are read from what lies behind (arenas have slack for it) and land in
// the row's padding, which nobody uses.
template <class T>
void LanesToRows(const T* x, T* rows, size_t samples, size_t features, size_t stride) {
  const Half<T> d;
  constexpr size_t P = 16 / sizeof(T), N = hn::MaxLanes(d);
  for (size_t s = 0; s < samples; s += P) {
    const T* from = x + (s / kLanes) * features * kLanes + s % kLanes;
    T* to = rows + s * stride;
    for (size_t f = 0; f < features; f += N, from += N * kLanes, to += N) {
      if constexpr (P == 4) {
        const auto four = Transpose4(d, Beside(from), Beside(from + kLanes),
                                     Beside(from + 2 * kLanes), Beside(from + 3 * kLanes));
        hn::Store(four.r0, d, to);
        hn::Store(four.r1, d, to + stride);
        hn::Store(four.r2, d, to + 2 * stride);
        hn::Store(four.r3, d, to + 3 * stride);
      } else {
        const auto r0 = Beside(from), r1 = Beside(from + kLanes);
        hn::Store(hn::InterleaveLower(d, r0, r1), d, to);
        hn::Store(hn::InterleaveUpper(d, r0, r1), d, to + stride);
      }
    }
  }
}

// One row's features f0 .. f0+n-1 as floats under the affine map; n is at most 16.
HWY_INLINE void Convert(const float* numbers, const uint8_t* pixels, const float* scale,
                        const float* offset, size_t affine, size_t f0, size_t n, float* out) {
  const hn::CappedTag<float, 16> d;
  constexpr size_t N = hn::MaxLanes(d);
  const hn::Rebind<uint8_t, decltype(d)> bytes;
  const hn::RebindToSigned<decltype(d)> ints;
  if (n == 16) {
    for (size_t i = 0; i < 16; i += N) {
      auto v = pixels ? hn::ConvertTo(d, hn::PromoteTo(ints, hn::LoadU(bytes, pixels + f0 + i)))
                      : hn::LoadU(d, numbers + f0 + i);
      if (affine == 1) {
        v = hn::MulAdd(v, hn::Set(d, scale[0]), hn::Set(d, offset[0]));
      } else if (affine > 1) {
        v = hn::MulAdd(v, hn::LoadU(d, scale + f0 + i), hn::LoadU(d, offset + f0 + i));
      }
      hn::StoreU(v, d, out + i);
    }
    return;
  }
  const hn::CappedTag<float, 1> one;
  for (size_t i = 0; i < n; ++i) {
    auto v = hn::Set(one, pixels ? static_cast<float>(pixels[f0 + i]) : numbers[f0 + i]);
    if (affine != 0) {
      const size_t at = affine == 1 ? 0 : f0 + i;
      v = hn::MulAdd(v, hn::Set(one, scale[at]), hn::Set(one, offset[at]));
    }
    out[i] = hn::GetLane(v);
  }
}

// Few features: value by value beats a transpose.
template <class T>
void LoadFew(const LoadArgs<T>& a, size_t affine) {
  const hn::CappedTag<float, 1> one;
  if (a.features == 1 && affine == 0) {
    for (size_t s = 0; s < a.samples; ++s) {
      a.x[s] = static_cast<T>(a.numbers[a.rows ? a.rows[s] : a.first + s]);
    }
    for (size_t s = a.samples; s % kLanes != 0; ++s) a.x[s] = 0;
    return;
  }
  for (size_t s = 0; s < (a.samples + kLanes - 1) / kLanes * kLanes; ++s) {
    T* const to = a.x + s / kLanes * a.features * kLanes + s % kLanes;
    if (s >= a.samples) {
      for (size_t f = 0; f < a.features; ++f) to[f * kLanes] = 0;
      continue;
    }
    const float* from = a.numbers + (a.rows ? a.rows[s] : a.first + s) * a.features;
    for (size_t f = 0; f < a.features; ++f) {
      float v = from[f];
      if (affine != 0) {
        const size_t at = affine == 1 ? 0 : f;
        v = hn::GetLane(
            hn::MulAdd(hn::Set(one, v), hn::Set(one, a.scale[at]), hn::Set(one, a.offset[at])));
      }
      to[f * kLanes] = static_cast<T>(v);
    }
  }
}

template <class T>
void Load(const LoadArgs<T>& a) {
  const size_t affine = a.scale ? a.affine : 0;
  if (a.features < 4 && a.numbers) return LoadFew(a, affine);
  alignas(64) float block[16][16];
  for (size_t s0 = 0; s0 < a.samples; s0 += kLanes) {
    const size_t here = a.samples - s0 < kLanes ? a.samples - s0 : kLanes;
    size_t row[16];
    for (size_t s = 0; s < here; ++s) row[s] = a.rows ? a.rows[s0 + s] : a.first + s0 + s;
    T* x = a.x + s0 * a.features;
    for (size_t f0 = 0; f0 < a.features; f0 += 16) {
      const size_t n = a.features - f0 < 16 ? a.features - f0 : 16;
      for (size_t s = 0; s < 16; ++s) {
        if (s >= here) {
          for (size_t i = 0; i < n; ++i) block[s][i] = 0;
          continue;
        }
        const size_t at = row[s] * a.features;
        Convert(a.numbers ? a.numbers + at : nullptr, a.pixels ? a.pixels + at : nullptr, a.scale,
                a.offset, affine, f0, n, block[s]);
      }
      T* to = x + f0 * kLanes;
      if (n == 16) {
        BlockToLanes(block, to);
        continue;
      }
      for (size_t f = 0; f < n; ++f) {
        for (size_t s = 0; s < 16; ++s) to[f * kLanes + s] = static_cast<T>(block[s][f]);
      }
    }
  }
}

template <class T>
void AddTo(T* a, const T* b, size_t count) {
  const Tag<T> d;
  for (size_t i = 0; i < count; i += kWidth<T>) {
    hn::Store(hn::Add(hn::Load(d, a + i), hn::Load(d, b + i)), d, a + i);
  }
}

void FillLayout(Kernels<float>* f, Kernels<double>* d) {
  f->lanes_to_rows = LanesToRows<float>;
  d->lanes_to_rows = LanesToRows<double>;
  f->load = Load<float>;
  d->load = Load<double>;
  f->add = AddTo<float>;
  d->add = AddTo<double>;
}
#else
void FillLayout(Kernels<float>*, Kernels<double>*) {}
#endif
}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gradus::engine::cpu {
HWY_EXPORT(FillLayout);
void fill_layout(Kernels<float>* f, Kernels<double>* d) {
  HWY_DYNAMIC_DISPATCH(FillLayout)(f, d);
}
}  // namespace gradus::engine::cpu
#endif
