#include "study/search/space.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "gradus/base/math.hpp"

namespace gradus::study::search {

size_t Space::next_of(const Point& point) const {
  if (next) return next(point);
  return static_cast<size_t>(std::find(point.begin(), point.end(), std::nullopt) - point.begin());
}

int64_t count_of(const Dimension& axis) {
  if (!axis.range) return static_cast<int64_t>(axis.choices);
  const Draw& range = *axis.range;
  if (range.kind != Draw::Kind::kInteger) return 0;
  return (static_cast<int64_t>(range.high) - static_cast<int64_t>(range.low)) / range.step + 1;
}

double coordinate_at(const Dimension& axis, double u) {
  assert(u >= 0 && u < 1);
  if (const int64_t count = count_of(axis); count > 0) {
    const auto n = static_cast<double>(count);
    const double place = std::min(std::floor(u * n), n - 1);
    return axis.range ? axis.range->low + place * static_cast<double>(axis.range->step) : place;
  }
  const Draw& range = *axis.range;
  double value = 0;
  if (range.kind == Draw::Kind::kLogUniform) {
    const double low = math::log(range.low), high = math::log(range.high);
    value = math::exp(low + u * (high - low));
  } else {
    value = range.low + u * (range.high - range.low);
  }
  return std::clamp(value, range.low, range.high);
}

double share_of(const Dimension& axis, double coordinate) {
  if (const int64_t count = count_of(axis); count > 0) {
    const double place =
        axis.range ? (coordinate - axis.range->low) / static_cast<double>(axis.range->step)
                   : coordinate;
    return (place + 0.5) / static_cast<double>(count);
  }
  const Draw& range = *axis.range;
  if (!(range.low < range.high)) return 0.5;
  if (range.kind != Draw::Kind::kLogUniform)
    return (coordinate - range.low) / (range.high - range.low);
  const double low = math::log(range.low), high = math::log(range.high);
  return (math::log(coordinate) - low) / (high - low);
}

Random stream(uint64_t seed, Stream purpose, size_t axis, size_t point, uint32_t attempt) {
  assert(axis < kStreamAxes && attempt < kMostAttempts);
  const uint32_t index = (static_cast<uint32_t>(purpose) * kMostAttempts + attempt) * kStreamAxes +
                         static_cast<uint32_t>(axis);
  return {seed, Purpose::kSearch, index, static_cast<uint32_t>(point)};
}

Point random_point(const Space& space, uint64_t seed, size_t point, uint32_t attempt) {
  return walk(space, [&](size_t axis) {
    const double u = stream(seed, Stream::kRandom, axis, point, attempt).uniform();
    return coordinate_at(space.axes[axis], u);
  });
}

}  // namespace gradus::study::search
