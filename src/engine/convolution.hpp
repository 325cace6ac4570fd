#pragma once

#include <vector>

#include "engine/cpu/kernels.hpp"
#include "engine/ops.hpp"

/// What the convolution kernels walk: the geometry of one convolution, laid out once when a program
/// is compiled. No kernel asks where an image ends.
namespace gradus::engine {

/// One direction. Every position that is written lies in exactly one class.
struct ConvPath {
  std::vector<cpu::ConvClass> classes;
  std::vector<cpu::ConvPosition> positions;
  std::vector<cpu::ConvTap> taps;
};

/// Geometry of images [H, W, C] to [OH, OW, F] with a kernel [kh, kw, C, F].
struct ConvGeometry {
  ConvPath forward;   ///< from images to outputs
  ConvPath backward;  ///< from the outputs' gradient to the images'
  std::vector<cpu::ConvPart> parts;
  std::vector<cpu::ConvRow> rows;
};
[[nodiscard]] ConvGeometry conv_geometry(const Shape& in, const Shape& out, const Window& window);

/// Lane vectors that the weight gradient's kernel needs for its sums and for a block of the delta.
[[nodiscard]] size_t gradient_scratch(const ConvGeometry& geometry, const Shape& out);

/// Multiply-adds a sample in one direction: pairs of an output and a tap inside the image.
[[nodiscard]] double conv_work(const Shape& in, const Shape& out, const Window& window);

}  // namespace gradus::engine
