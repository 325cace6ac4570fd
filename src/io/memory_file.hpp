#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace gradus::io {

/// A file that lies in memory and has a path while this lives, for libraries that take nothing but
/// paths. Nothing of it stays behind, however the program ends.
class MemoryFile {
 public:
  /// Throws Error naming `place` where the system gives none.
  explicit MemoryFile(std::string place);
  ~MemoryFile();
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  /// Adds bytes. Throws Error where memory is short.
  void append(std::span<const uint8_t> bytes);
  [[nodiscard]] std::string path() const;

 private:
  std::string place_;
  int descriptor_;
};

}  // namespace gradus::io
