#include "base/bits.hpp"
#include "gradus/base/math.hpp"

// erf: x + x P(x^2) near 0; then 1 - exp(-x^2) G(x) with G = exp(x^2) erfc(x), which bends little,
// by a minimax polynomial about the middle of each of three pieces. Errors are below 2^-57 of erf.
namespace gradus::math {
namespace {

constexpr double kNearZero = 0.875;
// 1 - erf(6) is 2^-55: erf rounds to 1 from 5.93 on.
constexpr double kOne = 6;

constexpr double kSmall[] = {
    0x1.06eba8214db69p-3,  -0x1.812746b0379e5p-2,  0x1.ce2f21a0429b3p-4,  -0x1.b82ce3127b613p-6,
    0x1.565bcd0bc8ac9p-8,  -0x1.c02db3632d29ap-11, 0x1.f9a30fba44241p-14, -0x1.f4d01732d6d56p-17,
    0x1.b9c0d05eccebfp-20, -0x1.5dcde574485cdp-23, 0x1.e535e31c0b3d2p-27, -0x1.dc3f63eb6efa8p-31};

struct Piece {
  double end, middle, coefficients[15];
};

constexpr Piece kPieces[] = {
    {1.75,
     1.3125,
     {0x1.6bb376a9390cdp-2, -0x1.917d7928e233fp-3, 0x1.90e47c9992afdp-4, -0x1.711413b597b0cp-5,
      0x1.3d5e9f546a511p-6, -0x1.014991d9dfd1dp-7, 0x1.8c10ea0fd9b13p-9, -0x1.23092d327fb04p-10,
      0x1.9a2590f65c768p-12, -0x1.162663a00636bp-13, 0x1.6c3c8b0469fc8p-15, -0x1.ccdbd8fcd641cp-17,
      0x1.19dc08fd9348ap-18, -0x1.6667cbf9ec5ffp-20, 0x1.c31e854ff1932p-22}},
    {3,
     2.375,
     {0x1.c3987d04d0b97p-3, -0x1.4baeac94dc820p-4, 0x1.cdc880a057571p-6, -0x1.32a8abc8f452dp-7,
      0x1.8680d28565558p-9, -0x1.deb45e7b0951cp-11, 0x1.1b649d03a97adp-12, -0x1.44f8f0b4cc913p-14,
      0x1.69c2648b56e3fp-16, -0x1.87bb7b6239d4fp-18, 0x1.9d9b35dd1c02ap-20, -0x1.a94fb314c07bfp-22,
      0x1.a2989f7551470p-24, -0x1.bc6611f5566d2p-26, 0x1.152741e928487p-27}},
    {kOne,
     4.5,
     {0x1.f5b2a049c92e0p-4, -0x1.aa3eb6a852c5cp-6, 0x1.62c12cc2f535bp-8, -0x1.218ed9c61195bp-10,
      0x1.d0077adc9cd40p-13, -0x1.6d547d6a715f7p-15, 0x1.1ad8816f6408dp-17, -0x1.aefff866b4686p-20,
      0x1.4306cfc704153p-22, -0x1.ddb82084e78d2p-25, 0x1.630d170234d1ap-27, -0x1.f2015f26d196ap-30,
      0x1.1949860bb8ea9p-32, -0x1.255dde23c2ed9p-34, 0x1.5e8dbcc6bd365p-36}}};

}  // namespace

double erf(double x) {
  const double size = std::abs(x);
  if (size < kNearZero) return x + x * detail::polynomial(kSmall, x * x);
  if (!(size < kOne)) return size > 0 ? std::copysign(1.0, x) : x;  // NaN passes
  const Piece* piece = kPieces;
  while (size >= piece->end) ++piece;
  const double g = detail::polynomial(piece->coefficients, size - piece->middle);
  return std::copysign(1 - exp(-size * size) * g, x);
}

}  // namespace gradus::math
