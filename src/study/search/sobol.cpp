#include "study/search/sobol.hpp"

#include <cassert>

#include "study/search/sobol_numbers.hpp"

namespace gradus::study::search {
namespace {

// Bratley and Fox's recurrence (ACM TOMS 14, 1988), on direction numbers shifted to the top.
std::array<uint32_t, 32> directions_of(size_t axis) {
  std::array<uint32_t, 32> v{};
  if (axis == 0) {
    for (uint32_t i = 0; i < 32; ++i) v[i] = 1u << (31 - i);
    return v;
  }
  const SobolNumbers& numbers = kSobolNumbers[axis - 1];
  const uint32_t s = numbers.degree;
  for (uint32_t i = 0; i < 32; ++i) {
    if (i < s) {
      v[i] = numbers.first[i] << (31 - i);
      continue;
    }
    v[i] = v[i - s] ^ (v[i - s] >> s);
    for (uint32_t k = 1; k < s; ++k)
      if (numbers.coefficients >> (s - 1 - k) & 1) v[i] ^= v[i - k];
  }
  return v;
}

}  // namespace

Sobol::Sobol(const Space& space, uint64_t seed) : space_(space), seed_(seed) {
  assert(space.axes.size() <= kMostAxes);
  for (size_t axis = 0; axis < space.axes.size(); ++axis)
    directions_.push_back(directions_of(axis));
}

uint32_t Sobol::digits(size_t number, size_t axis) const {
  uint32_t x = 0;
  for (size_t bit = 0; bit < 32 && number >> bit > 0; ++bit)
    if (number >> bit & 1) x ^= directions_[axis][bit];
  return x;
}

uint32_t scramble(uint32_t digits, uint64_t seed, size_t axis) {
  const std::array<uint32_t, 2> key = {static_cast<uint32_t>(seed),
                                       static_cast<uint32_t>(seed >> 32)};
  uint32_t out = 0;
  for (uint32_t bit = 0; bit < 32; ++bit) {
    const uint32_t before = bit == 0 ? 0 : digits >> (32 - bit);
    const uint32_t turn = philox4x32({before, static_cast<uint32_t>(axis), bit,
                                      static_cast<uint32_t>(Purpose::kSearch) << 16 |
                                          static_cast<uint32_t>(Stream::kScramble)},
                                     key)[0] &
                          1;
    out = out << 1 | ((digits >> (31 - bit) & 1) ^ turn);
  }
  return out;
}

Point Sobol::point(size_t number) const {
  return walk(space_, [&](size_t axis) {
    const uint32_t x = scramble(digits(number, axis), seed_, axis);
    return coordinate_at(space_.axes[axis], (static_cast<double>(x) + 0.5) * 0x1p-32);
  });
}

}  // namespace gradus::study::search
