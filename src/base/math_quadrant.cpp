#include "base/bits.hpp"

// Reduction by multiples of pi/2.

namespace gradus::math::detail {
namespace {

// pi/2 in parts of at most 33 bits and a last one of 53: 157 bits in all.
constexpr double kHalfPi[] = {0x1.921fb544p+0, 0x1.0b4611a6p-34, 0x1.3198a2e0p-69,
                              0x1.b839a252049c1p-104};
constexpr double kHalfPiHigh = 0x1.921fb54442d18p+0, kHalfPiLow = 0x1.1a62633145c07p-54;
constexpr double kInverse = 0x1.45f306dc9c883p-1;  // 2/pi

// For |x| < 2^19: n has at most 19 bits, so that its products with the first three parts are
// exact, and so is the first difference. No double below 2^19 is nearer than 2^-60 to a multiple of
// pi/2, so that the parts leave more than 60 bits of r.
Quadrant reduce_small(double x) {
  const double n = nearest(x * kInverse);
  const Pair a = two_sum(x - n * kHalfPi[0], -n * kHalfPi[1]);
  const Pair b = two_sum(a.low, -n * kHalfPi[2]);
  const Pair c = two_sum(a.high, b.high);
  const Pair r = two_sum(c.high, c.low + (b.low - n * kHalfPi[3]));
  return {static_cast<int>(static_cast<int64_t>(n) & 3), r.high, r.low};
}

// 2/pi after the binary point, behind a word of zeros.
constexpr uint64_t kTwoOverPi[] = {
    0x0000000000000000, 0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041,
    0xfe5163abdebbc561, 0xb7246e3a424dd2e0, 0x06492eea09d1921c, 0xfe1deb1cb129a73e,
    0xe88235f52ebb4484, 0xe99c7026b45f7e41, 0x3991d639835339f4, 0x9c845f8bbdf9283b,
    0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7, 0x4f463f669e5fea2d,
    0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab};

__extension__ typedef unsigned __int128 Wide;

// The 64 bits of kTwoOverPi from a bit on.
uint64_t bits_at(int start) {
  const int word = start / 64, shift = start % 64;
  if (shift == 0) return kTwoOverPi[word];
  return kTwoOverPi[word] << shift | kTwoOverPi[word + 1] >> (64 - shift);
}

// For x >= 2^19, after Payne and Hanek: x = m 2^e with a whole m of 53 bits. The bits of 2/pi whose
// weight in 2^e (2/pi) is 4 or more give whole turns and are left out; m times the next 192 bits,
// modulo 4, has 137 good bits behind the point.
Quadrant reduce_large(double x) {
  const uint64_t bits = std::bit_cast<uint64_t>(x);
  const int e = static_cast<int>(bits >> 52) - 1075;
  const Wide m = (bits & 0xfffffffffffff) | 0x10000000000000;
  const int start = 62 + e;  // the bit of weight 2
  const Wide low = m * bits_at(start + 128);
  const Wide middle = m * bits_at(start + 64) + static_cast<uint64_t>(low >> 64);
  const uint64_t high = static_cast<uint64_t>(m * bits_at(start) + (middle >> 64));
  Wide fraction = Wide{high} << 66 | Wide{static_cast<uint64_t>(middle)} << 2 |
                  static_cast<uint64_t>(low) >> 62;
  int n = static_cast<int>(high >> 62);
  const bool negative = fraction >> 127 != 0;  // nearer to the next multiple
  if (negative) {
    fraction = -fraction;
    ++n;
  }
  const uint64_t upper = static_cast<uint64_t>(fraction >> 64);
  const int zeros = upper != 0 ? std::countl_zero(upper)
                               : 64 + std::countl_zero(static_cast<uint64_t>(fraction) | 1);
  const Wide normal = fraction << zeros;
  const double unit = power_of_two(-53 - zeros) * (negative ? -1 : 1);
  const double a = static_cast<double>(static_cast<uint64_t>(normal >> 75)) * unit;
  const double b = static_cast<double>(static_cast<uint64_t>(normal >> 22) & 0x1fffffffffffff) *
                   (unit * 0x1p-53);
  const Pair r = two_product(a, kHalfPiHigh);
  const Pair sum = quick_sum(r.high, r.low + (a * kHalfPiLow + b * kHalfPiHigh));
  return {n & 3, sum.high, sum.low};
}

}  // namespace

Quadrant reduce_by_quarter_turns(double x) {
  if (std::abs(x) <= 0x1.921fb54442d18p-1) return {0, x, 0};
  if (std::abs(x) < 0x1p19) return reduce_small(x);
  const Quadrant q = reduce_large(std::abs(x));
  return x > 0 ? q : Quadrant{-q.n & 3, -q.high, -q.low};
}

}  // namespace gradus::math::detail
