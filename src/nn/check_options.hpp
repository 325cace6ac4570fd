#pragma once

#include <fmt/core.h>

#include <optional>
#include <string>
#include <type_traits>

#include "gradus/base/error.hpp"
#include "gradus/base/shape.hpp"
#include "gradus/nn/layers_image.hpp"

namespace gradus {

namespace options {

inline void check(const std::string& place, const char* name, double value, const Rule& rule) {
  const bool low = rule.open_low ? value > rule.low : value >= rule.low;
  const bool high = rule.open_high ? value < rule.high : value <= rule.high;
  if (low && high) return;
  const bool below = value == value ? !low : true;
  throw Error(place, fmt::format("{} is {}", name, value),
              below
                  ? fmt::format("give {} {}", rule.open_low ? "more than" : "at least", rule.low)
                  : fmt::format("give {} {}", rule.open_high ? "less than" : "at most", rule.high));
}
/// Largest extent of a window or a shape: no product of two overflows.
inline constexpr double kMostExtent = 1 << 24;

inline void check(const std::string& place, const char* name, Size2D value, const Rule& given) {
  const Rule rule = given.at_most(kMostExtent);
  check(place, name, static_cast<double>(value.rows), rule);
  check(place, name, static_cast<double>(value.columns), rule);
}
inline void check(const std::string& place, const char* name, const Shape& value,
                  const Rule& given) {
  const Rule rule = given.at_most(kMostExtent);
  if (value.rank() == 0 || value.rank() > 4)
    throw Error(place, fmt::format("{} has {} extents", name, value.rank()), "give one to four");
  for (const int64_t extent : value.extents())
    check(place, name, static_cast<double>(extent), rule);
}

}  // namespace options

/// Holds the plain options of a layer, numbers and sizes, against the rules of its field list, as
/// the study file's reader does: for layers that were written in C++. Throws Error, placed at
/// `place`.
template <class L>
void check_options(const std::string& place, const L& layer) {
  L::fields(layer, [&]<class M>(const char* name, const M& member, const Rule& rule) {
    if constexpr (std::is_same_v<M, int64_t> || std::is_same_v<M, double>) {
      options::check(place, name, static_cast<double>(member), rule);
    } else if constexpr (std::is_same_v<M, Size2D> || std::is_same_v<M, Shape>) {
      options::check(place, name, member, rule);
    } else if constexpr (std::is_same_v<M, std::optional<Size2D>>) {
      if (member) options::check(place, name, *member, rule);
    }
  });
}

}  // namespace gradus
