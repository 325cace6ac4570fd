#include "gradus/nn/confusion_matrix.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "gradus/base/error.hpp"

namespace gradus {
namespace {

using Labels = std::vector<int32_t>;

TEST(ConfusionMatrix, IsThatOfScikitLearn) {
  EXPECT_EQ(confusion_matrix(Labels{1, 2, 0, 1, 0, 2, 2}, Labels{1, 0, 0, 1, 2, 2, 1}, 3),
            (std::vector<int64_t>{1, 0, 1, 0, 2, 0, 1, 1, 1}));
}

TEST(ConfusionMatrix, CountsNoSampleWithoutAPrediction) {
  EXPECT_EQ(confusion_matrix(Labels{0, 1}, Labels{-1, 1}, 2), (std::vector<int64_t>{0, 0, 0, 1}));
}

TEST(ConfusionMatrix, RefusesWhatDoesNotFit) {
  EXPECT_THROW((void)confusion_matrix(Labels{0}, Labels{0, 1}, 2), Error);
  EXPECT_THROW((void)confusion_matrix(Labels{2}, Labels{0}, 2), Error);
  EXPECT_THROW((void)confusion_matrix(Labels{0}, Labels{2}, 2), Error);
}

TEST(PredictedClass, LargestOrAboveAHalf) {
  const auto of = [](std::vector<double> outputs) { return predicted_class(outputs); };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(of({0.1, 0.7, 0.7}), 1);
  EXPECT_EQ(of({nan, -3, -2}), 2);
  EXPECT_EQ(of({nan, nan}), -1);
  EXPECT_EQ(of({0.5}), 0);
  EXPECT_EQ(of({0.51}), 1);
  EXPECT_EQ(of({nan}), -1);
  EXPECT_EQ(predicted_class(std::vector<float>{-1, -2}), 0);
}

}  // namespace
}  // namespace gradus
