#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "gradus/base/shape.hpp"

namespace gradus::io {

/// What a safetensors header says of one array: where it lies in the bytes behind the header.
struct ArrayEntry {
  std::string name;
  bool is_double = false;
  Shape shape;
  uint64_t begin = 0, end = 0;
};

struct SafetensorsHeader {
  std::vector<ArrayEntry> entries;  ///< in the order of their bytes
  std::map<std::string, std::string> metadata;
};

/// Reads and checks the JSON `text` against `body`, the number of bytes behind it.
[[nodiscard]] SafetensorsHeader parse_safetensors_header(const std::string& text, uint64_t body,
                                                         const std::string& file);

}  // namespace gradus::io
