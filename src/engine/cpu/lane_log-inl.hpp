// Log, Log1p, Softplus on vectors. Included once per target.
#if defined(GRADUS_ENGINE_CPU_LANE_LOG_INL_HPP_) == defined(HWY_TARGET_TOGGLE)
#ifdef GRADUS_ENGINE_CPU_LANE_LOG_INL_HPP_
#undef GRADUS_ENGINE_CPU_LANE_LOG_INL_HPP_
#else
#define GRADUS_ENGINE_CPU_LANE_LOG_INL_HPP_
#endif

#include "engine/cpu/lane_exp-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {

// x = 2^k (1 + f). Floats: 1 + f in [2/3, 4/3), log(1 + f) = f - f^2/2 + f^3 P(f), P minimax, error
// 2^-27 of f. Doubles: 1 + f in [sqrt(1/2), sqrt(2)), s = f / (2 + f),
// log(1 + f) = f - (f^2/2 - s (f^2/2 + s^2 R(s^2))), R minimax, error 2^-58.
template <class T>
struct LogConstants;

template <>
struct LogConstants<float> {
  using Bits = uint32_t;
  static constexpr int kMantissaBits = 23, kBias = 127;
  static constexpr Bits kLeast = 0x3f2aaaab;  // 2/3
  static constexpr float kSmallestNormal = 0x1p-126f;
  static constexpr float kScale = 0x1p25f, kScaleExponent = 25;
  static constexpr float kWhole = 0x1p23f;  // its bits leave room for an integer
  static constexpr float kSeries[] = {0x1.55550cp-2f,  -0x1.fffe5ep-3f, 0x1.99ce4cp-3f,
                                      -0x1.55b7f6p-3f, 0x1.1ef0ecp-3f,  -0x1.f03a76p-4f,
                                      0x1.1df6fcp-3f,  -0x1.0e2e6ep-3f};
};

template <>
struct LogConstants<double> {
  using Bits = uint64_t;
  static constexpr int kMantissaBits = 52, kBias = 1023;
  static constexpr Bits kLeast = 0x3fe6a09e667f3bcd;  // sqrt(1/2)
  static constexpr double kSmallestNormal = 0x1p-1022;
  static constexpr double kScale = 0x1p54, kScaleExponent = 54;
  static constexpr double kWhole = 0x1p52;
  static constexpr double kSeries[] = {
      0x1.5555555555593p-1, 0x1.999999997fc76p-2, 0x1.24924942046a6p-2, 0x1.c71c51f899052p-3,
      0x1.7466428f65a75p-3, 0x1.39a15746b3251p-3, 0x1.2f097fa704be2p-3};
};

/// x = m 2^k for normal x > 0; `power` is 2^-k where -bias < k < bias.
template <class D, class V = hn::Vec<D>>
HWY_INLINE void SplitExponent(D d, V x, V& k, V& m, V& power) {
  using C = LogConstants<hn::TFromD<D>>;
  using Bits = typename C::Bits;
  const hn::RebindToUnsigned<D> du;
  const auto bits = hn::BitCast(du, x);
  constexpr Bits kOne = Bits{C::kBias} << C::kMantissaBits;
  // k + bias, never negative, so that it becomes floating by way of the bits of kWhole.
  const auto exponent =
      hn::ShiftRight<C::kMantissaBits>(hn::Add(bits, hn::Set(du, kOne - C::kLeast)));
  const auto whole = hn::Or(exponent, hn::BitCast(du, hn::Set(d, C::kWhole)));
  k = hn::Sub(hn::BitCast(d, whole), hn::Set(d, C::kWhole + C::kBias));
  const auto offset = hn::Sub(hn::ShiftLeft<C::kMantissaBits>(exponent), hn::Set(du, kOne));
  m = hn::BitCast(d, hn::Sub(bits, offset));
  power = hn::BitCast(d, hn::Sub(hn::Set(du, kOne), offset));
}

