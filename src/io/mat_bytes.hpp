#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace gradus::io {

/// The next `size` bytes of a stream, forward only: as they are, or unpacked by zlib on the way.
/// Memory is a small fixed buffer, whatever the stream claims or holds.
class MatBytes {
 public:
  enum class Packing { kNone, kZlib };
  /// `name` stands in the errors; it and the stream must outlive this.
  MatBytes(std::istream& stream, uint64_t size, Packing packing, const std::string& name);
  ~MatBytes();
  MatBytes(const MatBytes&) = delete;
  MatBytes& operator=(const MatBytes&) = delete;

  /// Fills `out`. Throws Error where the bytes end before, and where they cannot be unpacked.
  void read(std::span<uint8_t> out);
  void skip(uint64_t count);
  /// True where nothing follows; packed bytes have then been held against their checksum.
  [[nodiscard]] bool at_end();
  /// No more than this can follow: a packed byte gives at most 1032.
  [[nodiscard]] uint64_t most_left() const;

 private:
  struct Inflate;

  [[nodiscard]] size_t read_some(std::span<uint8_t> out);
  [[nodiscard]] size_t unpack_some(std::span<uint8_t> out);
  void refill();

  std::istream& stream_;
  uint64_t left_;  ///< bytes of the stream that are not in the buffer yet
  const std::string& name_;
  std::unique_ptr<Inflate> inflate_;  ///< null for bytes that are not packed
  std::vector<uint8_t> buffer_;       ///< [begin_, end_) still unread
  size_t begin_ = 0, end_ = 0;
  bool has_ahead_ = false;
  uint8_t ahead_ = 0;
};

}  // namespace gradus::io
