#include "gradus/base/tensor.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <utility>

namespace gradus {
namespace {

TEST(Shape, SizeRankText) {
  const Shape image{28, 28, 1}, scalar;
  EXPECT_EQ(image.size(), 784);
  EXPECT_EQ(image.rank(), 3u);
  EXPECT_EQ(image[2], 1);
  EXPECT_EQ(image.text(), "28x28x1");
  EXPECT_EQ(scalar.size(), 1);
  EXPECT_EQ(scalar.rank(), 0u);
  EXPECT_EQ(scalar.text(), "1");
  EXPECT_EQ(image, Shape(std::vector<int64_t>{28, 28, 1}));
  EXPECT_NE(image, (Shape{28, 28}));
}

TEST(Tensor, IsZeroAtBirthAndAligned) {
  const Tensor tensor(5, {3, 7});
  EXPECT_EQ(tensor.rows(), 5);
  EXPECT_EQ(tensor.row_size(), 21);
  EXPECT_EQ(tensor.size(), 105u);
  for (const float v : tensor.values()) EXPECT_EQ(v, 0);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(tensor.data()) % 64, 0u);
  EXPECT_FALSE(tensor.empty());
  EXPECT_TRUE(Tensor().empty());
}

TEST(Tensor, RowsFollowEachOther) {
  BasicTensor<double> tensor(3, {2});
  for (size_t i = 0; i < tensor.size(); ++i) tensor.values()[i] = static_cast<double>(i);
  EXPECT_EQ(tensor.row(1)[0], 2);
  EXPECT_EQ(tensor.row(2)[1], 5);
  EXPECT_EQ(tensor.row(2).size(), 2u);
}

TEST(Tensor, IsAValue) {
  Tensor first(2, {2});
  first.row(0)[0] = 1;
  Tensor second = first;
  EXPECT_EQ(second, first);
  second.row(1)[1] = 2;
  EXPECT_NE(second, first);
  EXPECT_EQ(first.row(1)[1], 0);
  const Tensor moved = std::move(second);
  EXPECT_EQ(moved.row(1)[1], 2);
}

}  // namespace
}  // namespace gradus
