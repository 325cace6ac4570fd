#include <algorithm>

#include "engine/cpu/fill.hpp"
#include "engine/cpu/targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/cpu/prelu.cpp"
#include <hwy/foreach_target.h>
// After foreach_target, which sets the target.
#include "engine/cpu/lane_sums-inl.hpp"
#include "engine/cpu/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
#if GRADUS_TARGET_HAS_FMA

template <class T>
void Forward(const PReluArgs<T>& a) {
  const Tag<T> d;
  for (size_t first = 0; first < a.samples; first += kLanes) {
    size_t at = first * a.features;
    for (size_t f = 0; f < a.features; ++f) {
      const Vec<T> alpha = hn::Set(d, a.alpha[f]);
      for (size_t part = 0; part < kLanes; part += kWidth<T>, at += kWidth<T>) {
        const Vec<T> x = hn::Load(d, a.x + at);
        hn::Store(hn::IfThenElse(hn::Lt(x, hn::Zero(d)), hn::Mul(x, alpha), x), d, a.y + at);
      }
    }
  }
}

template <class T>
void Backward(const PReluArgs<T>& a) {
  const Tag<T> d;
  constexpr size_t kBlock = 4;  // features whose lanes are summed together
  HWY_ALIGN T sums[kBlock * kLanes];
  for (size_t first = 0; first < a.samples; first += kLanes) {
    const size_t samples = std::min(a.samples - first, size_t{kLanes});
    for (size_t f = 0; f < a.features; f += kBlock) {
      const size_t block = std::min(a.features - f, kBlock);
      for (size_t i = 0; i < block; ++i) {
        const Vec<T> alpha = hn::Set(d, a.alpha[f + i]);
        for (size_t part = 0; part < kLanes; part += kWidth<T>) {
          const size_t at = first * a.features + (f + i) * kLanes + part;
          const Vec<T> x = hn::Load(d, a.x + at), dy = hn::Load(d, a.dy + at);
          const auto below = hn::Lt(x, hn::Zero(d));
          hn::Store(hn::IfThenElseZero(below, hn::Mul(dy, x)), d, sums + i * kLanes + part);
          if (a.dx) hn::Store(hn::IfThenElse(below, hn::Mul(dy, alpha), dy), d, a.dx + at);
        }
      }
      if (!a.accumulate && first == 0) std::fill(a.dalpha + f, a.dalpha + f + block, T(0));
      LaneSums(sums, block, samples, a.dalpha + f);
    }
  }
}

template <class T>
void PRelu(const PReluArgs<T>& a) {
  return a.dy ? Backward(a) : Forward(a);
}

void FillPrelu(Kernels<float>* f, Kernels<double>* d) {
  f->prelu = PRelu<float>;
  d->prelu = PRelu<double>;
}
#else
void FillPrelu(Kernels<float>*, Kernels<double>*) {}
#endif
}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gradus::engine::cpu {
HWY_EXPORT(FillPrelu);
void fill_prelu(Kernels<float>* f, Kernels<double>* d) {
  HWY_DYNAMIC_DISPATCH(FillPrelu)(f, d);
}
}  // namespace gradus::engine::cpu
#endif
