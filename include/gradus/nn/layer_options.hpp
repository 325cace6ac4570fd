#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace gradus {

/// What every layer of a list also has.
struct LayerOptions {
  std::string name{};  ///< default: its kind, then dense_1, dense_2 ... as in Keras
  std::vector<std::string>
      inputs{};        ///< names of earlier layers, or "input"; default: the layer before
  int64_t repeat = 1;  ///< copies in a row; 0 leaves the layer out
  bool operator==(const LayerOptions&) const = default;
};

}  // namespace gradus
