#pragma once

#include <cstdint>
#include <filesystem>
#include <istream>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "gradus/base/shape.hpp"

namespace gradus::io {

/// A named array of a file: all its extents ({} is a scalar), the last fastest.
struct Array {
  Shape shape;
  std::variant<std::vector<float>, std::vector<double>> values;
  bool operator==(const Array&) const = default;
};

/// A flat map of names to arrays, and texts about them.
struct TensorMap {
  std::map<std::string, Array> arrays;
  std::map<std::string, std::string> metadata;
  bool operator==(const TensorMap&) const = default;
};

/// The safetensors format of Hugging Face (F32 and F64): equal maps give equal bytes, whatever the
/// order of their making, and arrays lie aligned to their elements.
[[nodiscard]] std::string encode_safetensors(const TensorMap& map);
/// Writes it, whole or not at all. Throws Error where it cannot.
void write_safetensors(const std::filesystem::path& path, const TensorMap& map);

/// Reads a safetensors file of F32 and F64 arrays. The header is held against the file before any
/// array is read: sizes, no gap, no overlap, nothing left over. Throws Error for anything else.
[[nodiscard]] TensorMap read_safetensors(const std::filesystem::path& path);
/// The same from a stream of `size` bytes; `name` stands in the errors.
[[nodiscard]] TensorMap read_safetensors(std::istream& stream, uint64_t size,
                                         const std::string& name);

}  // namespace gradus::io
