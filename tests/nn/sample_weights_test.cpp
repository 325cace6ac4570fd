#include "nn/sample_weights.hpp"

#include <gtest/gtest.h>

namespace gradus {
namespace {

TEST(SampleWeights, ClassTimesOwn) {
  const std::vector<double> classes = {1, 4};
  EXPECT_EQ(sample_weight(1, classes), 4);
  EXPECT_EQ(sample_weight(1, classes, 0.5), 2);
  EXPECT_EQ(sample_weight(1, {}, 0.5), 0.5);
}

TEST(SampleWeights, BalancedIsThatOfScikitLearn) {
  const std::vector<int32_t> labels = {0, 0, 0, 1, 2, 2, 2, 2};
  const auto weights = balanced_class_weights(labels, 3);
  ASSERT_EQ(weights.size(), 3U);
  EXPECT_DOUBLE_EQ(weights[0], 8 / 9.0);
  EXPECT_DOUBLE_EQ(weights[1], 8 / 3.0);
  EXPECT_DOUBLE_EQ(weights[2], 2 / 3.0);
}

TEST(SampleWeights, BalancedLeavesAnAbsentClassOut) {
  const std::vector<int32_t> labels = {0, 0, 0, 2};
  EXPECT_EQ(balanced_class_weights(labels, 3), (std::vector<double>{4 / 6.0, 1, 2}));
}

}  // namespace
}  // namespace gradus
