#include "train/finite_differences.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gradus {

double rounding_of(double at_0, double step) {
  return 4 * 0x1p-52 * std::abs(at_0) / step;
}

Slope slope_at_0(const std::function<double(double)>& f, double at_0, double step) {
  // Of steps so small that f does not move nothing follows.
  const double blur = rounding_of(at_0, step);
  double central[3], jump[3];
  for (int k = 0; k < 3; ++k, step /= 2) {
    const double above = f(step), below = f(-step);
    central[k] = (above - below) / (2 * step);
    jump[k] = ((above - at_0) + (below - at_0)) / step;
  }
  // Without a kink central differences err by h^2 and h^4, jumps by h and h^3.
  const double coarse = (4 * central[1] - central[0]) / 3, fine = (4 * central[2] - central[1]) / 3;
  Slope slope;
  slope.value = (16 * fine - coarse) / 15;
  const double far = 2 * jump[1] - jump[0], near = 2 * jump[2] - jump[1];
  slope.error = std::max({std::abs(slope.value - fine), std::abs((8 * near - far) / 7), blur});
  if (!std::isfinite(slope.value) || !std::isfinite(slope.error))
    slope.error = std::numeric_limits<double>::infinity();
  return slope;
}

Slope settled_slope(const std::function<double(double)>& f, double at_0, double step, double bound,
                    const Slope& found) {
  Slope before = found, best;
  best.error = std::numeric_limits<double>::infinity();
  for (int times = 0; times < 6 && !(best.error <= bound); ++times) {
    step /= 4;
    const Slope next = slope_at_0(f, at_0, step);
    const double error = std::max(next.error, std::abs(next.value - before.value));
    if (error < best.error) best = {next.value, error};
    before = next;
  }
  return best;
}

}  // namespace gradus
