#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "gradus/base/random.hpp"
#include "support/guarded.hpp"

/// Rows of doubles, as the twins have them, to and from lanes, as the kernels do.
namespace gradus::test {

inline constexpr size_t kLanes = 16;

inline size_t groups_of(size_t samples) {
  return (samples + kLanes - 1) / kLanes;
}
inline size_t lane_place(size_t row, size_t feature, size_t features) {
  return (row / kLanes * features + feature) * kLanes + row % kLanes;
}

/// [rows][features] to [group][features][16]; lanes beyond the rows hold `beyond`. Sixteen features
/// more than there are may be read behind the last, as behind an arena's.
template <class T>
AlignedVector<T> to_lanes(std::span<const double> rows, size_t features, T beyond = kNan<T>) {
  const size_t count = features == 0 ? 0 : rows.size() / features;
  AlignedVector<T> lanes((groups_of(count) * features + 16) * kLanes, beyond);
  for (size_t r = 0; r < count; ++r)
    for (size_t f = 0; f < features; ++f)
      lanes[lane_place(r, f, features)] = static_cast<T>(rows[r * features + f]);
  return lanes;
}

/// The rows that lie in lanes.
template <class T>
std::vector<double> from_lanes(const T* lanes, size_t count, size_t features) {
  std::vector<double> rows(count * features);
  for (size_t r = 0; r < count; ++r)
    for (size_t f = 0; f < features; ++f)
      rows[r * features + f] = static_cast<double>(lanes[lane_place(r, f, features)]);
  return rows;
}

/// Numbers that both float and double have, uniform in [low, high).
class Numbers {
 public:
  explicit Numbers(uint64_t seed) : random_(seed, Purpose::kDrawData) {}
  double one(double low = -1, double high = 1) {
    return static_cast<double>(static_cast<float>(random_.uniform(low, high)));
  }
  std::vector<double> many(size_t count, double low = -1, double high = 1) {
    std::vector<double> values(count);
    for (double& v : values) v = one(low, high);
    return values;
  }
  uint64_t below(uint64_t n) { return random_.below(n); }

 private:
  Random random_;
};

inline std::vector<double> absolute(std::span<const double> values) {
  std::vector<double> out;
  for (const double v : values) out.push_back(v < 0 ? -v : v);
  return out;
}

}  // namespace gradus::test
