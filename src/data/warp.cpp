#include "data/warp.hpp"

#include <algorithm>
#include <cmath>

#include "gradus/base/math.hpp"

namespace gradus::data {
namespace {

constexpr int kFractionBits = 16;
constexpr int64_t kOne = int64_t{1} << kFractionBits;

int64_t fixed(double v) {
  return static_cast<int64_t>(std::floor(v * static_cast<double>(kOne) + 0.5));
}

// ... d c b a | a b c d | d c b a ...
int64_t reflected(int64_t i, int64_t n) {
  if (i >= 0 && i < n) return i;
  i %= 2 * n;
  if (i < 0) i += 2 * n;
  return i < n ? i : 2 * n - 1 - i;
}

// The two pixels that a place lies between, and the share of the second.
struct Between {
  int64_t first, second;
  float share;
};

Between between(double at, int64_t n) {
  const int64_t place = fixed(at), whole = place >> kFractionBits;
  const float share = static_cast<float>(place & (kOne - 1)) / static_cast<float>(kOne);
  return {reflected(whole, n), reflected(whole + 1, n), share};
}

float mix(float a, float b, float share) {
  return std::fma(share, b - a, a);
}

// About the centre of the image: the centre stays where it is.
PixelMap about_centre(const ImageSize& size, double xx, double xy, double yx, double yy) {
  const double cx = static_cast<double>(size.width - 1) / 2,
               cy = static_cast<double>(size.height - 1) / 2;
  return {xx, xy, cx - (xx * cx + xy * cy), yx, yy, cy - (yx * cx + yy * cy)};
}

}  // namespace

PixelMap rotation(const ImageSize& size, double angle) {
  const double c = math::cos(angle), s = math::sin(angle);
  return about_centre(size, c, -s, s, c);
}

PixelMap translation(double down, double right) {
  return {1, 0, -right, 0, 1, -down};
}

PixelMap zoom(const ImageSize& size, double extent) {
  return about_centre(size, extent, 0, 0, extent);
}

void warp(std::span<const float> from, const ImageSize& size, const PixelMap& map,
          std::span<float> to) {
  const int64_t line = size.width * size.channels;
  float* out = to.data();
  for (int64_t y = 0; y < size.height; ++y) {
    const double along_x = std::fma(map.xy, static_cast<double>(y), map.x0),
                 along_y = std::fma(map.yy, static_cast<double>(y), map.y0);
    for (int64_t x = 0; x < size.width; ++x) {
      const Between column = between(std::fma(map.xx, static_cast<double>(x), along_x), size.width);
      const Between row = between(std::fma(map.yx, static_cast<double>(x), along_y), size.height);
      const float* upper = from.data() + row.first * line;
      const float* lower = from.data() + row.second * line;
      const int64_t left = column.first * size.channels, right = column.second * size.channels;
      for (int64_t c = 0; c < size.channels; ++c)
        *out++ = mix(mix(upper[left + c], upper[right + c], column.share),
                     mix(lower[left + c], lower[right + c], column.share), row.share);
    }
  }
}

void flip_horizontally(std::span<float> image, const ImageSize& size) {
  for (int64_t y = 0; y < size.height; ++y) {
    float* line = image.data() + y * size.width * size.channels;
    for (int64_t x = 0; 2 * x < size.width - 1; ++x)
      std::swap_ranges(line + x * size.channels, line + (x + 1) * size.channels,
                       line + (size.width - 1 - x) * size.channels);
  }
}

void flip_vertically(std::span<float> image, const ImageSize& size) {
  const int64_t line = size.width * size.channels;
  for (int64_t y = 0; 2 * y < size.height - 1; ++y)
    std::swap_ranges(image.data() + y * line, image.data() + (y + 1) * line,
                     image.data() + (size.height - 1 - y) * line);
}

}  // namespace gradus::data
