#include <numbers>

#include "data/draw.hpp"
#include "gradus/base/math.hpp"

namespace gradus::data {

// Arm c of k: radius t in [0, 1) drawn uniformly, angle 2 pi (turns t + c / k).
Dataset draw(const sources::Spirals& source, int64_t n, const DrawStreams& streams) {
  Random stream = streams.points();
  Points points;
  points.classes = static_cast<int32_t>(source.classes);
  for (int64_t c = 0; c < source.classes; ++c) {
    const double start = static_cast<double>(c) / static_cast<double>(source.classes);
    const int64_t here = n / source.classes + (c < n % source.classes ? 1 : 0);
    for (int64_t i = 0; i < here; ++i) {
      const double t = stream.uniform();
      const double angle = 2 * std::numbers::pi * (source.turns * t + start);
      points.add(t * math::cos(angle), t * math::sin(angle), static_cast<int32_t>(c));
    }
  }
  points.blur(source.noise, streams.noise());
  return points.shuffled(streams.order());
}

}  // namespace gradus::data
