#pragma once

#include <vector>

#include "study/search/space.hpp"

namespace gradus::study::search {

/// McKay, Beckman and Conover's Latin hypercube (Technometrics 21, 1979): each axis is cut into as
/// many strata of equal shares as there are points, and every point has a stratum of its own, in an
/// order of that axis's own. Choices, and whole values where they are no more than the points, are
/// taken as often as each other, give or take one. An axis that only some points need has
/// its strata shared out over all points, needed or not.
class LatinHypercube {
 public:
  LatinHypercube(const Space& space, size_t points, uint64_t seed);
  [[nodiscard]] Point point(size_t number) const;

 private:
  const Space& space_;
  size_t points_;
  uint64_t seed_;
  std::vector<std::vector<uint32_t>> strata_;  // [axis][point]
};

}  // namespace gradus::study::search
