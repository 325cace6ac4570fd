#include <algorithm>
#include <array>

#include "data/draw.hpp"

namespace gradus::data {

Dataset draw(const sources::Xor&, int64_t n, const DrawStreams&) {
  constexpr std::array<float, 8> kInputs{0, 0, 0, 1, 1, 0, 1, 1};
  constexpr std::array<float, 4> kTargets{0, 1, 1, 0};
  Tensor features(4, Shape{2}), targets(4, Shape{1});
  std::copy(kInputs.begin(), kInputs.end(), features.data());
  std::copy(kTargets.begin(), kTargets.end(), targets.data());
  return Dataset(std::move(features), std::move(targets)).first(n);
}

}  // namespace gradus::data
