#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace gradus::io {

/// Reads a stream of bytes forward, unpacking it on the way where it begins with gzip's magic.
/// Memory is two small fixed buffers, whatever the stream claims or holds.
class ByteReader {
 public:
  /// `name` stands in the errors. The stream must outlive the reader.
  ByteReader(std::istream& stream, std::string name);
  ~ByteReader();
  ByteReader(const ByteReader&) = delete;
  ByteReader& operator=(const ByteReader&) = delete;

  /// Fills `out` as far as the content reaches and returns how many bytes it got. Throws Error for
  /// a gzip stream that is truncated, damaged or followed by anything else.
  [[nodiscard]] size_t read(std::span<uint8_t> out);

  /// Up to `limit` bytes from here on, or fewer where the content ends. Never holds more than twice
  /// what it returns and 4 MiB, so `limit` may be what a file claims of itself.
  [[nodiscard]] std::vector<uint8_t> read_up_to(uint64_t limit);

  /// True where the content ends here. Reads ahead one byte.
  [[nodiscard]] bool at_end();

 private:
  struct Inflate;

  [[nodiscard]] size_t read_packed(std::span<uint8_t> out);
  [[nodiscard]] size_t read_plain(std::span<uint8_t> out);
  void end_of_member();
  void refill();

  std::istream& stream_;
  std::string name_;
  std::unique_ptr<Inflate> inflate_;  ///< null for a stream that is not packed
  std::vector<uint8_t> buffer_;       ///< bytes of the stream, [begin_, end_) still unread
  size_t begin_ = 0, end_ = 0;
  bool has_ahead_ = false;
  uint8_t ahead_ = 0;
};

}  // namespace gradus::io