/// k ln 2 + log(1 + f).
template <class D, class V = hn::Vec<D>>
HWY_INLINE V LogOf(D d, V k, V f) {
  using T = hn::TFromD<D>;
  using C = LogConstants<T>;
  const V high = hn::Set(d, ExpConstants<T>::kLn2High), low = hn::Set(d, ExpConstants<T>::kLn2Low);
  const V square = hn::Mul(f, f);
  if constexpr (sizeof(T) == 4) {
    const V series = hn::MulAdd(f, Polynomial(d, f, C::kSeries), hn::Set(d, -0.5f));
    const V small = hn::MulAdd(square, series, hn::Mul(k, low));
    return hn::MulAdd(k, high, hn::Add(f, small));
  } else {
    const V s = hn::Div(f, hn::Add(f, hn::Set(d, 2.0))), z = hn::Mul(s, s);
    const V half = hn::Mul(square, hn::Set(d, 0.5));
    const V inner = hn::MulAdd(z, Polynomial(d, z, C::kSeries), half);
    const V small = hn::Sub(half, hn::MulAdd(s, inner, hn::Mul(k, low)));
    return hn::MulAdd(k, high, hn::Sub(f, small));
  }
}

/// log(x). At most 2 ulp; log(0) = -inf, NaN below.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V Log(D d, V x) {
  using T = hn::TFromD<D>;
  using C = LogConstants<T>;
  const V zero = hn::Zero(d);
  const auto denormal = hn::Lt(x, hn::Set(d, C::kSmallestNormal));
  const V normal = hn::IfThenElse(denormal, hn::Mul(x, hn::Set(d, C::kScale)), x);
  V k, m, power;
  SplitExponent(d, normal, k, m, power);
  k = hn::Sub(k, hn::IfThenElseZero(denormal, hn::Set(d, T(C::kScaleExponent))));
  const V value = LogOf(d, k, hn::Sub(m, hn::Set(d, T(1))));
  const V below = hn::IfThenElse(hn::Eq(x, zero), hn::Neg(hn::Inf(d)), hn::NaN(d));
  const V above = hn::IfThenElse(hn::Lt(x, hn::Inf(d)), value, x);  // infinity and NaN
  return hn::IfThenElse(hn::Le(x, zero), below, above);
}

/// log(1 + x). At most 2 ulp; -inf at -1, NaN below; -0 gives +0.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V Log1p(D d, V x) {
  using T = hn::TFromD<D>;
  const V one = hn::Set(d, T(1)), minus_one = hn::Set(d, T(-1));
  V k, m, power;
  SplitExponent(d, hn::Add(x, one), k, m, power);
  // (1 + x) 2^-k - 1 rounded once; far out the 1 is lost anyway, and the power might not exist.
  const V near = hn::MulAdd(x, power, hn::Sub(power, one));
  const V f = hn::IfThenElse(hn::Lt(x, hn::Set(d, T(0x1p60))), near, hn::Sub(m, one));
  const V value = LogOf(d, k, f);
  const V below = hn::IfThenElse(hn::Eq(x, minus_one), hn::Neg(hn::Inf(d)), hn::NaN(d));
  const V above = hn::IfThenElse(hn::Lt(x, hn::Inf(d)), value, x);
  return hn::IfThenElse(hn::Le(x, minus_one), below, above);
}

/// log(1 + exp(x)) = max(x, 0) + log(1 + exp(-|x|)). At most 3 ulp; 0 where Exp(x) is.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V Softplus(D d, V x) {
  using T = hn::TFromD<D>;
  const V e = ExpOf<true, true, false>(d, hn::Abs(x));  // in [0, 1]
  // 1 + e is within [1, 2]: k is 0 or 1.
  constexpr T kEnd = sizeof(T) == 4 ? T(1) / 3 : T(0.41421356237309505);
  const auto upper = hn::Gt(e, hn::Set(d, kEnd));
  const V half = hn::Set(d, T(0.5));
  const V f = hn::IfThenElse(upper, hn::MulSub(e, half, half), e);
  const V k = hn::IfThenElseZero(upper, hn::Set(d, T(1)));
  return hn::Add(Most(hn::Zero(d), x), LogOf(d, k, f));
}

}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
