#pragma once

/// Elementary functions in double whose bits do not depend on the machine, the compiler or its C
/// library: plain additions, multiplications, divisions and std::fma only. Largest errors are
/// stated in units in the last place (ulp) and held by tests against long double. Special values
/// follow C's Annex F.
namespace gradus::math {

[[nodiscard]] double exp(
    double x);  ///< at most 1 ulp; overflows to infinity above 709.78, 0 below -745.13
[[nodiscard]] double log(double x);    ///< at most 1 ulp; log(0) = -inf, log(negative) = NaN
[[nodiscard]] double log1p(double x);  ///< at most 2 ulp
[[nodiscard]] double expm1(double x);  ///< at most 2 ulp
[[nodiscard]] double pow(double x, double y);  ///< at most 2 ulp for results within 1e-300..1e300
[[nodiscard]] double sin(double x);            ///< at most 1.5 ulp for |x| <= 1e5
[[nodiscard]] double cos(double x);            ///< at most 1.5 ulp for |x| <= 1e5
[[nodiscard]] double tan(double x);            ///< at most 3 ulp for |x| <= 1e5
[[nodiscard]] double tanh(double x);           ///< at most 2 ulp
[[nodiscard]] double erf(double x);            ///< at most 3 ulp

}  // namespace gradus::math
