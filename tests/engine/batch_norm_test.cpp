// Batch normalisation over whole batches: its statistics by hand, what is kept of them, and which
// of the two a program uses.
#include <gtest/gtest.h>

#include <cmath>

#include "engine/program.hpp"
#include "engine/reference_image.hpp"
#include "support/batches.hpp"
#include "support/image_graphs.hpp"
#include "support/targets.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

CompileOptions options_for(size_t capacity, bool training = true) {
  CompileOptions options;
  options.capacity = static_cast<int64_t>(capacity);
  options.training = training;
  options.loss.kind = LossKind::kMse;
  return options;
}

// Three batches of numbers of one feature, momentum 3/4:
//   1 2 3 6: mean 3, biased variance (4 + 1 + 0 + 9) / 4 = 3.5
//   -1 1:    mean 0, biased variance 1
//   8:       mean 8, biased variance 0
// moving mean:     0 -> 0.75  -> 0.5625   -> 2.421875
// moving variance: 1 -> 1.625 -> 1.46875  -> 1.1015625
template <class T>
void check_by_hand() {
  GraphMaker g(Shape{1});
  const Graph graph = g.finish(g.batch_norm(0, true, true, 0.75));
  Rows rows{.count = 7, .features = 1, .outputs = 1, .numbers = {1, 2, 3, 6, -1, 1, 8}};
  rows.targets.assign(7, 0.5F);
  const RowSource source = rows.source();
  Program<T> program(graph, options_for(20));
  State<T> state;
  state.weights.assign(static_cast<size_t>(graph.values()), T(0));
  ASSERT_EQ(state.weights.size(), 32U) << "gamma and beta, then the statistics";
  T* const moving = state.weights.data() + graph.statistics_at();
  state.weights[0] = moving[1] = T(1);  // gamma, and the variance at birth
  const struct {
    size_t first, count;
    double mean, variance;
  } steps[] = {{0, 4, 0.75, 1.625}, {4, 2, 0.5625, 1.46875}, {6, 1, 2.421875, 1.1015625}};
  uint32_t number = 0;
  for (const auto& step : steps) {
    const Batch batch{&source, nullptr, step.first, step.count, false};
    const std::vector<T> before(state.weights.begin(), state.weights.end());
    (void)program.gradient(state.weights.data(), batch, 1, ++number);
    EXPECT_TRUE(same_bits(before, std::vector<T>(state.weights.begin(), state.weights.end())))
        << "a gradient changes nothing";
    program.update(state, Update<T>{});  // of learning rate 0
    EXPECT_EQ(state.weights[0], T(1));
    EXPECT_EQ(static_cast<double>(moving[0]), step.mean) << "after batch " << number;
    EXPECT_EQ(static_cast<double>(moving[1]), step.variance) << "after batch " << number;
  }
  for (size_t i = 2; i < 16; ++i) EXPECT_EQ(moving[i], T(0)) << "padding";
  // Evaluation goes by the moving statistics alone.
  Program<T> predict(graph, options_for(20, false));
  std::vector<T> out(7);
  predict.predict(state.weights.data(), {&source, nullptr, 0, 7, false}, out.data());
  for (size_t r = 0; r < 7; ++r) {
    const double want =
        (static_cast<double>(rows.numbers[r]) - 2.421875) / std::sqrt(1.1015625 + 1e-3);
    EXPECT_NEAR(static_cast<double>(out[r]), want, sizeof(T) == 4 ? 1e-6 : 1e-14);
  }
}

TEST(BatchNorm, MovingStatisticsOverThreeBatchesByHand) {
  check_by_hand<float>();
  check_by_hand<double>();
}

// A program's output in training against the twins', whatever the shards; moving statistics too.
TEST(BatchNorm, OfABatchEqualsItsTwin) {
  for (const size_t rows_count : {1, 7, 16, 33, 300, 1500}) {
    SCOPED_TRACE(rows_count);
    Numbers numbers(rows_count);
    GraphMaker g(Shape{3, 2, 5});
    const Graph graph = g.finish(g.flatten(g.batch_norm(0, true, true, 0.9, 1e-2)));
    const Rows rows = draw_rows(numbers, rows_count, 30, 30);
    const RowSource source = rows.source();
    State<double> state;
    state.weights = draw_weights<double>(numbers, graph);
    const std::vector<double> before(state.weights.begin(), state.weights.end());
    Program<double> program(graph, options_for(rows_count + 5));
    std::vector<double> out(rows_count * 30);
    (void)program.gradient(state.weights.data(), {&source, nullptr, 0, rows_count, false}, 1, 1,
                           out.data());
    program.update(state, Update<double>{});

    const std::vector<double> x(rows.numbers.begin(), rows.numbers.end());
    const size_t n = rows_count * 6;
    std::vector<double> mean(5), variance(5), want(out.size());
    reference::moments(x, n, 5, mean, variance);
    for (double& v : variance) v /= static_cast<double>(n);
    const std::span<const double> w(before);
    reference::batch_norm({n, 5, 1e-2}, x, mean, variance, w.subspan(0, 5), w.subspan(5, 5), want);
    for (size_t i = 0; i < want.size(); ++i) ASSERT_NEAR(out[i], want[i], 1e-13) << i;
    const auto at = static_cast<size_t>(graph.statistics_at());
    for (size_t c = 0; c < 5; ++c) {
      EXPECT_NEAR(state.weights[at + c], 0.9 * before[at + c] + 0.1 * mean[c], 1e-14);
      EXPECT_NEAR(state.weights[at + 5 + c], 0.9 * before[at + 5 + c] + 0.1 * variance[c], 1e-14);
    }
  }
}

