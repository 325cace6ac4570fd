// SinCos on vectors. Included once per target.
#if defined(GRADUS_ENGINE_CPU_LANE_SIN_INL_HPP_) == defined(HWY_TARGET_TOGGLE)
#ifdef GRADUS_ENGINE_CPU_LANE_SIN_INL_HPP_
#undef GRADUS_ENGINE_CPU_LANE_SIN_INL_HPP_
#else
#define GRADUS_ENGINE_CPU_LANE_SIN_INL_HPP_
#endif

#include "engine/cpu/lane_exp-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {

// x = n pi/2 + r, |r| <= pi/4; n pi/2 in two parts, the first difference exact within a fused
// operation. Minimax polynomials in r^2, errors below 2^-28 and 2^-58.
template <class T>
struct SinConstants;

template <>
struct SinConstants<float> {
  static constexpr float kInverse = 0x1.45f306p-1f, kMagic = 0x1.8p23f;
  static constexpr float kHigh = 0x1.921fb6p0f, kLow = -0x1.777a5cp-25f;
  static constexpr int kBits = 32;
  static constexpr float kSin[] = {-0x1.555546p-3f, 0x1.11076p-7f, -0x1.994e58p-13f};
  static constexpr float kCos[] = {0x1.55554ap-5f, -0x1.6c0c8ap-10f, 0x1.9a022p-16f};
};

template <>
struct SinConstants<double> {
  static constexpr double kInverse = 0x1.45f306dc9c883p-1, kMagic = 0x1.8p52;
  static constexpr double kHigh = 0x1.921fb54442d18p+0, kLow = 0x1.1a62633145c07p-54;
  static constexpr int kBits = 64;
  static constexpr double kSin[] = {-0x1.5555555555549p-3,  0x1.111111110f87ap-7,
                                    -0x1.a01a019c119a7p-13, 0x1.71de3577b7ce1p-19,
                                    -0x1.ae5e663b91a9dp-26, 0x1.5d93014582cd8p-33};
  static constexpr double kCos[] = {0x1.555555555554cp-5,  -0x1.6c16c16c1517ep-10,
                                    0x1.a01a019cb1c5bp-16, -0x1.27e4f809f5d06p-22,
                                    0x1.1ee9ebec4a97bp-29, -0x1.8fae9dde790abp-37};
};

/// sin(x) and cos(x) for |x| <= 2 pi. At most 2 ulp.
template <class D, class V = hn::Vec<D>>
HWY_INLINE void SinCos(D d, V x, V& sine, V& cosine) {
  using T = hn::TFromD<D>;
  using C = SinConstants<T>;
  const hn::RebindToUnsigned<D> du;
  using Bits = hn::TFromD<decltype(du)>;
  const V magic = hn::Set(d, C::kMagic);
  const V shifted = hn::MulAdd(x, hn::Set(d, C::kInverse), magic);
  const auto n = hn::BitCast(du, shifted);  // its lowest bits
  const V turns = hn::Sub(shifted, magic);
  const V r =
      hn::NegMulAdd(turns, hn::Set(d, C::kLow), hn::NegMulAdd(turns, hn::Set(d, C::kHigh), x));
  const V z = hn::Mul(r, r);
  const V s = hn::MulAdd(hn::Mul(r, z), Polynomial(d, z, C::kSin), r);
  const V head = hn::MulAdd(z, Polynomial(d, z, C::kCos), hn::Set(d, T(-0.5)));
  const V c = hn::MulAdd(z, head, hn::Set(d, T(1)));
  // n = 1, 3 swap the two; the sine changes its sign for n = 2, 3, the cosine for n = 1, 2.
  const auto one = hn::Set(du, Bits{1}), sign = hn::Set(du, Bits{1} << (C::kBits - 1));
  const auto odd = hn::RebindMask(d, hn::TestBit(n, one));
  const auto sine_sign = hn::And(hn::ShiftLeft<C::kBits - 2>(n), sign);
  const auto cosine_sign = hn::And(hn::ShiftLeft<C::kBits - 2>(hn::Add(n, one)), sign);
  sine = hn::Xor(hn::IfThenElse(odd, c, s), hn::BitCast(d, sine_sign));
  cosine = hn::Xor(hn::IfThenElse(odd, s, c), hn::BitCast(d, cosine_sign));
}

}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
