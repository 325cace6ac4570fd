#include "engine/cpu/fill.hpp"
#include "engine/cpu/targets.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/cpu/activation.cpp"
#include <hwy/foreach_target.h>
// After foreach_target, which sets the target.
#include "engine/cpu/lane_math-inl.hpp"
#include "engine/cpu/lanes-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
#if GRADUS_TARGET_HAS_FMA

// Each activation is two lines: the value from z, the derivative from y, or from z where y does not
// tell it (gelu, or a slope below 0, under which y and z differ in sign); z is y where it is not
// given. NaN passes through all of them.
constexpr double kSeluScale = 1.0507009873554804934, kSeluAlpha = 1.6732632423543772848;
constexpr double kInvSqrt2 = 0.70710678118654752440, kInvSqrt2Pi = 0.39894228040143267794;

template <class T>
HWY_INLINE Vec<T> Const(double v) {
  return hn::Set(Tag<T>(), static_cast<T>(v));
}

template <class T>
struct Linear {
  static Vec<T> Value(Tag<T>, Vec<T> z, Vec<T>) { return z; }
  static Vec<T> Slope(Tag<T>, Vec<T>, Vec<T>, Vec<T>) { return Const<T>(1); }
};
template <class T>
struct Relu {
  static Vec<T> Value(Tag<T> d, Vec<T> z, Vec<T>) {
    return hn::IfThenZeroElse(hn::Lt(z, hn::Zero(d)), z);
  }
  static Vec<T> Slope(Tag<T> d, Vec<T>, Vec<T> y, Vec<T>) {
    return hn::IfThenElseZero(hn::Gt(y, hn::Zero(d)), Const<T>(1));
  }
};
template <class T>
struct LeakyRelu {
  static Vec<T> Value(Tag<T> d, Vec<T> z, Vec<T> alpha) {
    return hn::IfThenElse(hn::Lt(z, hn::Zero(d)), hn::Mul(z, alpha), z);
  }
  static Vec<T> Slope(Tag<T> d, Vec<T> z, Vec<T>, Vec<T> alpha) {
    return hn::IfThenElse(hn::Gt(z, hn::Zero(d)), Const<T>(1), alpha);
  }
};
template <class T>
struct Elu {
  static Vec<T> Value(Tag<T> d, Vec<T> z, Vec<T> alpha) {
    return hn::IfThenElse(hn::Lt(z, hn::Zero(d)), hn::Mul(alpha, Expm1(d, z)), z);
  }
  static Vec<T> Slope(Tag<T> d, Vec<T> z, Vec<T> y, Vec<T> alpha) {
    return hn::IfThenElse(hn::Gt(z, hn::Zero(d)), Const<T>(1), hn::Add(y, alpha));
  }
};
template <class T>
struct Selu {
  static Vec<T> Value(Tag<T> d, Vec<T> z, Vec<T>) {
    return hn::IfThenElse(hn::Lt(z, hn::Zero(d)),
                          hn::Mul(Const<T>(kSeluScale * kSeluAlpha), Expm1(d, z)),
                          hn::Mul(Const<T>(kSeluScale), z));
  }
  static Vec<T> Slope(Tag<T> d, Vec<T>, Vec<T> y, Vec<T>) {
    return hn::IfThenElse(hn::Gt(y, hn::Zero(d)), Const<T>(kSeluScale),
                          hn::Add(y, Const<T>(kSeluScale * kSeluAlpha)));
  }
};
template <class T>
struct Gelu {
  static Vec<T> Phi(Tag<T> d, Vec<T> z) {
    return hn::MulAdd(Const<T>(0.5), Erf(d, hn::Mul(z, Const<T>(kInvSqrt2))), Const<T>(0.5));
  }
  static Vec<T> Value(Tag<T> d, Vec<T> z, Vec<T>) { return hn::Mul(z, Phi(d, z)); }
  static Vec<T> Slope(Tag<T> d, Vec<T> z, Vec<T>, Vec<T>) {
    const Vec<T> bell =
        hn::Mul(Const<T>(kInvSqrt2Pi), Exp(d, hn::Mul(hn::Mul(z, z), Const<T>(-0.5))));
    return hn::MulAdd(z, bell, Phi(d, z));
  }
};
template <class T>
struct SoftplusRule {
  static Vec<T> Value(Tag<T> d, Vec<T> z, Vec<T>) { return Softplus(d, z); }
  static Vec<T> Slope(Tag<T> d, Vec<T>, Vec<T> y, Vec<T>) { return hn::Neg(Expm1(d, hn::Neg(y))); }
};
template <class T>
struct SigmoidRule {
  static Vec<T> Value(Tag<T> d, Vec<T> z, Vec<T> slope) { return Sigmoid(d, hn::Mul(slope, z)); }
  static Vec<T> Slope(Tag<T>, Vec<T>, Vec<T> y, Vec<T> slope) {
    return hn::Mul(slope, hn::NegMulAdd(y, y, y));
  }
};
// The same with slope 1, as nearly all are: a multiplication less, and the same bits.
template <class T>
struct PlainSigmoid {
  static Vec<T> Value(Tag<T> d, Vec<T> z, Vec<T>) { return Sigmoid(d, z); }
  static Vec<T> Slope(Tag<T>, Vec<T>, Vec<T> y, Vec<T>) { return hn::NegMulAdd(y, y, y); }
};
template <class T>
struct TanhRule {
  static Vec<T> Value(Tag<T> d, Vec<T> z, Vec<T>) { return Tanh(d, z); }
  static Vec<T> Slope(Tag<T>, Vec<T>, Vec<T> y, Vec<T>) { return hn::NegMulAdd(y, y, Const<T>(1)); }
};

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
  switch (act) {
    case Act::kRelu:
      return Forward<T, Relu<T>>(alpha, z, y, count);
    case Act::kLeakyRelu:
      return Forward<T, LeakyRelu<T>>(alpha, z, y, count);
    case Act::kElu:
      return Forward<T, Elu<T>>(alpha, z, y, count);
    case Act::kSelu:
      return Forward<T, Selu<T>>(alpha, z, y, count);
    case Act::kGelu:
      return Forward<T, Gelu<T>>(alpha, z, y, count);
    case Act::kSoftplus:
      return Forward<T, SoftplusRule<T>>(alpha, z, y, count);
    case Act::kSigmoid:
      return Forward<T, SigmoidRule<T>>(alpha, z, y, count);
    case Act::kTanh:
      return Forward<T, TanhRule<T>>(alpha, z, y, count);
    default:
      return Forward<T, Linear<T>>(alpha, z, y, count);
  }
}

