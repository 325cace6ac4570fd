// Exp, Expm1, Sigmoid, Tanh on vectors. Included once per target.
#if defined(GRADUS_ENGINE_CPU_LANE_EXP_INL_HPP_) == defined(HWY_TARGET_TOGGLE)
#ifdef GRADUS_ENGINE_CPU_LANE_EXP_INL_HPP_
#undef GRADUS_ENGINE_CPU_LANE_EXP_INL_HPP_
#else
#define GRADUS_ENGINE_CPU_LANE_EXP_INL_HPP_
#endif

#include <cstddef>

#include "engine/cpu/lane_order-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// c[0] + c[1] x + ... by Horner's rule.
template <class D, size_t N, class V = hn::Vec<D>>
HWY_INLINE V Polynomial(D d, V x, const hn::TFromD<D> (&c)[N]) {
  V sum = hn::Set(d, c[N - 1]);
  for (size_t i = N - 1; i-- > 0;) sum = hn::MulAdd(sum, x, hn::Set(d, c[i]));
  return sum;
}

// exp(x) = 2^k exp(r), r = x - k ln 2, |r| <= ln(2)/2; exp(r) = 1 + r + r^2 P(r), P minimax.
//
// Adding kMagic rounds x / ln 2 to the integer k and leaves k + bias - 1 in the lowest bits of the
// sum, so that a shift alone makes 2^(k-1) and no conversion is needed. 2^(k-1) times 2 exp(r) can
// overflow, as it should, where 2^k alone would overflow too early. At kLow the power's bits are
// those of 0: results below exp(kLow) are flushed to 0. k * kLn2High needs no rounding inside the
// fused operation.
template <class T>
struct ExpConstants;

template <>
struct ExpConstants<float> {
  static constexpr float kLow = -87.3f, kHigh = 89.0f;
  static constexpr float kInverseLn2 = 0x1.715476p0f, kMagic = 0x1.8p23f + 126;
  static constexpr float kLn2High = 0x1.62e43p-1f, kLn2Low = -0x1.05c61p-29f;
  static constexpr int kMantissaBits = 23;
  // Error 2^-28 of exp(r).
  static constexpr float kSeries[] = {0x1.fffffcp-2f, 0x1.555492p-3f, 0x1.5558f2p-5f,
                                      0x1.1239e4p-7f, 0x1.6a2434p-10f};
};

template <>
struct ExpConstants<double> {
  static constexpr double kLow = -708.39, kHigh = 710;
  static constexpr double kInverseLn2 = 0x1.71547652b82fep0, kMagic = 0x1.8p52 + 1022;
  static constexpr double kLn2High = 0x1.62e42fefa39efp-1, kLn2Low = 0x1.abc9e3b39803fp-56;
  static constexpr int kMantissaBits = 52;
  // Error 2^-58 of exp(r).
  static constexpr double kSeries[] = {
      0x1.000000000000bp-1,  0x1.5555555555561p-3,  0x1.555555555002fp-5,  0x1.111111110d642p-7,
      0x1.6c16c185a7728p-10, 0x1.a01a01badf7d5p-13, 0x1.a0199693790d2p-16, 0x1.71dddfd15a92ap-19,
      0x1.28b0494d25b8ep-22, 0x1.af85802d17f80p-26};
};

/// x within [kLow, kHigh] = k ln 2 + r; `half` is 2^(k-1). With kNegative, the same for -x but for
/// the sign of r, at no cost.
template <bool kNegative, class D, class V = hn::Vec<D>>
HWY_INLINE void ReduceExp(D d, V x, V& half, V& r) {
  using C = ExpConstants<hn::TFromD<D>>;
  const hn::RebindToUnsigned<D> du;
  const V magic = hn::Set(d, C::kMagic), inverse = hn::Set(d, C::kInverseLn2);
  const V shifted = kNegative ? hn::NegMulAdd(x, inverse, magic) : hn::MulAdd(x, inverse, magic);
  const V k = hn::Sub(shifted, magic);
  const V high = hn::Set(d, C::kLn2High), low = hn::Set(d, C::kLn2Low);
  r = kNegative ? hn::MulAdd(k, low, hn::MulAdd(k, high, x))
                : hn::NegMulAdd(k, low, hn::NegMulAdd(k, high, x));
  half = hn::BitCast(d, hn::ShiftLeft<C::kMantissaBits>(hn::BitCast(du, shifted)));
}

