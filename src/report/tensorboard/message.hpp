#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace gradus::tensorboard {

/// A message of protocol buffers as it lies in a file, field after field in the order they are
/// added. Fields of the default value are written too, where they are given.
class Message {
 public:
  Message& integer(int field, int64_t value);
  Message& real(int field, double value);
  Message& single(int field, float value);
  Message& text(int field, std::string_view value);  ///< bytes too
  Message& message(int field, const Message& value) { return text(field, value.bytes_); }
  /// Numbers of one repeated field, packed.
  Message& reals(int field, std::span<const double> values);

  [[nodiscard]] const std::string& bytes() const { return bytes_; }

 private:
  void key(int field, int type);
  void varint(uint64_t value);
  std::string bytes_;
};

}  // namespace gradus::tensorboard
