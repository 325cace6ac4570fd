#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "gradus/base/shape.hpp"

namespace gradus {

/// What a network is made of, layer by layer.
struct Summary {
  struct Row {
    std::string name, kind;
    Shape output;                                        ///< of one sample
    std::vector<std::pair<std::string, Shape>> weights;  ///< "kernel", "bias"
    int64_t parameters = 0;
  };
  Shape input;
  std::vector<Row> rows;
  int64_t parameters = 0;

  /// The table that `gradus summary` prints.
  [[nodiscard]] std::string text() const;
};

}  // namespace gradus
