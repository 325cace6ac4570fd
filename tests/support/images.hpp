#pragma once

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "engine/reference_image.hpp"
#include "gradus/base/shape.hpp"
#include "support/lanes.hpp"

/// Geometries of convolutions and pools, chosen and drawn.
namespace gradus::test {

using engine::reference::ImageSizes;

/// A kernel and how it walks: `same` as in Keras, out = ceil(in / stride) with the odd zero below
/// and to the right; else only windows that lie inside.
struct Walk {
  int64_t height = 3, width = 3;
  int64_t stride_y = 1, stride_x = 1;
  int64_t dilation_y = 1, dilation_x = 1;
  bool same = false;
};

struct AxisOut {
  int64_t out, before;
};
inline AxisOut axis_out(int64_t in, int64_t taps, int64_t stride, int64_t dilation, bool same) {
  const int64_t span = (taps - 1) * dilation + 1;
  if (!same) return {in < span ? 0 : (in - span) / stride + 1, 0};
  const int64_t out = (in + stride - 1) / stride;
  return {out, std::max<int64_t>(0, (out - 1) * stride + span - in) / 2};
}

/// The sizes of such a walk over [height, width, channels]; out_height or out_width is 0 where no
/// window fits.
inline ImageSizes image_sizes(size_t rows, int64_t height, int64_t width, size_t channels,
                              size_t filters, const Walk& walk = {}) {
  const AxisOut y = axis_out(height, walk.height, walk.stride_y, walk.dilation_y, walk.same);
  const AxisOut x = axis_out(width, walk.width, walk.stride_x, walk.dilation_x, walk.same);
  return {rows,
          static_cast<size_t>(height),
          static_cast<size_t>(width),
          channels,
          static_cast<size_t>(y.out),
          static_cast<size_t>(x.out),
          filters,
          {.height = walk.height,
           .width = walk.width,
           .stride_y = walk.stride_y,
           .stride_x = walk.stride_x,
           .dilation_y = walk.dilation_y,
           .dilation_x = walk.dilation_x,
           .top = y.before,
           .left = x.before}};
}

inline Shape in_shape(const ImageSizes& s) {
  return {static_cast<int64_t>(s.height), static_cast<int64_t>(s.width),
          static_cast<int64_t>(s.channels)};
}
inline Shape out_shape(const ImageSizes& s) {
  return {static_cast<int64_t>(s.out_height), static_cast<int64_t>(s.out_width),
          static_cast<int64_t>(s.filters)};
}

inline std::string text(const ImageSizes& s) {
  const engine::Window& w = s.window;
  std::ostringstream out;
  out << s.rows << " rows, " << s.height << "x" << s.width << "x" << s.channels << " to "
      << s.out_height << "x" << s.out_width << "x" << s.filters << ", kernel " << w.height << "x"
      << w.width << " strides " << w.stride_y << "," << w.stride_x << " dilation " << w.dilation_y
      << "," << w.dilation_x << " top " << w.top << " left " << w.left;
  return out.str();
}

/// Values inside the image that each window sees.
inline std::vector<size_t> inside(const ImageSizes& s) {
  std::vector<size_t> counts(s.out_positions(), 0);
  engine::reference::walk(s, [&](size_t out, size_t, size_t) { ++counts[out]; });
  return counts;
}

/// Products of one pass, to keep the twins quick.
inline size_t work(const ImageSizes& s) {
  size_t pairs = 0;
  for (const size_t n : inside(s)) pairs += n;
  return pairs * s.rows * s.channels * s.filters;
}

/// Whether some window sees nothing, as no pool's does.
inline bool some_window_is_empty(const ImageSizes& s) {
  const std::vector<size_t> counts = inside(s);
  return std::find(counts.begin(), counts.end(), size_t{0}) != counts.end();
}

/// A random geometry: every kernel, stride, dilation and padding, also those that no layer asks
/// for.
inline ImageSizes draw_sizes(Numbers& numbers, size_t rows, size_t channels, size_t filters) {
  const auto one_of = [&](const std::vector<int64_t>& from) {
    return from[numbers.below(from.size())];
  };
  for (;;) {
    Walk walk;
    walk.height = one_of({1, 2, 3, 3, 5}), walk.width = one_of({1, 2, 3, 3, 5});
    walk.stride_y = one_of({1, 1, 2, 3}), walk.stride_x = one_of({1, 1, 2, 3});
    walk.dilation_y = one_of({1, 1, 1, 2}), walk.dilation_x = one_of({1, 1, 1, 2});
    walk.same = numbers.below(2) == 0;
    ImageSizes s = image_sizes(rows, one_of({1, 2, 3, 5, 6, 7, 8, 13}), one_of({1, 3, 4, 5, 7, 9}),
                               channels, filters, walk);
    if (numbers.below(4) == 0) {  // zeros of any number on each side
      const auto axis = [&](size_t in, int64_t taps, int64_t stride, int64_t dilation,
                            int64_t& before) {
        const int64_t span = (taps - 1) * dilation + 1;
        before = static_cast<int64_t>(numbers.below(static_cast<uint64_t>(span)));
        const auto after = static_cast<int64_t>(numbers.below(static_cast<uint64_t>(span)));
        const int64_t room = static_cast<int64_t>(in) + before + after - span;
        return static_cast<size_t>(room < 0 ? 0 : room / stride + 1);
      };
      engine::Window& w = s.window;
      s.out_height = axis(s.height, w.height, w.stride_y, w.dilation_y, w.top);
      s.out_width = axis(s.width, w.width, w.stride_x, w.dilation_x, w.left);
    }
    if (s.out_positions() > 0) return s;
  }
}

}  // namespace gradus::test
