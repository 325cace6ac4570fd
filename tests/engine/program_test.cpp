// What a program promises beside its gradient: the same bits whatever the threads, the targets and
// the rest of the batch, and rows that count nowhere when they are not there.
#include "engine/program.hpp"

#include <gtest/gtest.h>

#include <numeric>

#include "base/threads.hpp"
#include "engine/reference.hpp"
#include "support/batches.hpp"
#include "support/graphs.hpp"
#include "support/targets.hpp"
#include "support/tolerance.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

CompileOptions options_for(size_t capacity, LossKind loss = LossKind::kMse) {
  CompileOptions options;
  options.capacity = static_cast<int64_t>(capacity);
  options.loss.kind = loss;
  options.metrics = {MetricKind::kMse, MetricKind::kMae};
  return options;
}

Graph network(int64_t inputs = 5, int64_t outputs = 3, double drop = 0.2) {
  GraphMaker g(Shape{inputs});
  const int a = g.act(g.dense(0, 17), Act::kRelu);
  const int b = g.add({a, g.act(g.dense(g.dropout(a, drop), 17), Act::kTanh)});
  return g.finish(g.dense(b, outputs));
}

template <class T>
struct Step {
  std::vector<T> gradient, out;
  std::vector<double> sums;
};

template <class T>
Step<T> step_of(Program<T>& program, const AlignedVector<T>& weights, const Batch& batch) {
  Step<T> s;
  s.out.resize(batch.count * batch.source->outputs, kNan<T>);
  const Sums sums = program.gradient(weights.data(), batch, 7, 2, s.out.data());
  s.gradient = gradient_of(program);
  s.sums = {sums.loss, sums.metrics[0], sums.metrics[1], static_cast<double>(sums.rows)};
  return s;
}

template <class T>
void expect_same(const Step<T>& a, const Step<T>& b) {
  EXPECT_TRUE(same_bits(a.gradient, b.gradient));
  EXPECT_TRUE(same_bits(a.out, b.out));
  EXPECT_TRUE(same_bits(a.sums, b.sums));
}

template <class T>
void check_partial(size_t capacity, size_t count) {
  SCOPED_TRACE(testing::Message() << count << " rows of " << capacity);
  Numbers numbers(count);
  const Graph graph = network();
  const Rows rows = draw_rows(numbers, capacity, 5, 3, {.weights = true});
  const AlignedVector<T> weights = draw_weights<T>(numbers, graph);
  const RowSource source = rows.source();
  const Batch batch{&source, nullptr, 0, count, false};
  Program<T> exact(graph, options_for(count)), large(graph, options_for(capacity));
  ASSERT_EQ(exact.plan().shards.count, 1);
  const Step<T> want = step_of(exact, weights, batch);
  // What a larger batch, and one of NaN, leave behind must not show.
  (void)step_of(large, weights, {&source, nullptr, 0, capacity, false});
  Rows broken = rows;
  std::fill(broken.numbers.begin(), broken.numbers.end(), kNan<float>);
  std::fill(broken.targets.begin(), broken.targets.end(), kNan<float>);
  const RowSource bad = broken.source();
  (void)step_of(large, weights, {&bad, nullptr, 0, capacity, false});
  expect_same(step_of(large, weights, batch), want);
}

TEST(Program, PartialBatchesGiveTheBitsOfTheirSize) {
  // Of a capacity that is still one shard.
  for (const size_t count : {1, 2, 15, 16, 17, 31, 33, 64, 65, 140}) {
    check_partial<float>(144, count);
    check_partial<double>(144, count);
  }
}

