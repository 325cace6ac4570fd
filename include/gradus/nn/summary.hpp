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
    int64_t parameters = 0;  ///< as Keras counts them: moving means and variances as well
    int64_t trainable = 0;   ///< without them
  };
  Shape input;
  std::vector<Row> rows;
  int64_t parameters = 0, trainable = 0;  ///< of all rows
  double multiply_adds = 0;        ///< forward, of a sample, in dense layers and convolutions
  std::vector<std::string> notes;  ///< what a reader must know

  /// The table that `gradus summary` prints, and the notes beneath it.
  [[nodiscard]] std::string text() const;
};

}  // namespace gradus
