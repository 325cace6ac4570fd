#include "report/tensorboard/record.hpp"

#include <array>

namespace gradus::tensorboard {
namespace {

constexpr std::array<uint32_t, 256> table() {
  std::array<uint32_t, 256> out{};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0x82f63b78U : 0U);
    out[i] = crc;
  }
  return out;
}

constexpr std::array<uint32_t, 256> kTable = table();

void add(std::string& out, uint64_t number, int bytes) {
  for (int i = 0; i < bytes; ++i) out += static_cast<char>(number >> (8 * i) & 0xff);
}

uint32_t masked(std::string_view bytes) {
  const uint32_t crc = crc32c(bytes);
  return ((crc >> 15) | (crc << 17)) + 0xa282ead8U;
}

}  // namespace

uint32_t crc32c(std::string_view bytes) {
  uint32_t crc = 0xffffffffU;
  for (const char c : bytes) crc = (crc >> 8) ^ kTable[(crc ^ static_cast<uint8_t>(c)) & 0xff];
  return ~crc;
}

std::string record(std::string_view bytes) {
  std::string out;
  add(out, bytes.size(), 8);
  add(out, masked(out), 4);
  out += bytes;
  add(out, masked(bytes), 4);
  return out;
}

}  // namespace gradus::tensorboard
