#pragma once

#include "study/search/space.hpp"

namespace gradus::study::search {

inline Dimension uniform(double low, double high) {
  return {Draw{Draw::Kind::kUniform, low, high, 1}};
}
inline Dimension log_uniform(double low, double high) {
  return {Draw{Draw::Kind::kLogUniform, low, high, 1}};
}
inline Dimension integer(double low, double high, int64_t step = 1) {
  return {Draw{Draw::Kind::kInteger, low, high, step}};
}
inline Dimension choice(size_t choices) {
  return {std::nullopt, choices};
}

/// A choice of two, each with a range of its own: only the first has axis 1, only the second
/// axis 2.
inline Space conditional() {
  return {{choice(2), log_uniform(1e-4, 1), uniform(-5, 5)}, [](const Point& point) -> size_t {
            if (!point[0]) return 0;
            const size_t mine = *point[0] == 0 ? 1 : 2;
            return point[mine] ? 3 : mine;
          }};
}

}  // namespace gradus::study::search
