#include "report/tensorboard/message.hpp"

#include <gtest/gtest.h>

namespace gradus::tensorboard {
namespace {

std::string bytes(std::initializer_list<int> values) {
  std::string out;
  for (const int v : values) out += static_cast<char>(v);
  return out;
}

TEST(TensorboardMessage, WritesIntegersSevenBitsAtATime) {
  EXPECT_EQ(Message().integer(1, 150).bytes(), bytes({0x08, 0x96, 0x01}));
  EXPECT_EQ(Message().integer(16, 1).bytes(), bytes({0x80, 0x01, 0x01})) << "a key of two bytes";
  EXPECT_EQ(Message().integer(1, -1).bytes().size(), 11U) << "negative: ten bytes";
}

TEST(TensorboardMessage, WritesNumbersLittleEndian) {
  EXPECT_EQ(Message().real(1, 1.0).bytes(), bytes({0x09, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f}));
  EXPECT_EQ(Message().single(2, 0.5F).bytes(), bytes({0x15, 0, 0, 0, 0x3f}));
  const std::vector<double> two = {1.0, 0.0};
  EXPECT_EQ(Message().reals(6, two).bytes(),
            bytes({0x32, 16, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0}));
}

TEST(TensorboardMessage, NestsMessagesByTheirLength) {
  Message inner, outer;
  inner.integer(1, 150);
  EXPECT_EQ(outer.message(3, inner).text(2, "ok").bytes(),
            bytes({0x1a, 0x03, 0x08, 0x96, 0x01, 0x12, 0x02, 'o', 'k'}));
}

}  // namespace
}  // namespace gradus::tensorboard
