#include "nn/best_constant.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace gradus {
namespace {

using Floats = std::vector<float>;
using Labels = std::vector<int32_t>;
using Weights = std::vector<double>;

const double kLog2 = std::log(2.0);

double entropy(const std::vector<double>& shares) {
  double sum = 0;
  for (double p : shares) sum -= p > 0 ? p * std::log(p) : 0;
  return sum;
}

TEST(BestConstant, VarianceForSquaredError) {
  EXPECT_DOUBLE_EQ(best_constant_loss(mse, Floats{1, 2, 3, 6}, 1), 3.5);
  // Two outputs of variance 1 and 4.
  const Floats rows = {0, 1, 2, 5};
  EXPECT_DOUBLE_EQ(best_constant_loss(mse, rows, 2), 2.5);
  EXPECT_DOUBLE_EQ(best_constant_loss(losses::MeanSquaredError{Outputs::kSum}, rows, 2), 5);
  // XOR: half ones.
  EXPECT_DOUBLE_EQ(best_constant_loss(mse, Floats{0, 1, 1, 0}, 1), 0.25);
}

TEST(BestConstant, DistanceFromTheMedianForAbsoluteError) {
  EXPECT_DOUBLE_EQ(best_constant_loss(mae, Floats{7, 1, 2}, 1), 2);
  EXPECT_DOUBLE_EQ(best_constant_loss(mae, Floats{7, 1, 2, 3}, 1), 1.75);
  EXPECT_DOUBLE_EQ(best_constant_loss(mae, Floats{0, 10}, 1, Weights{3, 1}), 2.5);
}

TEST(BestConstant, Huber) {
  // Within delta it is half the variance, far beyond delta (distance - delta / 2) delta.
  EXPECT_NEAR(best_constant_loss(losses::Huber{100}, Floats{1, 2, 3, 6}, 1), 1.75, 1e-15);
  // 0, 0, 10 with delta 1: the slope 2 p - 1 is 0 at p = 1/2; (2 / 8 + 9) / 3.
  EXPECT_NEAR(best_constant_loss(losses::Huber{1}, Floats{0, 0, 10}, 1), 9.25 / 3, 1e-14);
}

TEST(BestConstant, EntropyForCrossentropies) {
  EXPECT_NEAR(best_constant_loss(binary_crossentropy, Floats{0, 1, 1, 0}, 1), kLog2, 1e-15);
  EXPECT_NEAR(best_constant_loss(binary_crossentropy, Labels{0, 1, 1, 1}, 2, 1),
              entropy({0.25, 0.75}), 1e-15);
  EXPECT_NEAR(best_constant_loss(categorical_crossentropy, Labels{0, 1, 2, 2}, 3, 3),
              entropy({0.25, 0.25, 0.5}), 1e-15);
  EXPECT_NEAR(best_constant_loss(sparse_categorical_crossentropy, Labels{0, 1, 2, 2}, 3, 3),
              entropy({0.25, 0.25, 0.5}), 1e-15);
  EXPECT_EQ(best_constant_loss(categorical_crossentropy, Labels{1, 1}, 3, 3), 0);
  // Soft labels, and rows that do not sum to 1: -sum t log(t / sum t).
  EXPECT_NEAR(best_constant_loss(categorical_crossentropy, Floats{0.25, 0.75}, 2),
              entropy({0.25, 0.75}), 1e-15);
  EXPECT_NEAR(best_constant_loss(categorical_crossentropy, Floats{1, 1}, 2), 2 * kLog2, 1e-15);
}

TEST(BestConstant, TenDigitsOneAgainstTheRest) {
  Labels labels;
  for (int32_t i = 0; i < 50; ++i) labels.push_back(i % 10);
  const double one = entropy({0.1, 0.9});
  EXPECT_NEAR(best_constant_loss(binary_crossentropy, labels, 10, 10), one, 1e-15);
  EXPECT_NEAR(best_constant_loss(losses::BinaryCrossentropy{Outputs::kSum}, labels, 10, 10),
              10 * one, 1e-14);
}

TEST(BestConstant, WeightsCountAsRows) {
  const Floats twice = {1, 1, 2, 6};
  const Floats once = {1, 2, 6};
  for (const Loss& loss : {Loss(mse), Loss(mae), Loss(losses::Huber{})}) {
    EXPECT_NEAR(best_constant_loss(loss, once, 1, Weights{2, 1, 1}),
                best_constant_loss(loss, twice, 1), 1e-12);
  }
  EXPECT_NEAR(best_constant_loss(categorical_crossentropy, Labels{0, 1}, 2, 2, Weights{1, 3}),
              entropy({0.25, 0.75}), 1e-15);
  EXPECT_NEAR(best_constant_loss(mse, Floats{1, 2, 99}, 1, Weights{1, 1, 0}), 0.25, 1e-15);
}

TEST(BestConstant, LabelsAndOneHotRowsAgree) {
  const Labels labels = {2, 0, 1, 2, 2};
  const Floats rows = {0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1};
  for (const Loss& loss : {Loss(mse), Loss(mae), Loss(losses::Huber{0.3}),
                           Loss(binary_crossentropy), Loss(categorical_crossentropy)}) {
    EXPECT_NEAR(best_constant_loss(loss, labels, 3, 3), best_constant_loss(loss, rows, 3), 1e-14);
  }
}

TEST(BestConstant, OwnLossIsMinimisedOverTheTargetsRange) {
  const losses::Custom square{"square", [](double p, double t) { return (p - t) * (p - t); }, {}};
  EXPECT_NEAR(best_constant_loss(square, Floats{1, 2, 3, 6}, 1), 3.5, 1e-12);
  EXPECT_EQ(best_constant_loss(square, Floats{2, 2}, 1), 0);
}

TEST(BestConstant, NothingToMeasureIsNaN) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  EXPECT_TRUE(std::isnan(best_constant_loss(mse, Floats{}, 1)));
  EXPECT_TRUE(std::isnan(best_constant_loss(mse, Floats{1, nan}, 1)));
  EXPECT_TRUE(std::isnan(best_constant_loss(mse, Floats{1, 2}, 1, Weights{0, 0})));
  EXPECT_TRUE(std::isnan(best_constant_loss(mse, Labels{}, 2, 1)));
}

}  // namespace
}  // namespace gradus
