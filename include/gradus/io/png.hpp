#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace gradus::io {

/// Pixels as bytes, row-major, channels last: 1 channel (grey) or 3 (red, green, blue).
struct Image {
  int64_t height = 0, width = 0, channels = 1;
  std::vector<uint8_t> pixels;
};

/// Reads a PNG file of any kind: grey or colour, with a palette or without, of 1 to 16 bits.
/// Transparency is left out, colours as they stand. Throws Error for what is no PNG, is damaged, or
/// claims a size that the file cannot hold or that is above 2^28 bytes.
[[nodiscard]] Image read_png(const std::filesystem::path& path);
/// The same from memory; `name` stands in the errors.
[[nodiscard]] Image read_png(std::span<const uint8_t> bytes, const std::string& name);

/// The bytes of a PNG file of a grey or colour image.
[[nodiscard]] std::string encode_png(const Image& image);
/// Writes it, whole or not at all.
void write_png(const std::filesystem::path& path, const Image& image);

}  // namespace gradus::io
