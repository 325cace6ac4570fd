#include "engine/cpu/fill.hpp"
#include "engine/cpu/targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/cpu/pack_product.cpp"
#include <hwy/foreach_target.h>
// After foreach_target, which sets the target.
#include "engine/cpu/lanes-inl.hpp"
#include "engine/cpu/pack_product-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
#if GRADUS_TARGET_HAS_FMA

// The gradients' sums go in the order of weight_gradient.cpp: sample after sample from 0 on.

// With kBias the same pass over the delta sums the bias's gradient.
template <class T, size_t I, size_t O, bool kBias>
HWY_INLINE void GradientTile(const PackGradientArgs<T>& a, size_t i0, size_t o0, size_t part) {
  const Tag<T> d;
  T* const dw = a.dw + (i0 * a.outputs + o0) * kLanes + part;
  T* const db = kBias ? a.db + o0 * kLanes + part : nullptr;
  const size_t row = a.outputs * kLanes;
  Vec<T> sum[I][O], bias[O];
  GRADUS_UNROLL for (size_t o = 0; o < O; ++o) {
    bias[o] = kBias && a.accumulate ? hn::Load(d, db + o * kLanes) : hn::Zero(d);
    GRADUS_UNROLL for (size_t i = 0; i < I; ++i) {
      sum[i][o] = a.accumulate ? hn::Load(d, dw + i * row + o * kLanes) : hn::Zero(d);
    }
  }
  const T* HWY_RESTRICT x = a.x + i0 * kLanes + part;
  const T* HWY_RESTRICT dy = a.dy + o0 * kLanes + part;
  for (size_t s = 0; s < a.samples; ++s, x += a.inputs * kLanes, dy += row) {
    Vec<T> in[I];
    GRADUS_UNROLL for (size_t i = 0; i < I; ++i) {
      in[i] = hn::Load(d, x + i * kLanes);
    }
    GRADUS_UNROLL for (size_t o = 0; o < O; ++o) {
      const Vec<T> delta = hn::Load(d, dy + o * kLanes);
      if (kBias) bias[o] = hn::Add(bias[o], delta);
      GRADUS_UNROLL for (size_t i = 0; i < I; ++i) {
        sum[i][o] = hn::MulAdd(in[i], delta, sum[i][o]);
      }
    }
  }
  GRADUS_UNROLL for (size_t o = 0; o < O; ++o) {
    if (kBias) hn::Store(bias[o], d, db + o * kLanes);
    GRADUS_UNROLL for (size_t i = 0; i < I; ++i) {
      hn::Store(sum[i][o], d, dw + i * row + o * kLanes);
    }
  }
}

template <class T, size_t I, bool kBias>
HWY_INLINE void GradientRow(const PackGradientArgs<T>& a, size_t i0, size_t part) {
  size_t o = 0;
  for (; a.outputs - o >= kSide; o += kSide) GradientTile<T, I, kSide, kBias>(a, i0, o, part);
  if (kSide > 3 && a.outputs - o == 3) return GradientTile<T, I, 3, kBias>(a, i0, o, part);
  if (a.outputs - o == 2) return GradientTile<T, I, 2, kBias>(a, i0, o, part);
  if (a.outputs - o == 1) GradientTile<T, I, 1, kBias>(a, i0, o, part);
}

// A single output: tall tiles instead of wide ones.
template <class T>
void SingleGradient(const PackGradientArgs<T>& a, size_t part) {
  constexpr size_t kTall = 2 * kSide;
  size_t i = 0;
  if (a.inputs >= kTall) {
    if (a.db)
      GradientTile<T, kTall, 1, true>(a, 0, 0, part);
    else
      GradientTile<T, kTall, 1, false>(a, 0, 0, part);
    i = kTall;
  } else {
    if (a.db)
      GradientTile<T, 1, 1, true>(a, 0, 0, part);
    else
      GradientTile<T, 1, 1, false>(a, 0, 0, part);
    i = 1;
  }
  for (; a.inputs - i >= kTall; i += kTall) GradientTile<T, kTall, 1, false>(a, i, 0, part);
  for (; i < a.inputs; ++i) GradientTile<T, 1, 1, false>(a, i, 0, part);
}

template <class T>
void PackGradient(const PackGradientArgs<T>& a) {
  for (size_t part = 0; part < kLanes; part += kWidth<T>) {
    if (a.outputs == 1) {
      SingleGradient(a, part);
      continue;
    }
    size_t i = 0;
    if (a.db) {
      if (a.inputs >= 2) {
        GradientRow<T, 2, true>(a, 0, part);
        i = 2;
      } else {
        GradientRow<T, 1, true>(a, 0, part);
        i = 1;
      }
    }
    for (; a.inputs - i >= kSide; i += kSide) GradientRow<T, kSide, false>(a, i, part);
    for (; a.inputs - i >= 2; i += 2) GradientRow<T, 2, false>(a, i, part);
    for (; i < a.inputs; ++i) GradientRow<T, 1, false>(a, i, part);
  }
}

// The rule of update.cpp's PenaltyGradient.
template <class T>
void PackPenalty(const T* w, T* g, size_t count, const T* l1, const T* l2) {
  const Tag<T> d;
  for (size_t part = 0; part < kLanes; part += kWidth<T>) {
    const Vec<T> square = hn::Load(d, l2 + part), plus = hn::Load(d, l1 + part);
    const Vec<T> two_l2 = hn::Add(square, square);
    for (size_t i = part; i < count * kLanes; i += kLanes) {
      const Vec<T> weight = hn::Load(d, w + i);
      const Vec<T> up = hn::IfThenElseZero(hn::Gt(weight, hn::Zero(d)), plus);
      const Vec<T> sign = hn::Sub(up, hn::IfThenElseZero(hn::Lt(weight, hn::Zero(d)), plus));
      hn::Store(hn::Add(hn::MulAdd(two_l2, weight, hn::Load(d, g + i)), sign), d, g + i);
    }
  }
}

bool PackTotals(double* sums, size_t banks, double* total, bool add) {
  const Tag<double> d;
  bool finite = true;
  for (size_t l = 0; l < kLanes; l += kWidth<double>) {
    for (size_t half = banks / 2; half > 0; half /= 2) {
      for (size_t i = l; i < half * kLanes; i += kLanes)
        hn::Store(hn::Add(hn::Load(d, sums + i), hn::Load(d, sums + half * kLanes + i)), d,
                  sums + i);
    }
    const Vec<double> start = add ? hn::Load(d, total + l) : hn::Zero(d);
    const Vec<double> sum = hn::Add(start, hn::Load(d, sums + l));
    hn::Store(sum, d, total + l);
    finite = hn::AllTrue(d, hn::IsFinite(sum)) && finite;
  }
  return finite;
}

template <class T>
void Fill(Kernels<T>* k) {
  k->pack_product = PackProduct<T>;
  k->pack_gradient = PackGradient<T>;
  k->pack_totals = PackTotals;
  k->pack_penalty = PackPenalty<T>;
}

void FillPackProduct(Kernels<float>* f, Kernels<double>* d) {
  Fill(f);
  Fill(d);
}
#else
void FillPackProduct(Kernels<float>*, Kernels<double>*) {}
#endif
}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gradus::engine::cpu {
HWY_EXPORT(FillPackProduct);
void fill_pack_product(Kernels<float>* f, Kernels<double>* d) {
  HWY_DYNAMIC_DISPATCH(FillPackProduct)(f, d);
}
}  // namespace gradus::engine::cpu
#endif
