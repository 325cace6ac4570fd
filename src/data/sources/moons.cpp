#include <numbers>

#include "data/draw.hpp"
#include "gradus/base/math.hpp"

namespace gradus::data {

// scikit-learn's make_moons: the upper half circle about (0, 0), the lower one about (1, 0.5).
Dataset draw(const sources::Moons& source, int64_t n, const DrawStreams& streams) {
  const int64_t outer = n / 2, inner = n - outer;
  Points points;
  for (int64_t i = 0; i < outer; ++i) {
    const double t = linspace(0, std::numbers::pi, outer, i);
    points.add(math::cos(t), math::sin(t), 0);
  }
  for (int64_t i = 0; i < inner; ++i) {
    const double t = linspace(0, std::numbers::pi, inner, i);
    points.add(1 - math::cos(t), 1 - math::sin(t) - 0.5, 1);
  }
  points.blur(source.noise, streams.noise());
  return points.shuffled(streams.order());
}

}  // namespace gradus::data
