#include <gtest/gtest.h>

#include "data/draw.hpp"
#include "data/samples.hpp"
#include "gradus/data/load.hpp"

namespace gradus::data {
namespace {

TEST(Xor, IsItsTable) {
  const Dataset rows = load(sources::Xor{}, {}).train;
  ASSERT_EQ(rows.rows(), 4);
  EXPECT_FALSE(rows.has_classes());
  EXPECT_EQ(rows.outputs(), 1);
  for (int64_t r = 0; r < 4; ++r) {
    const float a = static_cast<float>(r / 2), b = static_cast<float>(r % 2);
    EXPECT_EQ(test::row_of(rows, r), (std::vector<float>{a, b}));
    EXPECT_EQ(rows.target(r), (std::vector<float>{a != b ? 1.0f : 0.0f}));
  }
}

TEST(Xor, HasFourRowsHoweverManyAreAsked) {
  EXPECT_EQ(load(sources::Xor{}, {.train = 100}).train.rows(), 4);
  EXPECT_EQ(load(sources::Xor{}, {.train = 3}).train.rows(), 3);
  EXPECT_TRUE(load(sources::Xor{}, {}).test.empty());
  EXPECT_EQ(load(sources::Xor{}, {.test = 4}).test.rows(), 4);
}

}  // namespace
}  // namespace gradus::data
