#include <cmath>

#include "engine/reference.hpp"
#include "gradus/base/math.hpp"
#include "gradus/base/random.hpp"

namespace gradus::engine::reference {
namespace {

std::array<uint32_t, 4> bits(const Place& at, uint32_t block, Purpose purpose) {
  const uint32_t stream = static_cast<uint32_t>(purpose) << 16 | (at.layer & 0xffff);
  return philox4x32({block, at.row, at.step, stream},
                    {static_cast<uint32_t>(at.seed), static_cast<uint32_t>(at.seed >> 32)});
}

double limit(double rate) {
  return std::floor(rate * 65536 + 0.5);
}

}  // namespace

bool kept(const Place& place, double rate) {
  const uint32_t word = bits(place, place.unit / 8, Purpose::kDropout)[place.unit % 8 / 2];
  const uint32_t half = place.unit % 2 == 0 ? word & 0xffff : word >> 16;
  return static_cast<double>(half) >= limit(rate);
}

double keep_probability(double rate) {
  return 1 - limit(rate) / 65536;
}

double normal(const Place& place, double* radius) {
  const auto words = bits(place, place.unit / 2, Purpose::kNoise);
  const double u = static_cast<double>((words[0] >> 8) + 1) * 0x1p-24;
  const double v = static_cast<double>(words[1] >> 8) * 0x1p-24;
  const double r = std::sqrt(-2 * math::log(u)), angle = 6.283185307179586 * v;
  if (radius) *radius = r;
  return r * (place.unit % 2 == 0 ? math::cos(angle) : math::sin(angle));
}

}  // namespace gradus::engine::reference
