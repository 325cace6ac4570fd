#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "gradus/data/dataset.hpp"
#include "support/lanes.hpp"

namespace gradus::test {

/// Images of 6 x 6: a bright left half is class 0, a bright upper half class 1.
inline data::Dataset halves(int64_t rows, uint64_t seed, bool weighted = false) {
  Numbers numbers(seed);
  auto body = std::make_shared<data::Body>();
  BasicTensor<uint8_t> pixels(rows, Shape{6, 6, 1});
  for (int64_t r = 0; r < rows; ++r) {
    const int32_t label = numbers.one() > 0 ? 1 : 0;
    for (int64_t p = 0; p < 36; ++p) {
      const bool bright = (label == 0 ? p % 6 : p / 6) < 3;
      pixels.row(r)[static_cast<size_t>(p)] =
          static_cast<uint8_t>((bright ? 160 : 60) + 50 * numbers.one());
    }
    body->labels.push_back(label);
    if (weighted) body->weights.push_back(static_cast<float>(numbers.one(0.25, 2)));
  }
  body->features = std::move(pixels);
  body->classes = 2;
  return data::Dataset(std::move(body)).mapped({1 / 255.0F}, {-0.5F});
}

}  // namespace gradus::test
