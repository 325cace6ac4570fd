// The elementwise functions of the engine, for the kernels that apply them or take their slope
// along. Included once per target.
#if defined(GRADUS_ENGINE_CPU_ACTIVATION_RULES_INL_HPP_) == defined(HWY_TARGET_TOGGLE)
#ifdef GRADUS_ENGINE_CPU_ACTIVATION_RULES_INL_HPP_
#undef GRADUS_ENGINE_CPU_ACTIVATION_RULES_INL_HPP_
#else
#define GRADUS_ENGINE_CPU_ACTIVATION_RULES_INL_HPP_
#endif

#include "engine/cpu/lane_math-inl.hpp"
#include "engine/cpu/lanes-inl.hpp"
#include "engine/ops.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {

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

/// Calls f with the rule of an activation whose slope its value tells.
template <class T, class F>
HWY_INLINE void WithRule(Act act, T alpha, F&& f) {
  switch (act) {
    case Act::kRelu:
      return f(Relu<T>());
    case Act::kLeakyRelu:
      return f(LeakyRelu<T>());
    case Act::kElu:
      return f(Elu<T>());
    case Act::kSelu:
      return f(Selu<T>());
    case Act::kSoftplus:
      return f(SoftplusRule<T>());
    case Act::kSigmoid:
      return alpha == 1 ? f(PlainSigmoid<T>()) : f(SigmoidRule<T>());
    case Act::kTanh:
      return f(TanhRule<T>());
    default:
      return f(Linear<T>());
  }
}

}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
