#include "engine/cpu/fill.hpp"
#include "engine/cpu/targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/cpu/softmax.cpp"
#include <hwy/foreach_target.h>
// After foreach_target, which sets the target.
#include "engine/cpu/lane_math-inl.hpp"
#include "engine/cpu/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
#if GRADUS_TARGET_HAS_FMA

template <class T>
void SoftmaxForward(const T* z, T* y, size_t groups, size_t features) {
  const Tag<T> d;
  for (size_t g = 0; g < groups; ++g, z += features * kLanes, y += features * kLanes) {
    for (size_t p = 0; p < kLanes; p += kWidth<T>) {
      Vec<T> most = hn::Load(d, z + p);
      for (size_t f = 1; f < features; ++f) most = Most(most, hn::Load(d, z + f * kLanes + p));
      Vec<T> sum = hn::Zero(d);
      for (size_t f = 0; f < features; ++f) {
        const Vec<T> e = Exp(d, hn::Sub(hn::Load(d, z + f * kLanes + p), most));
        sum = hn::Add(sum, e);
        hn::Store(e, d, y + f * kLanes + p);
      }
      for (size_t f = 0; f < features; ++f) {
        hn::Store(hn::Div(hn::Load(d, y + f * kLanes + p), sum), d, y + f * kLanes + p);
      }
    }
  }
}

// dz_i = y_i (dy_i - sum_j y_j dy_j), from d y_i / d z_j = y_i (delta_ij - y_j).
template <class T>
void SoftmaxBackward(const T* y, const T* dy, T* dz, size_t groups, size_t features) {
  const Tag<T> d;
  for (size_t g = 0; g < groups;
       ++g, y += features * kLanes, dy += features * kLanes, dz += features * kLanes) {
    for (size_t p = 0; p < kLanes; p += kWidth<T>) {
      Vec<T> dot = hn::Zero(d);
      for (size_t f = 0; f < features; ++f) {
        dot = hn::MulAdd(hn::Load(d, y + f * kLanes + p), hn::Load(d, dy + f * kLanes + p), dot);
      }
      for (size_t f = 0; f < features; ++f) {
        const Vec<T> out = hn::Load(d, y + f * kLanes + p);
        hn::Store(hn::Mul(out, hn::Sub(hn::Load(d, dy + f * kLanes + p), dot)), d,
                  dz + f * kLanes + p);
      }
    }
  }
}

void FillSoftmax(Kernels<float>* f, Kernels<double>* d) {
  f->softmax = SoftmaxForward<float>;
  d->softmax = SoftmaxForward<double>;
  f->softmax_backward = SoftmaxBackward<float>;
  d->softmax_backward = SoftmaxBackward<double>;
}
#else
void FillSoftmax(Kernels<float>*, Kernels<double>*) {}
#endif
}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gradus::engine::cpu {
HWY_EXPORT(FillSoftmax);
void fill_softmax(Kernels<float>* f, Kernels<double>* d) {
  HWY_DYNAMIC_DISPATCH(FillSoftmax)(f, d);
}
}  // namespace gradus::engine::cpu
#endif