// Rows of the last shards alone are missing, so the present ones lie in the same shards.
TEST(Program, EmptyShardsAddNothing) {
  Numbers numbers(1);
  const Graph graph = network(5, 3, 0);
  const Rows rows = draw_rows(numbers, 4096, 5, 3);
  const AlignedVector<float> weights = draw_weights<float>(numbers, graph);
  const RowSource source = rows.source();
  Program<float> large(graph, options_for(4096));
  ASSERT_EQ(large.plan().shards.count, 16);
  (void)step_of(large, weights, {&source, nullptr, 0, 4096, false});
  for (const size_t count : {1, 100, 256, 257, 3000}) {
    SCOPED_TRACE(count);
    const Step<float> got = step_of(large, weights, {&source, nullptr, 0, count, false});
    // The same rows in double, in one shard: the sums agree but for rounding.
    Program<double> exact(graph, options_for(count));
    const AlignedVector<double> twofold(weights.begin(), weights.end());
    const Step<double> want = step_of(exact, twofold, {&source, nullptr, 0, count, false});
    EXPECT_EQ(got.sums[3], static_cast<double>(count));
    EXPECT_NEAR(got.sums[0], want.sums[0], 1e-5 * want.sums[0]);
    for (size_t i = 0; i < want.gradient.size(); ++i)
      EXPECT_NEAR(static_cast<double>(got.gradient[i]), want.gradient[i], 2e-6);
  }
}

TEST(Program, ThreadsDoNotChangeABit) {
  Numbers numbers(2);
  const Graph graph = network();
  const Rows rows = draw_rows(numbers, 4111, 5, 3);
  const AlignedVector<float> weights = draw_weights<float>(numbers, graph);
  const RowSource source = rows.source();
  for (const size_t count : {4111, 3900, 300, 1}) {
    const Batch batch{&source, nullptr, 0, count, false};
    Program<float> alone(graph, options_for(4111));
    const Step<float> want = step_of(alone, weights, batch);
    for (const int threads : {1, 2, 3, 7}) {
      SCOPED_TRACE(testing::Message() << count << " rows on " << threads << " threads");
      ThreadTeam team(threads);
      Program<float> program(graph, options_for(4111), &team);
      expect_same(step_of(program, weights, batch), want);
      const Sums sums = program.evaluate(weights.data(), batch);
      EXPECT_EQ(sums.rows, static_cast<int64_t>(count));
    }
  }
}

TEST(Program, TargetsDoNotChangeABit) {
  for (uint64_t seed = 0; seed < 20; ++seed) {
    Numbers numbers(seed);
    const Graph graph = random_graph(numbers, 25, 7, 3);
    const Rows rows = draw_rows(numbers, 77, 7, 3, {.labels = true, .weights = true});
    const RowSource source = rows.source();
    const auto bits = [&]<class T>(T) {
      on_limited_targets([&] {
        Numbers same(seed);
        Program<T> program(graph, options_for(77));
        const Step<T> s = step_of(program, draw_weights<T>(same, graph),
                                  {&source, nullptr, 0, rows.count, false});
        std::vector<T> all = s.gradient;
        all.insert(all.end(), s.out.begin(), s.out.end());
        all.insert(all.end(), s.sums.begin(), s.sums.end());
        return all;
      });
    };
    bits(float{});
    bits(double{});
  }
}

// The gradient of each shard, added by a binary tree: 0+1, 2+3 ..., then 0+2, 4+6 ... Powers of two
// as row counts make the scale of a part exact.
TEST(Program, ShardsAreAddedByATree) {
  Numbers numbers(3);
  GraphMaker maker(Shape{3});
  const Graph graph = maker.finish(maker.dense(maker.act(maker.dense(0, 5), Act::kTanh), 2));
  const Rows rows = draw_rows(numbers, 2048, 3, 2);
  const AlignedVector<float> weights = draw_weights<float>(numbers, graph);
  const RowSource source = rows.source();
  Program<float> whole(graph, options_for(2048)), part(graph, options_for(128));
  ASSERT_EQ(whole.plan().shards.count, 16);
  ASSERT_EQ(part.plan().shards.count, 1);
  std::vector<std::vector<float>> parts;
  double loss = 0;
  for (size_t s = 0; s < 16; ++s) {
    const Step<float> one = step_of(part, weights, {&source, nullptr, s * 128, 128, false});
    parts.push_back(one.gradient);
    for (float& g : parts.back()) g /= 16;
    loss += one.sums[0];
  }
  for (size_t step = 1; step < 16; step *= 2)
    for (size_t s = 0; s < 16; s += 2 * step)
      for (size_t i = 0; i < parts[s].size(); ++i) parts[s][i] += parts[s + step][i];
  const Step<float> got = step_of(whole, weights, {&source, nullptr, 0, 2048, false});
  EXPECT_TRUE(same_bits(got.gradient, parts[0]));
  EXPECT_EQ(got.sums[0], loss);
}

