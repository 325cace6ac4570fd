#include <numbers>

#include "data/draw.hpp"
#include "gradus/base/math.hpp"

namespace gradus::data {

// scikit-learn's make_circles: radius 1 is class 0, radius `factor` class 1.
Dataset draw(const sources::Circles& source, int64_t n, const DrawStreams& streams) {
  const int64_t outer = n / 2, inner = n - outer;
  Points points;
  for (int64_t i = 0; i < outer; ++i) {
    const double t = linspace(0, 2 * std::numbers::pi, outer, i, false);
    points.add(math::cos(t), math::sin(t), 0);
  }
  for (int64_t i = 0; i < inner; ++i) {
    const double t = linspace(0, 2 * std::numbers::pi, inner, i, false);
    points.add(source.factor * math::cos(t), source.factor * math::sin(t), 1);
  }
  points.blur(source.noise, streams.noise());
  return points.shuffled(streams.order());
}

}  // namespace gradus::data
