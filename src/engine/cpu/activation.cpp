#include "engine/cpu/fill.hpp"
#include "engine/cpu/targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/cpu/activation.cpp"
#include <hwy/foreach_target.h>
// After foreach_target, which sets the target.
#include "engine/cpu/activation_rules-inl.hpp"
#include "engine/cpu/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
#if GRADUS_TARGET_HAS_FMA

template <class T, class Rule>
void Forward(T alpha, const T* z, T* y, size_t count) {
  const Tag<T> d;
  const Vec<T> a = hn::Set(d, alpha);
  for (size_t i = 0; i < count; i += kWidth<T>)
    hn::Store(Rule::Value(d, hn::Load(d, z + i), a), d, y + i);
}

template <class T, class Rule>
void Backward(T alpha, const T* z, const T* y, const T* dy, T* dz, size_t count) {
  const Tag<T> d;
  const Vec<T> a = hn::Set(d, alpha);
  for (size_t i = 0; i < count; i += kWidth<T>) {
    const Vec<T> out = hn::Load(d, y + i), in = z ? hn::Load(d, z + i) : out;
    hn::Store(hn::Mul(hn::Load(d, dy + i), Rule::Slope(d, in, out, a)), d, dz + i);
  }
}

template <class T>
void Activate(Act act, T alpha, const T* z, T* y, size_t count) {
  if (act == Act::kGelu) return Forward<T, Gelu<T>>(alpha, z, y, count);
  WithRule<T>(act, alpha, [&](auto rule) { Forward<T, decltype(rule)>(alpha, z, y, count); });
}

template <class T>
void ActivateBackward(Act act, T alpha, const T* z, const T* y, const T* dy, T* dz, size_t count) {
  if (act == Act::kGelu) return Backward<T, Gelu<T>>(alpha, z, y, dy, dz, count);
  WithRule<T>(act, alpha,
              [&](auto rule) { Backward<T, decltype(rule)>(alpha, z, y, dy, dz, count); });
}

// With a single input the product is one multiply-add a value, and a pass over memory more would
// cost as much again: the activation is taken while the sum is in its register. The same for the
// way down through a single output.
template <class T, class Rule>
void OuterForward(const OuterArgs<T>& a) {
  const Tag<T> d;
  const Vec<T> alpha = hn::Set(d, a.alpha);
  for (size_t g = 0; g < a.groups; ++g) {
    for (size_t p = 0; p < kLanes; p += kWidth<T>) {
      const Vec<T> x = hn::Load(d, a.x + g * kLanes + p);
      T* y = a.y + g * a.outputs * kLanes + p;
      for (size_t o = 0; o < a.outputs; ++o, y += kLanes) {
        const Vec<T> start = a.bias ? hn::Set(d, a.bias[o]) : hn::Zero(d);
        hn::Store(Rule::Value(d, hn::MulAdd(x, hn::Set(d, a.w[o]), start), alpha), d, y);
      }
    }
  }
}

template <class T, class Rule>
void OuterBackward(const OuterArgs<T>& a) {
  const Tag<T> d;
  const Vec<T> alpha = hn::Set(d, a.alpha);
  for (size_t g = 0; g < a.groups; ++g) {
    for (size_t p = 0; p < kLanes; p += kWidth<T>) {
      const Vec<T> dy = hn::Load(d, a.x + g * kLanes + p);
      const size_t at = g * a.outputs * kLanes + p;
      for (size_t o = 0; o < a.outputs; ++o) {
        const Vec<T> sum = hn::MulAdd(dy, hn::Set(d, a.w[o]), hn::Zero(d));
        const Vec<T> y = hn::Load(d, a.value + at + o * kLanes);
        hn::Store(hn::Mul(sum, Rule::Slope(d, y, y, alpha)), d, a.y + at + o * kLanes);
      }
    }
  }
}

template <class T, class Rule>
void OuterOf(const OuterArgs<T>& a) {
  return a.value ? OuterBackward<T, Rule>(a) : OuterForward<T, Rule>(a);
}

template <class T>
void Outer(const OuterArgs<T>& a) {
  WithRule<T>(a.act, a.alpha, [&](auto rule) { OuterOf<T, decltype(rule)>(a); });
}

void FillActivation(Kernels<float>* f, Kernels<double>* d) {
  f->outer = Outer<float>;
  d->outer = Outer<double>;
  f->activate = Activate<float>;
  d->activate = Activate<double>;
  f->activate_backward = ActivateBackward<float>;
  d->activate_backward = ActivateBackward<double>;
}
#else
void FillActivation(Kernels<float>*, Kernels<double>*) {}
#endif
}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace gradus::engine::cpu {
HWY_EXPORT(FillActivation);
void fill_activation(Kernels<float>* f, Kernels<double>* d) {
  HWY_DYNAMIC_DISPATCH(FillActivation)(f, d);
}
}  // namespace gradus::engine::cpu
#endif