// Which rows, and in which order, is the batch's alone.
TEST(Program, RowNumbersChooseTheRows) {
  Numbers numbers(4);
  const Graph graph = network(5, 3, 0);
  Rows rows = draw_rows(numbers, 50, 5, 3, {.weights = true});
  const AlignedVector<float> weights = draw_weights<float>(numbers, graph);
  const std::vector<uint32_t> chosen = {49, 3, 3, 17, 0, 21, 8};
  Rows copied = rows;
  copied.numbers.clear(), copied.targets.clear(), copied.weights.clear();
  for (const uint32_t r : chosen) {
    copied.numbers.insert(copied.numbers.end(), &rows.numbers[r * 5], &rows.numbers[r * 5] + 5);
    copied.targets.insert(copied.targets.end(), &rows.targets[r * 3], &rows.targets[r * 3] + 3);
    copied.weights.push_back(rows.weights[r]);
  }
  const RowSource source = rows.source(), straight = copied.source();
  Program<float> program(graph, options_for(16));
  const Step<float> got =
      step_of(program, weights, {&source, chosen.data(), 0, chosen.size(), false});
  expect_same(got, step_of(program, weights, {&straight, nullptr, 0, chosen.size(), false}));
}

TEST(Program, ResidentBatchesGiveTheSameBits) {
  Numbers numbers(5);
  const Graph graph = network();
  const Rows rows = draw_rows(numbers, 20, 5, 3), others = draw_rows(numbers, 20, 5, 3);
  const AlignedVector<float> weights = draw_weights<float>(numbers, graph);
  const RowSource source = rows.source(), other = others.source();
  Program<float> program(graph, options_for(20));
  const Batch first{&source, nullptr, 0, 20, false}, again{&source, nullptr, 0, 20, true};
  const Step<float> want = step_of(program, weights, first);
  expect_same(step_of(program, weights, again), want);
  expect_same(step_of(program, weights, again), want);
  // Other rows in between, then a prediction, which loads no targets.
  (void)step_of(program, weights, {&other, nullptr, 0, 20, false});
  std::vector<float> out(60);
  program.predict(weights.data(), first, out.data());
  expect_same(step_of(program, weights, again), want);
}

// A network by hand, op by op on the twins.
TEST(Program, PredictsWhatTheTwinsSay) {
  Numbers numbers(6);
  GraphMaker maker(Shape{4});
  const Graph graph =
      maker.finish(maker.softmax(maker.dense(maker.act(maker.dense(0, 6), Act::kGelu), 3)));
  const Rows rows = draw_rows(numbers, 37, 4, 3, {.labels = true});
  const AlignedVector<double> w = draw_weights<double>(numbers, graph);
  const std::span<const double> all(w.data(), w.size());
  const std::vector<double> x(rows.numbers.begin(), rows.numbers.end());
  std::vector<double> hidden(37 * 6), want(37 * 3);
  reference::product({.rows = 37, .inputs = 4, .outputs = 6, .w_k = 6, .w_o = 1}, x,
                     all.subspan(0, 24), all.subspan(24, 6), hidden);
  for (double& v : hidden) v = reference::activate(Act::kGelu, 0, v);
  reference::product({.rows = 37, .inputs = 6, .outputs = 3, .w_k = 3, .w_o = 1}, hidden,
                     all.subspan(30, 18), all.subspan(48, 3), want);
  double loss = 0;
  for (size_t r = 0; r < 37; ++r) {
    std::vector<double> target(3);
    target[static_cast<size_t>(rows.labels[r])] = 1;
    const std::span<double> row(&want[r * 3], 3);
    LossSpec spec;
    spec.kind = LossKind::kSoftmaxCrossentropy;
    loss += reference::loss(spec, row, target, 1, 1, {});
  }
  // Absorbed by its loss or not, measured or only predicted: the same probabilities.
  const RowSource source = rows.source();
  const Batch batch{&source, nullptr, 0, 37, false};
  for (const bool training : {true, false}) {
    for (const bool fuse : {true, false}) {
      CompileOptions options = options_for(37, LossKind::kCategoricalCrossentropy);
      options.training = training;
      options.fuse = fuse;
      Program<double> program(graph, options);
      std::vector<double> predicted(37 * 3), measured(37 * 3);
      program.predict(w.data(), batch, predicted.data());
      const Sums sums = program.evaluate(w.data(), batch, measured.data());
      EXPECT_NEAR(sums.loss, loss, 1e-12 * loss);
      for (size_t i = 0; i < want.size(); ++i) {
        EXPECT_NEAR(predicted[i], want[i], 1e-14);
        EXPECT_NEAR(measured[i], want[i], 1e-14);
      }
    }
  }
}