template <class T>
void ActivateBackward(Act act, T alpha, const T* z, const T* y, const T* dy, T* dz, size_t count) {
  switch (act) {
    case Act::kRelu:
      return Backward<T, Relu<T>>(alpha, z, y, dy, dz, count);
    case Act::kLeakyRelu:
      return Backward<T, LeakyRelu<T>>(alpha, z, y, dy, dz, count);
    case Act::kElu:
      return Backward<T, Elu<T>>(alpha, z, y, dy, dz, count);
    case Act::kSelu:
      return Backward<T, Selu<T>>(alpha, z, y, dy, dz, count);
    case Act::kGelu:
      return Backward<T, Gelu<T>>(alpha, z, y, dy, dz, count);
    case Act::kSoftplus:
      return Backward<T, SoftplusRule<T>>(alpha, z, y, dy, dz, count);
    case Act::kSigmoid:
      return Backward<T, SigmoidRule<T>>(alpha, z, y, dy, dz, count);
    case Act::kTanh:
      return Backward<T, TanhRule<T>>(alpha, z, y, dy, dz, count);
    default:
      return Backward<T, Linear<T>>(alpha, z, y, dy, dz, count);
  }
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
  switch (a.act) {
    case Act::kRelu:
      return OuterOf<T, Relu<T>>(a);
    case Act::kLeakyRelu:
      return OuterOf<T, LeakyRelu<T>>(a);
    case Act::kElu:
      return OuterOf<T, Elu<T>>(a);
    case Act::kSelu:
      return OuterOf<T, Selu<T>>(a);
    case Act::kSoftplus:
      return OuterOf<T, SoftplusRule<T>>(a);
    case Act::kSigmoid:
      return a.alpha == 1 ? OuterOf<T, PlainSigmoid<T>>(a) : OuterOf<T, SigmoidRule<T>>(a);
    case Act::kTanh:
      return OuterOf<T, TanhRule<T>>(a);
    default:
      return OuterOf<T, Linear<T>>(a);
  }
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
