#pragma once

#include <cstddef>
#include <cstdint>

namespace gradus::engine {

/// Where the rows of a data set lie. Plain pointers into storage that outlives the programs fed
/// from it.
struct RowSource {
  const float* numbers = nullptr;   ///< [rows][features], or
  const uint8_t* pixels = nullptr;  ///< the same as bytes
  const float* scale =
      nullptr;  ///< features are seen as value * scale + offset; nullptr for as they are
  const float* offset = nullptr;
  size_t affine = 0;  ///< length of scale and offset: 1 for one map, else the number of features
  size_t features = 0;
  const int32_t* labels = nullptr;  ///< [rows] classes, or
  const float* targets = nullptr;   ///< [rows][outputs] numbers
  size_t outputs = 0;
  const float* weights = nullptr;         ///< [rows] sample weights, or nullptr for 1
  const double* class_weights = nullptr;  ///< [classes], or nullptr for 1
};

/// Some rows of a source, at most a program's capacity.
struct Batch {
  const RowSource* source = nullptr;
  const uint32_t* rows = nullptr;  ///< row numbers; nullptr for first, first + 1, ...
  size_t first = 0;
  size_t count = 0;
  bool same_as_before =
      false;  ///< the very rows of the call before: what is already in lanes may stay
};

}  // namespace gradus::engine
