#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

namespace gradus::io {

/// A file opened for reading bytes. Throws Error with the system's reason where it cannot be, and
/// for a folder.
[[nodiscard]] std::ifstream open_file(const std::filesystem::path& path);

/// The whole content; `limit` bytes at most, or Error.
[[nodiscard]] std::string read_file(const std::filesystem::path& path,
                                    uint64_t limit = uint64_t{1} << 34);

}  // namespace gradus::io
