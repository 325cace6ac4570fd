#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "study/search/space.hpp"

namespace gradus::study::search {

/// Sobol's sequence with Joe and Kuo's direction numbers, scrambled as Owen does (Randomly permuted
/// (t, m, s)-nets, 1995): each binary digit of a coordinate is turned round or not by a random bit
/// of the digits before it. 2^m points put one into each of 2^m equal parts of every axis, whatever
/// the seed. An axis keeps its dimension in points that do not need it.
class Sobol {
 public:
  static constexpr size_t kMostAxes = 64;

  /// Expects at most kMostAxes axes.
  Sobol(const Space& space, uint64_t seed);
  [[nodiscard]] Point point(size_t number) const;

  /// Binary digits of a coordinate, the first the highest bit; unscrambled.
  [[nodiscard]] uint32_t digits(size_t number, size_t axis) const;

 private:
  const Space& space_;
  uint64_t seed_;
  std::vector<std::array<uint32_t, 32>> directions_;  // [axis][bit of the point's number]
};

/// Owen's scrambling of 32 binary digits.
[[nodiscard]] uint32_t scramble(uint32_t digits, uint64_t seed, size_t axis);

}  // namespace gradus::study::search
