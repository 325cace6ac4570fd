#include <gtest/gtest.h>

#include <cmath>

#include "gradus/study/statistics.hpp"

// Expected values are SciPy 1.17's.
namespace gradus::statistics {
namespace {

void expect_close(double got, double expected, double relative) {
  EXPECT_NEAR(got, expected, std::abs(expected) * relative) << "off by " << got / expected - 1;
}

TEST(Distributions, NormalTailKeepsItsDigits) {
  expect_close(normal_tail(-3), 0.9986501019683699, 1e-14);
  expect_close(normal_tail(0), 0.5, 1e-15);
  expect_close(normal_tail(0.5), 0.3085375387259869, 1e-14);
  expect_close(normal_tail(1.96), 0.024997895148220435, 1e-13);
  expect_close(normal_tail(2.4), 0.008197535924596131, 1e-13);
  expect_close(normal_tail(2.6), 0.004661188023718747, 1e-13);
  expect_close(normal_tail(5), 2.866515718791933e-07, 1e-13);
  expect_close(normal_tail(10), 7.61985302416047e-24, 1e-13);
  expect_close(normal_tail(30), 4.906713927147908e-198, 1e-12);
}

TEST(Distributions, NormalQuantile) {
  expect_close(normal_quantile(1e-300), -37.0470962993612, 1e-13);
  expect_close(normal_quantile(1e-10), -6.361340902404056, 1e-13);
  expect_close(normal_quantile(0.025), -1.9599639845400545, 1e-13);
  expect_close(normal_quantile(0.3), -0.5244005127080409, 1e-13);
  expect_close(normal_quantile(0.975), 1.959963984540054, 1e-13);
  EXPECT_NEAR(normal_quantile(0.5), 0, 1e-15);
  EXPECT_TRUE(std::isnan(normal_quantile(0)));
}

TEST(Distributions, StudentTail) {
  expect_close(t_tail(0.5, 1), 0.35241638234956674, 1e-13);
  expect_close(t_tail(2, 1), 0.14758361765043326, 1e-13);
  expect_close(t_tail(12.7, 1), 0.025012163844672083, 1e-13);
  expect_close(t_tail(-1.3, 2), 0.8383764840919798, 1e-13);
  expect_close(t_tail(2.5, 3), 0.04385332350403278, 1e-13);
  expect_close(t_tail(4, 7.5), 0.002253055175092589, 1e-12);
  expect_close(t_tail(3, 30), 0.0026949820328259727, 1e-12);
  expect_close(t_tail(6, 200), 4.557560174405173e-09, 1e-12);
  expect_close(t_tail(2, 5000), 0.022777129994146977, 1e-12);
  expect_close(t_tail(50, 4), 4.787226828484845e-07, 1e-12);
  EXPECT_EQ(t_tail(0, 3), 0.5);
}

TEST(Distributions, StudentQuantile) {
  expect_close(t_quantile(0.975, 1), 12.706204736174694, 1e-11);
  expect_close(t_quantile(0.975, 2), 4.302652729749462, 1e-11);
  expect_close(t_quantile(0.975, 4), 2.7764451051977934, 1e-11);
  expect_close(t_quantile(0.8, 7), 0.8960296443137653, 1e-11);
  expect_close(t_quantile(0.999, 31), 3.3748992804233016, 1e-11);
  expect_close(t_quantile(0.0005, 3), -12.923978636687481, 1e-11);
  expect_close(t_quantile(0.975, 999), 1.9623414611334493, 1e-11);
  expect_close(t_quantile(1e-8, 5), -62.4045061109673, 1e-10);
  EXPECT_EQ(t_quantile(0.5, 3), 0);
}

TEST(Distributions, TossesOfAFairCoin) {
  expect_close(coin_cdf(0, 5), 0.03125, 1e-13);
  expect_close(coin_cdf(1, 8), 0.03515625, 1e-13);
  expect_close(coin_cdf(3, 10), 0.171875, 1e-13);
  expect_close(coin_cdf(40, 100), 0.028443966820490444, 1e-12);
  expect_close(coin_cdf(470, 1000), 0.031011597549181716, 1e-12);
  expect_close(coin_cdf(12, 25), 0.5, 1e-13);
  EXPECT_EQ(coin_cdf(-1, 5), 0);
  EXPECT_EQ(coin_cdf(5, 5), 1);
}

}  // namespace
}  // namespace gradus::statistics
