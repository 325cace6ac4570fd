#pragma once

#include <cstdint>
#include <span>

namespace gradus::data {

/// An image as rows of pixels of channels.
struct ImageSize {
  int64_t height = 0, width = 0, channels = 1;
  [[nodiscard]] int64_t values() const { return height * width * channels; }
};

/// Where a pixel of the result comes from: x' = xx x + xy y + x0, y' = yx x + yy y + y0, in pixels
/// from the centre of the upper left one.
struct PixelMap {
  double xx = 1, xy = 0, x0 = 0;
  double yx = 0, yy = 1, y0 = 0;
};

/// Turned by `angle` radians about the centre, seen as Keras's RandomRotation: positive angles turn
/// counter-clockwise.
[[nodiscard]] PixelMap rotation(const ImageSize& size, double angle);
/// Shifted down and to the right by these numbers of pixels.
[[nodiscard]] PixelMap translation(double down, double right);
/// Showing `extent` times what the image spans, about the centre: 2 is half as large.
[[nodiscard]] PixelMap zoom(const ImageSize& size, double extent);

/// `from` seen through `map`, into `to`, which is another place: bilinear between pixels, reflected
/// beyond the edges about the edge of the last pixel. Places are rounded to 1/65536 of a pixel, so
/// that whole shifts and quarter turns are exact.
void warp(std::span<const float> from, const ImageSize& size, const PixelMap& map,
          std::span<float> to);

/// Left and right, or top and bottom, change places.
void flip_horizontally(std::span<float> image, const ImageSize& size);
void flip_vertically(std::span<float> image, const ImageSize& size);

}  // namespace gradus::data
