#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/reference_image.hpp"
#include "gradus/base/math.hpp"

namespace gradus::engine::reference {
namespace {

// Of each window: where in the image its maximum lies, and how many of its values are inside.
struct Windows {
  std::vector<size_t> largest;  // [rows][out][channels], places in x
  std::vector<double> inside;   // [out]

  Windows(const ImageSizes& s, View x)
      : largest(s.rows * s.out_positions() * s.channels, kNone), inside(s.out_positions(), 0.0) {
    walk(s, [&](size_t out, size_t, size_t in) {
      inside[out] += 1;
      for (size_t r = 0; r < s.rows; ++r) {
        for (size_t c = 0; c < s.channels; ++c) {
          size_t& best = largest[(r * s.out_positions() + out) * s.channels + c];
          const size_t here = (r * s.positions() + in) * s.channels + c;
          if (best == kNone || (!std::isnan(x[best]) && !(x[here] <= x[best]))) best = here;
        }
      }
    });
  }

  static constexpr size_t kNone = std::numeric_limits<size_t>::max();
};

void times_slope(View x, Act act, double alpha, Values dx) {
  for (size_t i = 0; i < dx.size(); ++i) dx[i] *= slope_from_value(act, alpha, x[i]);
}

}  // namespace

void max_pool(const ImageSizes& s, View x, Values y) {
  const Windows windows(s, x);
  for (size_t i = 0; i < y.size(); ++i) y[i] = x[windows.largest[i]];
}

void max_pool_backward(const ImageSizes& s, View x, View dy, Act act, double alpha, Values dx) {
  const Windows windows(s, x);
  std::fill(dx.begin(), dx.end(), 0.0);
  for (size_t i = 0; i < dy.size(); ++i) dx[windows.largest[i]] += dy[i];
  times_slope(x, act, alpha, dx);
}

void average_pool(const ImageSizes& s, View x, Values y) {
  const Windows windows(s, x);
  std::fill(y.begin(), y.end(), 0.0);
  for (size_t r = 0; r < s.rows; ++r) {
    walk(s, [&](size_t out, size_t, size_t in) {
      for (size_t c = 0; c < s.channels; ++c)
        y[(r * s.out_positions() + out) * s.channels + c] +=
            x[(r * s.positions() + in) * s.channels + c] / windows.inside[out];
    });
  }
}

void average_pool_backward(const ImageSizes& s, View x, View dy, Act act, double alpha, Values dx) {
  const Windows windows(s, x);
  std::fill(dx.begin(), dx.end(), 0.0);
  for (size_t r = 0; r < s.rows; ++r) {
    walk(s, [&](size_t out, size_t, size_t in) {
      for (size_t c = 0; c < s.channels; ++c)
        dx[(r * s.positions() + in) * s.channels + c] +=
            dy[(r * s.out_positions() + out) * s.channels + c] / windows.inside[out];
    });
  }
  times_slope(x, act, alpha, dx);
}

double slope_from_value(Act act, double alpha, double y) {
  constexpr double kSeluScale = 1.0507009873554804934193349852946;
  constexpr double kSeluAlpha = 1.6732632423543772848170429916717;
  switch (act) {
    case Act::kRelu:
      return y > 0 ? 1 : 0;
    case Act::kLeakyRelu:
      return y > 0 ? 1 : alpha;
    case Act::kElu:
      return y > 0 ? 1 : y + alpha;
    case Act::kSelu:
      return y > 0 ? kSeluScale : y + kSeluScale * kSeluAlpha;
    case Act::kSoftplus:
      return -math::expm1(-y);
    case Act::kSigmoid:
      return alpha * y * (1 - y);
    case Act::kTanh:
      return 1 - y * y;
    case Act::kLinear:
    case Act::kGelu:    // its value does not tell
    case Act::kCustom:  // no kernel
      break;
  }
  return 1;
}

}  // namespace gradus::engine::reference
