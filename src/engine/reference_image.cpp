#include "engine/reference_image.hpp"

#include <algorithm>

namespace gradus::engine::reference {

void prelu(View x, View alpha, Values y) {
  for (size_t i = 0; i < x.size(); ++i) y[i] = x[i] < 0 ? alpha[i % alpha.size()] * x[i] : x[i];
}

void prelu_backward(View x, View alpha, View dy, Values dx, Values dalpha) {
  for (size_t i = 0; i < x.size(); ++i) {
    const size_t f = i % alpha.size();
    dx[i] = x[i] < 0 ? dy[i] * alpha[f] : dy[i];
    if (x[i] < 0) dalpha[f] += dy[i] * x[i];
  }
}

void concat(std::span<const View> parts, size_t rows, Values y) {
  auto to = y.begin();
  for (size_t r = 0; r < rows; ++r) {
    for (const View part : parts) {
      const size_t channels = part.size() / rows;
      const View here = part.subspan(r * channels, channels);
      to = std::copy(here.begin(), here.end(), to);
    }
  }
}

void zero_pad(const ImageSizes& s, View x, Values y) {
  const auto top = static_cast<size_t>(s.window.top), left = static_cast<size_t>(s.window.left);
  std::fill(y.begin(), y.end(), 0.0);
  for (size_t r = 0; r < s.rows; ++r) {
    for (size_t at = 0; at < s.positions(); ++at) {
      const size_t to = (at / s.width + top) * s.out_width + at % s.width + left;
      for (size_t c = 0; c < s.channels; ++c)
        y[(r * s.out_positions() + to) * s.channels + c] =
            x[(r * s.positions() + at) * s.channels + c];
    }
  }
}

void spatial_dropout(Place place, double rate, View x, size_t channels, Values y) {
  for (size_t i = 0; i < x.size(); ++i) {
    place.unit = static_cast<uint32_t>(i % channels);
    y[i] = kept(place, rate) ? x[i] / keep_probability(rate) : 0;
  }
}

}  // namespace gradus::engine::reference