/// exp(x), or exp(-x) with kNegative; x must be at least kLow (at most -kLow) or NaN unless
/// kBelow, at most kHigh unless kAbove.
template <bool kNegative, bool kBelow, bool kAbove, class D, class V = hn::Vec<D>>
HWY_INLINE V ExpOf(D d, V x) {
  using T = hn::TFromD<D>;
  using C = ExpConstants<T>;
  // Each gives its second operand where one is NaN.
  if (kNegative ? kBelow : kAbove) x = Least(hn::Set(d, kNegative ? -C::kLow : C::kHigh), x);
  if (kNegative ? kAbove : kBelow) x = Most(hn::Set(d, kNegative ? -C::kHigh : C::kLow), x);
  V half, r;
  ReduceExp<kNegative>(d, x, half, r);
  constexpr T kSign = kNegative ? -1 : 1;
  V sum = hn::Set(d, 0);
  constexpr size_t kTerms = sizeof(C::kSeries) / sizeof(T);
  for (size_t i = kTerms; i-- > 0;) {
    const T c = 2 * C::kSeries[i] * (i % 2 == 0 ? 1 : kSign);
    sum = i == kTerms - 1 ? hn::Set(d, c) : hn::MulAdd(sum, r, hn::Set(d, c));
  }
  sum = hn::MulAdd(sum, r, hn::Set(d, 2 * kSign));
  sum = hn::MulAdd(sum, r, hn::Set(d, T(2)));
  return hn::Mul(sum, half);
}

/// exp(x). At most 1 ulp; 0 below -86.99 (float) or -708.05 (double), a little above the smallest
/// normal number; infinity above 88.7228 or 709.78.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V Exp(D d, V x) {
  return ExpOf<false, true, true>(d, x);
}

/// 1 / (1 + exp(-x)). At most 2.5 ulp; 0 below -88.7228 or -709.78.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V Sigmoid(D d, V x) {
  const V one = hn::Set(d, hn::TFromD<D>(1));
  return hn::Div(one, hn::Add(one, ExpOf<true, true, true>(d, x)));
}

/// (exp(x) - 1) / 2 for x within [-50, kHigh] or NaN.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V HalfExpm1(D d, V x) {
  using T = hn::TFromD<D>;
  V half, r;
  ReduceExp<false>(d, x, half, r);
  const V series = Polynomial(d, r, ExpConstants<T>::kSeries);
  const V tail = hn::MulAdd(hn::Mul(r, r), series, r);
  // (2^(k-1) - 1/2) + 2^(k-1) (exp(r) - 1): the first difference is exact, and 0 for k = 0.
  return hn::MulAdd(half, tail, hn::Sub(half, hn::Set(d, T(0.5))));
}

/// exp(x) - 1. At most 2 ulp; -0 gives +0.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V Expm1(D d, V x) {
  using T = hn::TFromD<D>;
  const V high = hn::Set(d, ExpConstants<T>::kHigh);
  // -1 is reached long before -50. The doubling overflows when it should.
  const V half = HalfExpm1(d, Most(hn::Set(d, T(-50)), Least(high, x)));
  return hn::Add(half, half);
}

/// h / (h + 1) with h = (exp(2 |x|) - 1) / 2: where h is large, its error hardly matters. At most
/// 3 ulp, of the sign of x, within [-1, 1].
template <class D, class V = hn::Vec<D>>
HWY_INLINE V Tanh(D d, V x) {
  using T = hn::TFromD<D>;
  const V size = Least(hn::Set(d, T(22)), hn::Abs(x));  // tanh(22) rounds to 1
  const V h = HalfExpm1(d, hn::Add(size, size));
  return hn::CopySignToAbs(hn::Div(h, hn::Add(h, hn::Set(d, T(1)))), x);
}

}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
