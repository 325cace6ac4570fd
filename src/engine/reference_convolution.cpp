#include <algorithm>

#include "engine/reference_image.hpp"

namespace gradus::engine::reference {
namespace {

// Calls f(place in x, place in w, place in y) for every product of a convolution.
template <class F>
void products(const ImageSizes& s, F&& f) {
  for (size_t r = 0; r < s.rows; ++r) {
    walk(s, [&](size_t out, size_t tap, size_t in) {
      for (size_t c = 0; c < s.channels; ++c) {
        for (size_t o = 0; o < s.filters; ++o) {
          f((r * s.positions() + in) * s.channels + c, (tap * s.channels + c) * s.filters + o,
            (r * s.out_positions() + out) * s.filters + o);
        }
      }
    });
  }
}

}  // namespace

void convolve(const ImageSizes& s, View x, View w, View bias, Values y, bool relu,
              bool accumulate) {
  for (size_t i = 0; i < y.size(); ++i) {
    if (!accumulate || !bias.empty()) y[i] = bias.empty() ? 0 : bias[i % s.filters];
  }
  products(s, [&](size_t ix, size_t iw, size_t iy) { y[iy] += x[ix] * w[iw]; });
  for (double& v : y) v = relu && v < 0 ? 0 : v;
}

void convolve_data_gradient(const ImageSizes& s, View dy, View w, Values dx, bool accumulate) {
  if (!accumulate) std::fill(dx.begin(), dx.end(), 0.0);
  products(s, [&](size_t ix, size_t iw, size_t iy) { dx[ix] += dy[iy] * w[iw]; });
}

void convolve_weight_gradient(const ImageSizes& s, View x, View dy, Values dw, bool accumulate) {
  if (!accumulate) std::fill(dw.begin(), dw.end(), 0.0);
  products(s, [&](size_t ix, size_t iw, size_t iy) { dw[iw] += x[ix] * dy[iy]; });
}

}  // namespace gradus::engine::reference
