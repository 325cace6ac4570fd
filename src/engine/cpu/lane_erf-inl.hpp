// Erf on vectors. Included once per target.
#if defined(GRADUS_ENGINE_CPU_LANE_ERF_INL_HPP_) == defined(HWY_TARGET_TOGGLE)
#ifdef GRADUS_ENGINE_CPU_LANE_ERF_INL_HPP_
#undef GRADUS_ENGINE_CPU_LANE_ERF_INL_HPP_
#else
#define GRADUS_ENGINE_CPU_LANE_ERF_INL_HPP_
#endif

#include "engine/cpu/lane_exp-inl.hpp"

HWY_BEFORE_NAMESPACE();
namespace gradus::engine::cpu::HWY_NAMESPACE {

/// erf of floats: x P(x^2) / Q(x^2), a minimax quotient of relative error 2^-28. erf rounds to 1
/// from 3.92 on.
struct ErfQuotient {
  static constexpr float kEnd = 4;
  static constexpr float kAbove[] = {0x1.20dd76p+0f, 0x1.8a3884p-3f, 0x1.c76c34p-5f,
                                     0x1.1309d2p-8f, 0x1.a9d1dp-12f, 0x1.bb046p-18f};
  static constexpr float kBelow[] = {1,
                                     0x1.02024cp-1f,
                                     0x1.e039bap-4f,
                                     0x1.09ba62p-6f,
                                     0x1.7136cap-10f,
                                     0x1.2aa576p-14f,
                                     0x1.0c2612p-22f};
};

/// At most 6 ulp, of the sign of x, within [-1, 1].
template <class D, class V = hn::Vec<D>>
  requires(sizeof(hn::TFromD<D>) == 4)
HWY_INLINE V Erf(D d, V x) {
  using C = ErfQuotient;
  const V size = Least(hn::Set(d, C::kEnd), hn::Abs(x)), z = hn::Mul(size, size);
  const V above = hn::Mul(size, Polynomial(d, z, C::kAbove));
  const V quotient = hn::Div(above, Polynomial(d, z, C::kBelow));
  // Rounding may pass 1 by two ulp, and does at kEnd.
  return hn::CopySignToAbs(Least(hn::Set(d, 1.0f), quotient), x);
}

/// erf of doubles as in base/math_erf.cpp: x + x P(x^2) below kPiece[0], then 1 - exp(-x^2) G(x)
/// with G = exp(x^2) erfc(x) by a polynomial for each of three pieces.
struct ErfPieces {
  static constexpr double kSmall[] = {
      0x1.06eba8214db69p-3,  -0x1.812746b0379e5p-2,  0x1.ce2f21a0429b3p-4,  -0x1.b82ce3127b613p-6,
      0x1.565bcd0bc8ac9p-8,  -0x1.c02db3632d29ap-11, 0x1.f9a30fba44241p-14, -0x1.f4d01732d6d56p-17,
      0x1.b9c0d05eccebfp-20, -0x1.5dcde574485cdp-23, 0x1.e535e31c0b3d2p-27, -0x1.dc3f63eb6efa8p-31};
  static constexpr double kStart[] = {0.875, 1.75, 3}, kMiddle[] = {1.3125, 2.375, 4.5};
  static constexpr int kTerms = 15;
  static constexpr double kSeries[3][kTerms] = {
      {0x1.6bb376a9390cdp-2, -0x1.917d7928e233fp-3, 0x1.90e47c9992afdp-4, -0x1.711413b597b0cp-5,
       0x1.3d5e9f546a511p-6, -0x1.014991d9dfd1dp-7, 0x1.8c10ea0fd9b13p-9, -0x1.23092d327fb04p-10,
       0x1.9a2590f65c768p-12, -0x1.162663a00636bp-13, 0x1.6c3c8b0469fc8p-15, -0x1.ccdbd8fcd641cp-17,
       0x1.19dc08fd9348ap-18, -0x1.6667cbf9ec5ffp-20, 0x1.c31e854ff1932p-22},
      {0x1.c3987d04d0b97p-3, -0x1.4baeac94dc820p-4, 0x1.cdc880a057571p-6, -0x1.32a8abc8f452dp-7,
       0x1.8680d28565558p-9, -0x1.deb45e7b0951cp-11, 0x1.1b649d03a97adp-12, -0x1.44f8f0b4cc913p-14,
       0x1.69c2648b56e3fp-16, -0x1.87bb7b6239d4fp-18, 0x1.9d9b35dd1c02ap-20, -0x1.a94fb314c07bfp-22,
       0x1.a2989f7551470p-24, -0x1.bc6611f5566d2p-26, 0x1.152741e928487p-27},
      {0x1.f5b2a049c92e0p-4, -0x1.aa3eb6a852c5cp-6, 0x1.62c12cc2f535bp-8, -0x1.218ed9c61195bp-10,
       0x1.d0077adc9cd40p-13, -0x1.6d547d6a715f7p-15, 0x1.1ad8816f6408dp-17, -0x1.aefff866b4686p-20,
       0x1.4306cfc704153p-22, -0x1.ddb82084e78d2p-25, 0x1.630d170234d1ap-27, -0x1.f2015f26d196ap-30,
       0x1.1949860bb8ea9p-32, -0x1.255dde23c2ed9p-34, 0x1.5e8dbcc6bd365p-36}};
};

/// At most 3 ulp, of the sign of x, within [-1, 1].
template <class D, class V = hn::Vec<D>>
  requires(sizeof(hn::TFromD<D>) == 8)
HWY_INLINE V Erf(D d, V x) {
  using C = ErfPieces;
  const V size = Least(hn::Set(d, 6.0), hn::Abs(x)), square = hn::Mul(size, size);
  const auto second = hn::Ge(size, hn::Set(d, C::kStart[1]));
  const auto third = hn::Ge(size, hn::Set(d, C::kStart[2]));
  const auto pick = [&](const double* first, size_t stride) HWY_ATTR {
    const V outer = hn::IfThenElse(third, hn::Set(d, first[2 * stride]), hn::Set(d, first[stride]));
    return hn::IfThenElse(second, outer, hn::Set(d, first[0]));
  };
  const V u = hn::Sub(size, pick(C::kMiddle, 1));
  V g = pick(&C::kSeries[0][C::kTerms - 1], C::kTerms);
  for (size_t i = C::kTerms - 1; i-- > 0;) g = hn::MulAdd(g, u, pick(&C::kSeries[0][i], C::kTerms));
  const V far = hn::NegMulAdd(ExpOf<true, false, false>(d, square), g, hn::Set(d, 1.0));
  const V near = hn::MulAdd(size, Polynomial(d, square, C::kSmall), size);
  const V value = hn::IfThenElse(hn::Lt(size, hn::Set(d, C::kStart[0])), near, far);
  return hn::CopySignToAbs(value, x);
}

}  // namespace gradus::engine::cpu::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
#endif
