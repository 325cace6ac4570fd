#pragma once

#include <cstdint>
#include <filesystem>
#include <istream>
#include <string>
#include <vector>

namespace gradus::io {

/// An array of bytes as IDX files hold it: `extents` (for images: how many, height, width), the
/// last fastest.
struct ByteArray {
  std::vector<int64_t> extents;
  std::vector<uint8_t> values;
};

/// Reads an IDX file, packed by gzip or not. Every extent is held against what is there before
/// memory is taken on its account. Throws Error for another format or element type, and for a file
/// that holds less or more than it says.
[[nodiscard]] ByteArray read_idx(const std::filesystem::path& path);
/// The same from a stream; `name` stands in the errors.
[[nodiscard]] ByteArray read_idx(std::istream& stream, const std::string& name);

/// Refuses labels outside 0 .. classes-1, naming `place` and the first one.
void check_labels(const ByteArray& labels, int32_t classes, const std::string& place);

/// The bytes in front of the values.
[[nodiscard]] std::string idx_header(const std::vector<int64_t>& extents);
/// Writes an unpacked IDX file, whole or not at all.
void write_idx(const std::filesystem::path& path, const ByteArray& array);

}  // namespace gradus::io
