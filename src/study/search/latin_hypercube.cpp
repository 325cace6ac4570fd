#include "study/search/latin_hypercube.hpp"

#include <algorithm>

namespace gradus::study::search {

LatinHypercube::LatinHypercube(const Space& space, size_t points, uint64_t seed)
    : space_(space), points_(points), seed_(seed) {
  for (size_t axis = 0; axis < space.axes.size(); ++axis)
    strata_.push_back(
        stream(seed, Stream::kStrata, axis).permutation(static_cast<uint32_t>(points)));
}

Point LatinHypercube::point(size_t number) const {
  return walk(space_, [&](size_t axis) {
    const Dimension& dimension = space_.axes[axis];
    const uint64_t stratum = strata_[axis][number];
    const auto count = static_cast<uint64_t>(count_of(dimension));
    // The middle of the value's share, so that no stratum reaches into two.
    if (count > 0 && count <= points_)
      return coordinate_at(dimension, (static_cast<double>(stratum * count / points_) + 0.5) /
                                          static_cast<double>(count));
    const double within = stream(seed_, Stream::kJitter, axis, number).uniform();
    // Rounding may carry the last stratum's end to 1, which is no share.
    return coordinate_at(
        dimension, std::min((static_cast<double>(stratum) + within) / static_cast<double>(points_),
                            1 - 0x1p-53));
  });
}

}  // namespace gradus::study::search
