#include "report/tensorboard/record.hpp"

#include <gtest/gtest.h>

namespace gradus::tensorboard {
namespace {

std::string hex(std::string_view bytes) {
  std::string out;
  for (const char c : bytes) {
    out += "0123456789abcdef"[static_cast<uint8_t>(c) >> 4];
    out += "0123456789abcdef"[c & 15];
  }
  return out;
}

TEST(Crc32c, GivesThePublishedValues) {
  EXPECT_EQ(crc32c("123456789"), 0xe3069283U);
  // RFC 3720, B.4: 32 zeros, and 32 bytes of ones.
  EXPECT_EQ(crc32c(std::string(32, '\0')), 0x8a9136aaU);
  EXPECT_EQ(crc32c(std::string(32, '\xff')), 0x62a8ab43U);
  EXPECT_EQ(crc32c(""), 0U);
}

TEST(TensorboardRecord, FramesBytesWithTheirLengthAndBothChecksums) {
  const std::string frame = record("abc");
  ASSERT_EQ(frame.size(), 8U + 4 + 3 + 4);
  EXPECT_EQ(hex(frame.substr(0, 8)), "0300000000000000");
  EXPECT_EQ(frame.substr(12, 3), "abc");
  const auto masked = [](uint32_t crc) { return ((crc >> 15) | (crc << 17)) + 0xa282ead8U; };
  const auto at = [&](size_t place) {
    uint32_t out = 0;
    for (size_t i = 4; i-- > 0;) out = out << 8 | static_cast<uint8_t>(frame[place + i]);
    return out;
  };
  EXPECT_EQ(at(8), masked(crc32c(std::string_view(frame).substr(0, 8))));
  // crc32c("abc") is 0x364b3fb7: rotated 7f6e6c96, with the constant 21f1576e.
  EXPECT_EQ(at(15), 0x21f1576eU);
}

}  // namespace
}  // namespace gradus::tensorboard
