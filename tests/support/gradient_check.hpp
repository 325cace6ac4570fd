#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/program.hpp"
#include "support/batches.hpp"
#include "support/tolerance.hpp"

namespace gradus::test {

/// The harness that every op, layer and loss must pass: the gradient of the mean loss of a whole
/// program in double, penalties included, against central differences, weight by weight. Steps of
/// 1e-5 leave errors of about 1e-10: h^2 f''' / 6 and the loss's rounding over h. What is random
/// has the same seed in every call. Kinks: weights and rows are drawn with seeds that keep every
/// argument of relu and its like further from 0 than the steps reach.
inline void check_gradient(const engine::Graph& graph, const engine::LossSpec& loss,
                           const Rows& rows, uint64_t seed = 1) {
  constexpr double kStep = 1e-5;
  Numbers numbers(seed);
  engine::CompileOptions options;
  options.capacity = static_cast<int64_t>(rows.count) + 5;  // a partial batch
  options.loss = loss;
  engine::Program<double> program(graph, options);
  const engine::RowSource source = rows.source();
  const engine::Batch batch{&source, nullptr, 0, rows.count, false};
  AlignedVector<double> weights = draw_weights<double>(numbers, graph);
  const auto mean_loss = [&] {
    const engine::Sums sums = program.gradient(weights.data(), batch, seed, 3);
    return sums.loss / static_cast<double>(sums.rows) + program.penalty(weights.data());
  };
  ASSERT_TRUE(std::isfinite(mean_loss()));
  const std::vector<double> analytic = gradient_of(program);
  double largest = 0;
  for (const double g : analytic) largest = std::max(largest, std::abs(g));
  ASSERT_GT(largest, 1e-4) << "a gradient of nothing proves nothing";
  for (size_t i = 0; i < analytic.size(); ++i) {
    const double middle = weights[i];
    weights[i] = middle + kStep;
    const double above = mean_loss();
    weights[i] = middle - kStep;
    const double below = mean_loss();
    weights[i] = middle;
    const double numeric = (above - below) / (2 * kStep);
    // A gradient far below the largest is held to the noise of the differences.
    const double size = std::max({std::abs(numeric), std::abs(analytic[i]), 1e-3 * largest});
    EXPECT_NEAR(analytic[i], numeric, kGradientError * size) << "weight " << i;
  }
}

}  // namespace gradus::test
