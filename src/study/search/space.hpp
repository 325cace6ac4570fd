#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "gradus/base/random.hpp"
#include "gradus/study/study.hpp"

namespace gradus::study::search {

/// An axis to draw from: a range, or a choice among `choices`.
struct Dimension {
  std::optional<Draw> range{};
  size_t choices = 0;
};

/// A coordinate for each axis: a value of its range, or the index of its choice; none where the
/// point does not need the axis.
using Point = std::vector<std::optional<double>>;

/// Axes, some of which are needed only where others take certain values.
struct Space {
  std::vector<Dimension> axes;
  /// The axis to be given a coordinate next, after those given; axes.size() where the point is
  /// whole. Without it every axis is needed.
  std::function<size_t(const Point&)> next{};

  [[nodiscard]] size_t next_of(const Point& point) const;
};

/// Gives a point its coordinates, one needed axis after the other: coordinate(axis).
template <class F>
Point walk(const Space& space, F&& coordinate) {
  Point point(space.axes.size());
  for (size_t axis; (axis = space.next_of(point)) < space.axes.size();)
    point[axis] = coordinate(axis);
  return point;
}

/// Whole values of an integer range, or choices; 0 where the axis is continuous.
[[nodiscard]] int64_t count_of(const Dimension& axis);

/// The coordinate at a share 0 <= u < 1 of the axis, by length (of the logarithm, for kLogUniform);
/// whole values and choices have equal shares.
[[nodiscard]] double coordinate_at(const Dimension& axis, double u);
/// The share at which a coordinate lies; of whole values and choices, the middle of theirs.
[[nodiscard]] double share_of(const Dimension& axis, double coordinate);

/// What random numbers of a search are for.
enum class Stream : uint32_t { kRandom = 0, kStrata = 1, kJitter = 2, kScramble = 3, kTpe = 4 };
/// The most axes and attempts that streams keep apart.
inline constexpr uint32_t kStreamAxes = 64, kMostAttempts = 64;
/// The stream of one point's axis.
[[nodiscard]] Random stream(uint64_t seed, Stream purpose, size_t axis, size_t point = 0,
                            uint32_t attempt = 0);

/// Point number `point` of a random search: independent and uniform over each axis. Each attempt
/// at it is another draw.
[[nodiscard]] Point random_point(const Space& space, uint64_t seed, size_t point,
                                 uint32_t attempt = 0);

}  // namespace gradus::study::search
