#include "nn/losses_rules.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <vector>

namespace gradus::rules {
namespace {

using Row = std::vector<double>;

Row derivative_of(const Loss& loss, const Row& p, const Row& t) {
  Row d(p.size(), std::nan(""));
  loss_derivative(loss, p, t, d);
  return d;
}

Row sigmoid_derivative(const Row& z, const Row& t, Outputs outputs = Outputs::kMean,
                       double slope = 1) {
  Row d(z.size(), std::nan(""));
  sigmoid_crossentropy_derivative(z, t, d, outputs, slope);
  return d;
}

Row softmax_derivative(const Row& z, const Row& t) {
  Row d(z.size(), std::nan(""));
  softmax_crossentropy_derivative(z, t, d);
  return d;
}

void expect_near(const Row& got, const Row& wanted, double tolerance) {
  ASSERT_EQ(got.size(), wanted.size());
  for (size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], wanted[i], tolerance) << i;
}

/// Central differences of f at x against `derivative`.
void expect_derivative(const std::function<double(const Row&)>& f, const Row& x,
                       const Row& derivative) {
  constexpr double kStep = 1e-5;
  ASSERT_EQ(x.size(), derivative.size());
  for (size_t i = 0; i < x.size(); ++i) {
    Row low = x, high = x;
    low[i] -= kStep;
    high[i] += kStep;
    EXPECT_NEAR((f(high) - f(low)) / (2 * kStep), derivative[i], 1e-8) << i;
  }
}

const Row kP0 = {0.2, 0.7, 0.4}, kP1 = {0.9, 0.05, 0.3};
const Row kT0 = {0, 1, 0.5}, kT1 = {1, 0, 0};
const Row kQ0 = {0.6, 2.1, 1.2}, kQ1 = {2.7, 0.15, 0.9};  // 3 p
const Row kZ0 = {1.5, -2.0, 0.25}, kZ1 = {-3.0, 4.0, 0.5};
const Row kOneHot0 = {0, 1, 0}, kOneHot1 = {0, 0, 1};

// Values from Keras 3.15.1; where it works in float inside, the tolerance is float's.
TEST(LossValue, IsThatOfKeras) {
  constexpr double kFloat = 3e-7;
  EXPECT_NEAR(loss_value(mse, kQ0, kT0), 0.6866666674613953, kFloat);
  EXPECT_NEAR(loss_value(mse, kQ1, kT1), 1.2408334016799927, kFloat);
  EXPECT_NEAR(loss_value(mae, kQ0, kT0), 0.8000000715255737, kFloat);
  EXPECT_NEAR(loss_value(mae, kQ1, kT1), 0.9166666865348816, kFloat);
  EXPECT_NEAR(loss_value(losses::Huber{0.5}, kQ0, kT0), 0.27500003576278687, kFloat);
  EXPECT_NEAR(loss_value(losses::Huber{0.5}, kQ1, kT1), 0.35374999046325684, kFloat);
  EXPECT_NEAR(loss_value(binary_crossentropy, kP0, kT0), 0.43112558126449585, kFloat);
  EXPECT_NEAR(loss_value(binary_crossentropy, kP1, kT1), 0.17110958695411682, kFloat);
  EXPECT_NEAR(loss_value(categorical_crossentropy, kP0, kOneHot0), 0.6190392084062233, 1e-15);
  EXPECT_NEAR(loss_value(categorical_crossentropy, kP1, kOneHot1), 1.4271163556401458, 1e-15);
  EXPECT_NEAR(sigmoid_crossentropy(kZ0, kT0), 1.5097602605819702, kFloat);
  EXPECT_NEAR(sigmoid_crossentropy(kZ1, kT1), 2.680271625518799, kFloat);
  EXPECT_NEAR(softmax_crossentropy(kZ0, kOneHot0), 3.7751302622476355, 1e-15);
  EXPECT_NEAR(softmax_crossentropy(kZ1, kOneHot1), 3.530635179426975, 1e-15);
}

TEST(LossDerivative, IsThatOfKeras) {
  constexpr double kFloat = 3e-7;
  expect_near(derivative_of(losses::Huber{0.5}, kQ1, kT1), {1 / 6.0, 0.05, 1 / 6.0}, 1e-15);
  expect_near(derivative_of(binary_crossentropy, kP0, kT0),
              {0.416666679084301, -0.4761904903820583, -0.1388888930281003}, kFloat);
  expect_near(derivative_of(categorical_crossentropy, kP0, kOneHot0),
              {0.7692307692307693, -0.6593406593406593, 0.7692307692307693}, 1e-15);
  expect_near(derivative_of(categorical_crossentropy, kP1, kOneHot1), {0.8, 0.8, -38 / 15.0},
              1e-15);
  expect_near(sigmoid_derivative(kZ0, kT0),
              {0.27252483351975393, -0.29359903474256027, 0.020725500912934083}, kFloat);
  expect_near(softmax_derivative(kZ1, kOneHot1),
              {0.0008843698686108625, 0.969829322233691, -0.970713692102302}, 1e-15);
}

TEST(LossDerivative, IsThatOfDifferences) {
  const auto cube =
      losses::Custom{"cube", [](double p, double t) { return (p - t) * (p - t) * (p - t); },
                     [](double p, double t) { return 3 * (p - t) * (p - t); }};
  for (const Loss& loss :
       {Loss(mse), Loss(mae), Loss(losses::Huber{0.5}), Loss(losses::Huber{0.5, Outputs::kSum}),
        Loss(binary_crossentropy), Loss(losses::BinaryCrossentropy{Outputs::kSum}),
        Loss(categorical_crossentropy), Loss(sparse_categorical_crossentropy), Loss(cube)}) {
    const Row soft = {0.25, 0.6, 0.05};  // not of sum 1: the derivative must not assume it
    const auto f = [&](const Row& p) { return loss_value(loss, p, soft); };
    expect_derivative(f, kP0, derivative_of(loss, kP0, soft));
  }
  const Row soft = {0.25, 0.6, 0.05};
  expect_derivative([&](const Row& z) { return softmax_crossentropy(z, soft); }, kZ1,
                    softmax_derivative(kZ1, soft));
  expect_derivative([&](const Row& z) { return sigmoid_crossentropy(z, soft, Outputs::kSum, 2); },
                    kZ1, sigmoid_derivative(kZ1, soft, Outputs::kSum, 2));
}

TEST(LossValue, SumOfOutputsIsTheirCountTimesTheMean) {
  EXPECT_DOUBLE_EQ(loss_value(losses::MeanSquaredError{Outputs::kSum}, kP0, kT0),
                   3 * loss_value(mse, kP0, kT0));
  EXPECT_DOUBLE_EQ(sigmoid_crossentropy(kZ0, kT0, Outputs::kSum),
                   3 * sigmoid_crossentropy(kZ0, kT0));
  const Row mean = derivative_of(mae, kP0, kT0);
  const Row sum = derivative_of(losses::MeanAbsoluteError{Outputs::kSum}, kP0, kT0);
  for (size_t i = 0; i < 3; ++i) EXPECT_DOUBLE_EQ(sum[i], 3 * mean[i]);
}

TEST(LossDerivative, OfAbsoluteErrorIsZeroWhereItIsMet) {
  EXPECT_EQ(derivative_of(mae, {1, 2, 3}, {1, 1, 4}), (Row{0, 1 / 3.0, -1 / 3.0}));
}

TEST(FusedCrossentropies, AgreeWithTheProbabilities) {
  Row p;
  for (double z : kZ0) p.push_back(stable_sigmoid(z));
  EXPECT_NEAR(sigmoid_crossentropy(kZ0, kT0), loss_value(binary_crossentropy, p, kT0), 1e-15);
  Row doubled = kZ0;
  for (double& z : doubled) z *= 2;
  EXPECT_EQ(sigmoid_crossentropy(kZ0, kT0, Outputs::kMean, 2), sigmoid_crossentropy(doubled, kT0));
  Row q;
  for (double z : kZ1) q.push_back(std::exp(z));  // normed inside
  EXPECT_NEAR(softmax_crossentropy(kZ1, kOneHot1),
              loss_value(categorical_crossentropy, q, kOneHot1), 1e-14);
}

TEST(FusedCrossentropies, NeverOverflowOnFiniteLogits) {
  EXPECT_EQ(sigmoid_crossentropy(Row{800}, Row{0}), 800);
  EXPECT_EQ(sigmoid_crossentropy(Row{-800}, Row{1}), 800);
  EXPECT_EQ(sigmoid_crossentropy(Row{800}, Row{1}), 0);
  EXPECT_EQ(sigmoid_derivative({-800}, {1}), Row{-1});
  EXPECT_EQ(softmax_crossentropy(Row{1e4, -1e4}, Row{0, 1}), 2e4);
  EXPECT_EQ(softmax_derivative({1e4, -1e4}, {0, 1}), (Row{1, -1}));
  EXPECT_EQ(softmax_crossentropy(Row{-1e4, -1e4}, Row{0, 1}),
            softmax_crossentropy(Row{0, 0}, Row{0, 1}));
}

TEST(Crossentropies, AreClippedAwayFromLogits) {
  // Keras's numbers: -log(1e-7), and no derivative where clipping acts.
  EXPECT_NEAR(loss_value(binary_crossentropy, Row{0}, Row{1}), 16.118095650958319, 1e-14);
  EXPECT_NEAR(loss_value(binary_crossentropy, Row{1}, Row{1}), 1.0000000494736474e-07, 1e-17);
  EXPECT_NEAR(loss_value(categorical_crossentropy, Row{0, 1, 0}, kOneHot0), 1.0000000494736474e-07,
              1e-17);
  EXPECT_NEAR(loss_value(categorical_crossentropy, Row{0, 1, 0}, kOneHot1), 16.118095650958319,
              1e-14);
  EXPECT_EQ(derivative_of(binary_crossentropy, {0, 1, 0.5}, {1, 0, 1}), (Row{0, 0, -2 / 3.0}));
  EXPECT_EQ(derivative_of(categorical_crossentropy, {0, 1, 0}, kOneHot1), (Row{0, 0, 0}));
}

TEST(LossValue, NaNPasses) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const Loss& loss : {Loss(mse), Loss(mae), Loss(losses::Huber{}), Loss(binary_crossentropy),
                           Loss(categorical_crossentropy)}) {
    EXPECT_TRUE(std::isnan(loss_value(loss, Row{nan, 0.5}, Row{1, 0})));
    EXPECT_TRUE(std::isnan(derivative_of(loss, {nan, 0.5}, {1, 0})[0]));
  }
  EXPECT_TRUE(std::isnan(sigmoid_crossentropy(Row{nan}, Row{1})));
  EXPECT_TRUE(std::isnan(softmax_crossentropy(Row{0, nan}, Row{1, 0})));
}

TEST(LossDerivative, MayOverwriteThePredictions) {
  for (const Loss& loss : {Loss(mse), Loss(binary_crossentropy), Loss(categorical_crossentropy)}) {
    Row p = kP0;
    loss_derivative(loss, p, kOneHot0, p);
    EXPECT_EQ(p, derivative_of(loss, kP0, kOneHot0));
  }
  Row z = kZ0;
  softmax_crossentropy_derivative(z, kOneHot0, z);
  EXPECT_EQ(z, softmax_derivative(kZ0, kOneHot0));
}

}  // namespace
}  // namespace gradus::rules
