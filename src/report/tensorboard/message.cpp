#include "report/tensorboard/message.hpp"

#include <bit>

namespace gradus::tensorboard {
namespace {

// Wire types.
constexpr int kVarint = 0, kFixed64 = 1, kLength = 2, kFixed32 = 5;

void add(std::string& out, uint64_t bits, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(bits >> (8 * i) & 0xff);
}

}  // namespace

void Message::varint(uint64_t value) {
  for (; value >= 0x80; value >>= 7) bytes_ += static_cast<char>((value & 0x7f) | 0x80);
  bytes_ += static_cast<char>(value);
}

void Message::key(int field, int type) {
  varint(static_cast<uint64_t>(field) << 3 | static_cast<uint64_t>(type));
}

Message& Message::integer(int field, int64_t value) {
  key(field, kVarint);
  varint(static_cast<uint64_t>(value));
  return *this;
}

Message& Message::real(int field, double value) {
  key(field, kFixed64);
  add(bytes_, std::bit_cast<uint64_t>(value), 8);
  return *this;
}

Message& Message::single(int field, float value) {
  key(field, kFixed32);
  add(bytes_, std::bit_cast<uint32_t>(value), 4);
  return *this;
}

Message& Message::text(int field, std::string_view value) {
  key(field, kLength);
  varint(value.size());
  bytes_ += value;
  return *this;
}

Message& Message::reals(int field, std::span<const double> values) {
  key(field, kLength);
  varint(8 * values.size());
  for (const double value : values) add(bytes_, std::bit_cast<uint64_t>(value), 8);
  return *this;
}

}  // namespace gradus::tensorboard
