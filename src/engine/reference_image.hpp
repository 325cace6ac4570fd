#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/ops.hpp"
#include "engine/reference.hpp"

/// The plain twins of what works on images and channels: rows are [height][width][channels], the
/// last axis fastest.
namespace gradus::engine::reference {

/// Images of a convolution or a pool: [rows][height][width][channels] to
/// [rows][out_height][out_width][filters]; a pool has as many filters as channels.
struct ImageSizes {
  size_t rows, height, width, channels;
  size_t out_height, out_width, filters;
  Window window;

  [[nodiscard]] size_t positions() const { return height * width; }
  [[nodiscard]] size_t out_positions() const { return out_height * out_width; }
  [[nodiscard]] size_t taps() const { return static_cast<size_t>(window.height * window.width); }
};

/// Calls f(output position, tap, input position) for every pair of an output and a tap inside the
/// image: outputs row by row, the taps of each row by row.
template <class F>
void walk(const ImageSizes& s, F&& f) {
  const Window& w = s.window;
  const auto height = static_cast<int64_t>(s.height), width = static_cast<int64_t>(s.width);
  for (size_t out = 0; out < s.out_positions(); ++out) {
    const auto oy = static_cast<int64_t>(out / s.out_width);
    const auto ox = static_cast<int64_t>(out % s.out_width);
    for (int64_t i = 0; i < w.height; ++i) {
      for (int64_t j = 0; j < w.width; ++j) {
        const int64_t y = oy * w.stride_y - w.top + i * w.dilation_y;
        const int64_t x = ox * w.stride_x - w.left + j * w.dilation_x;
        if (y < 0 || y >= height || x < 0 || x >= width) continue;
        f(out, static_cast<size_t>(i * w.width + j), static_cast<size_t>(y * width + x));
      }
    }
  }
}

/// y[out][f] = start + sum over taps and channels of x[in][c] w[tap][c][f]; the start is bias[f]
/// (`bias` may be empty), the old y where `accumulate`, or 0.
void convolve(const ImageSizes& s, View x, View w, View bias, Values y, bool relu, bool accumulate);
/// dx[in][c] (+)= sum of dy[out][f] w[tap][c][f].
void convolve_data_gradient(const ImageSizes& s, View dy, View w, Values dx, bool accumulate);
/// dw[tap][c][f] (+)= sum of x[in][c] dy[out][f]. The bias's is bias_gradient over rows x
/// positions.
void convolve_weight_gradient(const ImageSizes& s, View x, View dy, Values dw, bool accumulate);

/// The largest of a window, or NaN where it holds one.
void max_pool(const ImageSizes& s, View x, Values y);
/// The mean of those inside the image.
void average_pool(const ImageSizes& s, View x, Values y);
/// dx = the sum of what each window sends back, times the slope of the activation that made x. A
/// maximum sends to the first of equals in its window, row by row.
void max_pool_backward(const ImageSizes& s, View x, View dy, Act act, double alpha, Values dx);
void average_pool_backward(const ImageSizes& s, View x, View dy, Act act, double alpha, Values dx);
/// f'(z) from y = f(z), for the activations whose value tells.
[[nodiscard]] double slope_from_value(Act act, double alpha, double y);

/// Of every channel over `rows` (samples x positions): the mean, and the sum of squared deviations
/// from it; the biased variance is m2 / rows.
void moments(View x, size_t rows, size_t channels, Values mean, Values m2);

/// Normalisation, over `rows` x `channels`. `gamma` may be empty for 1, `beta` for 0.
struct Norm {
  size_t rows, channels;
  double epsilon;
};
/// y = (x - mean[c]) / sqrt(variance[c] + epsilon) gamma[c] + beta[c].
void batch_norm(const Norm& n, View x, View mean, View variance, View gamma, View beta, Values y);
/// Through the batch's own mean and biased variance as well: dx; dgamma = sum dy xhat; dbeta = sum
/// dy.
void batch_norm_backward(const Norm& n, View x, View dy, View gamma, Values dx, Values dgamma,
                         Values dbeta);
/// The same over the channels of each row.
void layer_norm(const Norm& n, View x, View gamma, View beta, Values y);
/// dgamma and dbeta are added to.
void layer_norm_backward(const Norm& n, View x, View dy, View gamma, Values dx, Values dgamma,
                         Values dbeta);

/// y = x < 0 ? alpha[f] x : x, over `rows` of as many features as alpha has.
void prelu(View x, View alpha, Values y);
/// dx = dy (x < 0 ? alpha[f] : 1); dalpha[f] += sum of x < 0 ? dy x : 0.
void prelu_backward(View x, View alpha, View dy, Values dx, Values dalpha);

/// [rows][channels of the part], side by side along the last axis.
void concat(std::span<const View> parts, size_t rows, Values y);
/// Zeros around every image: window.top rows above, window.left columns to the left.
void zero_pad(const ImageSizes& s, View x, Values y);
/// Dropout of whole channels of one row, [positions][channels]: place.unit is the channel.
void spatial_dropout(Place place, double rate, View x, size_t channels, Values y);

}  // namespace gradus::engine::reference