// Its gradient against the twin's, straight below the loss: dy = 2 (y - t) / outputs / rows.
TEST(BatchNorm, GradientEqualsItsTwin) {
  for (const size_t count : {2, 17, 300}) {
    SCOPED_TRACE(count);
    Numbers numbers(count);
    GraphMaker g(Shape{4});
    const int z = g.dense(0, 3, false);
    const Graph graph = g.finish(g.batch_norm(z));
    const Rows rows = draw_rows(numbers, count, 4, 3);
    const RowSource source = rows.source();
    const AlignedVector<double> weights = draw_weights<double>(numbers, graph);
    const std::span<const double> w(weights.data(), weights.size());
    Program<double> program(graph, options_for(count));
    std::vector<double> y(count * 3);
    (void)program.gradient(weights.data(), {&source, nullptr, 0, count, false}, 1, 1, y.data());
    const std::vector<double> got = gradient_of(program);

    const std::vector<double> x(rows.numbers.begin(), rows.numbers.end());
    std::vector<double> value(count * 3), dy(count * 3), dz(count * 3), want(12), dgamma(3),
        dbeta(3);
    reference::product({.rows = count, .inputs = 4, .outputs = 3, .w_k = 3, .w_o = 1}, x,
                       w.subspan(0, 12), {}, value);
    for (size_t i = 0; i < dy.size(); ++i)
      dy[i] = 2 * (y[i] - static_cast<double>(rows.targets[i])) / 3 / static_cast<double>(count);
    reference::batch_norm_backward({count, 3, 1e-3}, value, dy, w.subspan(12, 3), dz, dgamma,
                                   dbeta);
    reference::weight_gradient(x, dz, want, count, 4, 3, false);
    want.insert(want.end(), dgamma.begin(), dgamma.end());
    want.insert(want.end(), dbeta.begin(), dbeta.end());
    for (size_t i = 0; i < want.size(); ++i) EXPECT_NEAR(got[i], want[i], 1e-12) << "weight " << i;
  }
}

// What is not trained is not touched by a rule that moves every weight, nor by a clip.
TEST(BatchNorm, RulesLeaveStatisticsAlone) {
  Numbers numbers(3);
  GraphMaker g(Shape{4});
  const Graph graph = g.finish(g.dense(g.normalize(g.batch_norm(0, true, true, 1)), 2));
  const Rows rows = draw_rows(numbers, 20, 4, 2);
  const RowSource source = rows.source();
  State<float> state;
  state.weights = draw_weights<float>(numbers, graph);
  const std::vector<float> before(state.weights.begin(), state.weights.end());
  Program<float> program(graph, options_for(20));
  (void)program.gradient(state.weights.data(), {&source, nullptr, 0, 20, false}, 1, 1);
  Update<float> rule;
  rule.scalar[0] = 0.5F;
  rule.clipnorm = 0.1, rule.clipvalue = 0.05;
  program.update(state, rule);
  const auto at = static_cast<size_t>(graph.statistics_at());
  EXPECT_NE(state.weights[0], before[0]);
  for (size_t i = at; i < before.size(); ++i) EXPECT_EQ(state.weights[i], before[i]) << i - at;
}

// Rows beyond the batch's are no part of its statistics, whatever an earlier batch has left there.
TEST(BatchNorm, PartialBatchesCountTheirRowsAlone) {
  Numbers numbers(4);
  GraphMaker g(Shape{3, 3, 2});
  const Graph graph = g.finish(g.dense(g.flatten(g.batch_norm(g.convolve(0, 3, {2, 2}))), 2));
  const Rows rows = draw_rows(numbers, 100, 18, 2);
  Rows broken = rows;
  for (float& v : broken.numbers) v = kNan<float>;
  const RowSource source = rows.source(), bad = broken.source();
  const AlignedVector<double> weights = draw_weights<double>(numbers, graph);
  Program<double> large(graph, options_for(100));
  for (const size_t count : {1, 2, 15, 17, 60, 99}) {
    SCOPED_TRACE(count);
    Program<double> exact(graph, options_for(count));
    std::vector<double> want(count * 2), got(count * 2);
    const Batch batch{&source, nullptr, 0, count, false};
    (void)exact.gradient(weights.data(), batch, 1, 1, want.data());
    (void)large.gradient(weights.data(), {&bad, nullptr, 0, 100, false}, 1, 1);
    (void)large.gradient(weights.data(), batch, 1, 1, got.data());
    for (size_t i = 0; i < want.size(); ++i) EXPECT_NEAR(got[i], want[i], 1e-13);
    const std::vector<double> a = gradient_of(exact), b = gradient_of(large);
    for (size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], 1e-12) << "weight " << i;
  }
}

}  // namespace
}  // namespace gradus::engine