// Sums over the rows, each with its sample's and its class's weight; every metric in its place.
TEST(Program, SumsWhatTheTwinsSum) {
  Numbers numbers(8);
  GraphMaker maker(Shape{4});
  const Graph graph = maker.finish(maker.act(maker.dense(0, 3), Act::kSigmoid, 1.5));
  const Rows rows = draw_rows(numbers, 300, 4, 3, {true, true, true});
  const AlignedVector<double> w = draw_weights<double>(numbers, graph);
  CompileOptions options = options_for(300, LossKind::kBinaryCrossentropy);
  options.metrics = {MetricKind::kMae, MetricKind::kBinaryAccuracy, MetricKind::kMse,
                     MetricKind::kCategoricalAccuracy};
  Program<double> program(graph, options);
  const RowSource source = rows.source();
  std::vector<double> y(900);
  const Sums sums = program.evaluate(w.data(), {&source, nullptr, 0, 300, false}, y.data());
  double loss = 0, metrics[4] = {};
  for (size_t r = 0; r < 300; ++r) {
    std::vector<double> row(3), target(3);
    for (size_t o = 0; o < 3; ++o) {
      double z = w[12 + o];
      for (size_t i = 0; i < 4; ++i)
        z += static_cast<double>(rows.numbers[r * 4 + i]) * w[i * 3 + o];
      row[o] = reference::activate(Act::kSigmoid, 1.5, z);
      EXPECT_NEAR(y[r * 3 + o], row[o], 1e-14);
    }
    const size_t label = static_cast<size_t>(rows.labels[r]);
    target[label] = 1;
    const double weight = static_cast<double>(rows.weights[r]) * rows.class_weights[label];
    for (size_t k = 0; k < 4; ++k)
      metrics[k] += weight * reference::metric(options.metrics[k], row, target);
    loss += reference::loss(options.loss, row, target, weight, 1, {});
  }
  EXPECT_NEAR(sums.loss, loss, 1e-12 * loss);
  for (size_t k = 0; k < 4; ++k) EXPECT_NEAR(sums.metrics[k], metrics[k], 1e-12 * metrics[k]) << k;
}

// Dropout and noise act while training and on no other day.
TEST(Program, PredictionsAreNotRandom) {
  Numbers numbers(7);
  const Graph drops = network(5, 3, 0.5), keeps = network(5, 3, 0);
  const Rows rows = draw_rows(numbers, 20, 5, 3);
  const AlignedVector<float> weights = draw_weights<float>(numbers, drops);
  const RowSource source = rows.source();
  const Batch batch{&source, nullptr, 0, 20, false};
  CompileOptions options = options_for(20);
  options.training = false;
  Program<float> a(drops, options), b(keeps, options);
  std::vector<float> of_a(60), of_b(60);
  a.predict(weights.data(), batch, of_a.data());
  b.predict(weights.data(), batch, of_b.data());
  EXPECT_EQ(of_a, of_b);
  // And training ones depend on seed and step.
  Program<float> train(drops, options_for(20));
  const double one = train.gradient(weights.data(), batch, 1, 1).loss;
  EXPECT_EQ(train.gradient(weights.data(), batch, 1, 1).loss, one);
  EXPECT_NE(train.gradient(weights.data(), batch, 1, 2).loss, one);
  EXPECT_NE(train.gradient(weights.data(), batch, 2, 1).loss, one);
}

}  // namespace
}  // namespace gradus::engine
