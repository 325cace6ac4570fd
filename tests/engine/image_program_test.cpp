// What a program promises of networks of images too: the same bits fused or not, whatever the
// threads, the targets and the rest of the batch.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>

#include "base/threads.hpp"
#include "engine/program.hpp"
#include "engine/reference_image.hpp"
#include "support/batches.hpp"
#include "support/image_graphs.hpp"
#include "support/targets.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

struct Setting {
  size_t capacity = 0;  // 0 for the rows' number
  bool fuse = true;
  ThreadTeam* team = nullptr;
};

/// All that a step leaves: gradient, predictions, sums, then weights and statistics after an
/// update.
template <class T>
std::vector<T> step_of(const Graph& graph, const Rows& rows, const Setting& setting,
                       uint64_t seed = 1) {
  Numbers numbers(seed);
  CompileOptions options;
  options.capacity = static_cast<int64_t>(setting.capacity == 0 ? rows.count : setting.capacity);
  const bool classes = graph.ops[static_cast<size_t>(graph.output)].kind == OpKind::kSoftmax;
  options.loss.kind = classes ? LossKind::kCategoricalCrossentropy : LossKind::kMse;
  options.metrics = {MetricKind::kMae};
  options.fuse = setting.fuse;
  Program<T> program(graph, options, setting.team);
  State<T> state;
  state.weights = draw_weights<T>(numbers, graph);
  const RowSource source = rows.source();
  std::vector<T> all(rows.count * rows.outputs);
  const Batch batch{&source, nullptr, 0, rows.count, false};
  const Sums sums = program.gradient(state.weights.data(), batch, seed, 5, all.data());
  for (const T v : gradient_of(program)) all.push_back(v);
  all.push_back(static_cast<T>(sums.loss));
  all.push_back(static_cast<T>(sums.metrics[0]));
  Update<T> rule;
  rule.scalar[0] = T(0.125);
  program.update(state, rule);
  all.insert(all.end(), state.weights.begin(), state.weights.end());
  return all;
}

Rows rows_for(const Graph& graph, size_t count, uint64_t seed) {
  Numbers numbers(seed + 500);
  const Op& out = graph.ops[static_cast<size_t>(graph.output)];
  return draw_rows(numbers, count, graph.ops[0].size(), out.size());
}

template <class T>
void check_fused(const Graph& graph, size_t count, uint64_t seed) {
  const Rows rows = rows_for(graph, count, seed);
  EXPECT_TRUE(same_bits(step_of<T>(graph, rows, {.fuse = true}, seed),
                        step_of<T>(graph, rows, {.fuse = false}, seed)))
      << count << " rows";
}

TEST(ImageProgram, FusedEqualsUnfusedBitForBit) {
  for (const ImagePart& part : image_parts()) {
    SCOPED_TRACE(part.name);
    for (const bool deep : {false, true}) {
      check_fused<float>(image_graph(part, deep), 21, 1);
      check_fused<double>(image_graph(part, deep), 35, 2);
    }
    GraphMaker g(Shape{6, 5, 3});  // below a softmax that its loss absorbs
    check_fused<float>(g.finish(g.softmax(g.flatten(part.build(g, g.convolve(0, 3, {1, 1}))))), 21,
                       3);
  }
}

TEST(ImageProgram, FusedEqualsUnfusedInRandomGraphs) {
  for (uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    Numbers numbers(seed);
    const Graph graph =
        random_image_graph(numbers, 4 + static_cast<int>(seed % 30), 3, seed % 2 == 0);
    check_fused<float>(graph, 1 + seed % 70, seed);
    if (seed % 5 == 0) check_fused<double>(graph, 33, seed);
    if (seed % 10 == 3) check_fused<float>(graph, 700, seed);
  }
}

// Images so large that a shard's groups go through the fused network one by one, and through the
// unfused one together.
TEST(ImageProgram, ChunksDoNotChangeABit) {
  GraphMaker g(Shape{24, 24, 2});
  int v = g.prelu(g.layer_norm(g.act(g.convolve(0, 4, {.same = true}), Act::kGelu)));
  v = g.max_pool(g.act(g.convolve(v, 4, {3, 3, 2, 2}), Act::kRelu), {2, 2, 2, 2});
  const Graph graph = g.finish(g.dense(g.flatten(g.spatial_dropout(v, 0.2)), 3));
  CompileOptions options;
  options.capacity = 700;
  const Plan plan = make_plan(graph, options);
  ASSERT_GT(plan.shards.count, 1);
  ASSERT_LT(plan.chunk_groups * plan.shards.count, plan.shards.groups);
  check_fused<float>(graph, 700, 1);
  check_fused<float>(graph, 650, 2);
  check_fused<double>(graph, 300, 3);
}

// What was loaded into lanes stays as it is through a whole step, and so do the targets.
TEST(ImageProgram, ResidentBatchesGiveTheSameBits) {
  for (const ImagePart& part : image_parts()) {
    for (const bool deep : {false, true}) {
      SCOPED_TRACE(testing::Message() << part.name << " deep " << deep);
      const Graph graph = image_graph(part, deep);
      const Rows rows = rows_for(graph, 13, 1);
      const RowSource source = rows.source();
      Numbers numbers(1);
      const AlignedVector<float> weights = draw_weights<float>(numbers, graph);
      CompileOptions options;
      options.capacity = 16;
      options.loss.kind = LossKind::kMse;
      Program<float> program(graph, options);
      const Batch batch{&source, nullptr, 0, 13, false}, again{&source, nullptr, 0, 13, true};
      (void)program.gradient(weights.data(), batch, 1, 1);
      const std::vector<float> want = gradient_of(program);
      for (int i = 0; i < 2; ++i) {
        (void)program.gradient(weights.data(), again, 1, 1);
        EXPECT_TRUE(same_bits(gradient_of(program), want));
      }
    }
  }
}

// A program for prediction alone, fused or not, by rows or by sums.
TEST(ImageProgram, PredictionsAreTheSameWhoeverMakesThem) {
  for (const ImagePart& part : image_parts()) {
    SCOPED_TRACE(part.name);
    const Graph graph = image_graph(part, true);
    const Rows rows = rows_for(graph, 40, 1);
    const RowSource source = rows.source();
    Numbers numbers(1);
    const AlignedVector<float> weights = draw_weights<float>(numbers, graph);
    std::vector<float> want;
    for (const bool fuse : {true, false}) {
      CompileOptions options;
      options.capacity = 57;
      options.training = false;
      options.fuse = fuse;
      options.loss.kind = LossKind::kMse;
      Program<float> program(graph, options);
      std::vector<float> predicted(80), measured(80);
      const Batch batch{&source, nullptr, 0, 40, false};
      program.predict(weights.data(), batch, predicted.data());
      (void)program.evaluate(weights.data(), batch, measured.data());
      if (want.empty()) want = predicted;
      EXPECT_TRUE(same_bits(predicted, want));
      EXPECT_TRUE(same_bits(measured, want));
      // One row by itself: nothing of the batch shows.
      program.predict(weights.data(), {&source, nullptr, 17, 1, false}, predicted.data());
      EXPECT_EQ(predicted[0], want[34]);
      EXPECT_EQ(predicted[1], want[35]);
    }
  }
}

TEST(ImageProgram, ThreadsDoNotChangeABit) {
  std::vector<std::unique_ptr<ThreadTeam>> teams;
  for (const int threads : {1, 2, 3, 7}) teams.push_back(std::make_unique<ThreadTeam>(threads));
  for (uint64_t seed = 0; seed < 6; ++seed) {
    Numbers numbers(seed);
    const Graph graph = random_image_graph(numbers, 15, 3, seed % 2 == 0);
    for (const size_t count : {1, 40, 300}) {
      const Rows rows = rows_for(graph, count, seed);
      ASSERT_GT(shards_for(333, graph).count, 1);
      const std::vector<float> want = step_of<float>(graph, rows, {.capacity = 333}, seed);
      for (const auto& team : teams) {
        SCOPED_TRACE(testing::Message() << "seed " << seed << ", " << count << " rows on "
                                        << team->size() << " threads");
        EXPECT_TRUE(same_bits(
            step_of<float>(graph, rows, {.capacity = 333, .team = team.get()}, seed), want));
      }
    }
  }
}

TEST(ImageProgram, TargetsDoNotChangeABit) {
  for (const ImagePart& part : image_parts()) {
    SCOPED_TRACE(part.name);
    const Graph graph = image_graph(part, true);
    const Rows rows = rows_for(graph, 37, 1);
    on_limited_targets([&] { return step_of<float>(graph, rows, {}); });
    on_limited_targets([&] { return step_of<double>(graph, rows, {}); });
  }
  for (uint64_t seed = 0; seed < 20; ++seed) {
    SCOPED_TRACE(seed);
    Numbers numbers(seed);
    const Graph graph = random_image_graph(numbers, 25, 3);
    const Rows rows = rows_for(graph, 77, seed);
    on_limited_targets([&] { return step_of<float>(graph, rows, {}, seed); });
  }
}

// Rows that are not there leave no trace: a program of the batch's own size, where both are one
// shard, gives the same bits as a larger one that has just seen NaN.
TEST(ImageProgram, PartialBatchesGiveTheBitsOfTheirSize) {
  for (const bool synced : {false, true}) {
    for (const size_t count : {1, 3, 15}) {
      SCOPED_TRACE(testing::Message() << count << " rows, synced " << synced);
      Numbers numbers(count);
      const Graph graph = random_image_graph(numbers, 20, 3, synced);
      const Rows rows = rows_for(graph, 16, count);
      Rows broken = rows;
      for (float& v : broken.numbers) v = kNan<float>;
      const RowSource source = rows.source(), bad = broken.source();
      const AlignedVector<float> weights = draw_weights<float>(numbers, graph);
      CompileOptions options;
      options.loss.kind = LossKind::kMse;
      options.capacity = static_cast<int64_t>(count);
      Program<float> exact(graph, options);
      options.capacity = 16;
      Program<float> large(graph, options);
      const Batch batch{&source, nullptr, 0, count, false};
      std::vector<float> want(count * 3), got(count * 3);
      const double loss = exact.gradient(weights.data(), batch, 1, 1, want.data()).loss;
      (void)large.gradient(weights.data(), {&bad, nullptr, 0, 16, false}, 1, 1);
      EXPECT_EQ(large.gradient(weights.data(), batch, 1, 1, got.data()).loss, loss);
      EXPECT_TRUE(same_bits(want, got));
      EXPECT_TRUE(same_bits(gradient_of(exact), gradient_of(large)));
    }
  }
}

// In float what it is in double, but for rounding: the order of what is added is the same.
TEST(ImageProgram, FloatsAreNearDoubles) {
  for (const ImagePart& part : image_parts()) {
    for (const bool deep : {false, true}) {
      SCOPED_TRACE(testing::Message() << part.name << " deep " << deep);
      const Graph graph = image_graph(part, deep);
      const Rows rows = rows_for(graph, 50, 1);
      const std::vector<float> got = step_of<float>(graph, rows, {});
      const std::vector<double> want = step_of<double>(graph, rows, {});
      double largest = 0;
      for (const double v : want) largest = std::max(largest, std::abs(v));
      for (size_t i = 0; i < want.size(); ++i)
        ASSERT_NEAR(static_cast<double>(got[i]), want[i], 1e-5 * largest) << i;
    }
  }
}

// (x - 1) / max(sqrt(variance), 1/2) of variances 0, 1/16, 1/4 and 4.
TEST(ImageProgram, NormalizeDividesByEpsilonAtLeast) {
  GraphMaker g(Shape{4});
  const Graph graph = g.finish(g.normalize(0, 0.5));
  AlignedVector<float> values(static_cast<size_t>(graph.values()), 0.0F);
  const auto at = static_cast<size_t>(graph.statistics_at());
  const float variances[] = {0, 0.0625F, 0.25F, 4};
  for (size_t i = 0; i < 4; ++i) values[at + i] = 1, values[at + 4 + i] = variances[i];
  Rows rows{.count = 1, .features = 4, .outputs = 4, .numbers = {2, 2, 2, 2}};
  const RowSource source = rows.source();
  CompileOptions options;
  for (const bool training : {true, false}) {
    options.training = training;
    Program<float> program(graph, options);
    std::vector<float> out(4);
    program.predict(values.data(), {&source, nullptr, 0, 1, false}, out.data());
    EXPECT_EQ(out, (std::vector<float>{2, 2, 2, 0.5F}));
  }
}

// A small network of images, op by op on the twins.
TEST(ImageProgram, PredictsWhatTheTwinsSay) {
  const size_t count = 21;
  Numbers numbers(6);
  GraphMaker g(Shape{6, 5, 2});
  const Walk same{3, 3, 1, 1, 1, 1, true};
  int v = g.act(g.convolve(g.zero_pad(0, 0, 1, 1, 0), 3, same), Act::kTanh);
  v = g.concat({g.max_pool(v, {2, 2, 2, 2}), g.average_pool(v, {2, 2, 2, 2})});
  v = g.prelu(g.layer_norm(g.batch_norm(g.normalize(v)), true, true, 1e-2));
  const Graph graph = g.finish(g.flatten(v));
  const Rows rows = draw_rows(numbers, count, 60, 54);
  const AlignedVector<double> weights = draw_weights<double>(numbers, graph);
  const std::span<const double> w(weights.data(), weights.size());
  const auto param = [&](size_t i) {
    const Param& p = graph.params[i];
    return w.subspan(static_cast<size_t>(p.offset), static_cast<size_t>(p.size()));
  };
  const auto statistic = [&](size_t i) {
    const Param& p = graph.statistics[i];
    return w.subspan(static_cast<size_t>(graph.statistics_at() + p.offset),
                     static_cast<size_t>(p.size()));
  };

  const std::vector<double> x(rows.numbers.begin(), rows.numbers.end());
  ImageSizes pad = image_sizes(count, 6, 5, 2, 2, {1, 1});
  pad.out_height = 7, pad.out_width = 6;
  pad.window.left = 1;
  std::vector<double> padded_images(count * 84), z(count * 126), high(count * 27), mean(count * 27),
      both(count * 54), y(count * 54);
  reference::zero_pad(pad, x, padded_images);
  reference::convolve(image_sizes(count, 7, 6, 2, 3, same), padded_images, param(0), param(1), z,
                      false, false);
  for (double& value : z) value = reference::activate(Act::kTanh, 0, value);
  const ImageSizes pool = image_sizes(count, 7, 6, 3, 3, {2, 2, 2, 2});
  reference::max_pool(pool, z, high);
  reference::average_pool(pool, z, mean);
  const std::vector<std::span<const double>> parts = {high, mean};
  reference::concat(parts, count * 9, both);
  for (size_t i = 0; i < both.size(); ++i)
    both[i] = (both[i] - statistic(0)[i % 6]) / std::sqrt(statistic(1)[i % 6]);
  reference::batch_norm({count * 9, 6, 1e-3}, both, statistic(2), statistic(3), param(2), param(3),
                        y);
  reference::layer_norm({count * 9, 6, 1e-2}, y, param(4), param(5), both);
  reference::prelu(both, param(6), y);

  const RowSource source = rows.source();
  for (const bool fuse : {true, false}) {
    CompileOptions options;
    options.capacity = 30;
    options.training = false;
    options.fuse = fuse;
    Program<double> program(graph, options);
    std::vector<double> got(count * 54);
    program.predict(weights.data(), {&source, nullptr, 0, count, false}, got.data());
    for (size_t i = 0; i < y.size(); ++i) ASSERT_NEAR(got[i], y[i], 1e-12) << i;
  }
}

// Spatial dropout acts while training and on no other day, on channels, as its twin says.
TEST(ImageProgram, SpatialDropoutDropsChannels) {
  GraphMaker g(Shape{3, 2, 5});
  const int drop = g.spatial_dropout(0, 0.4);
  const Graph graph = g.finish(g.flatten(drop));
  const Rows rows = rows_for(graph, 20, 1);
  const RowSource source = rows.source();
  CompileOptions options;
  options.capacity = 20;
  options.loss.kind = LossKind::kMse;
  Program<double> train(graph, options);
  options.training = false;
  Program<double> predict(graph, options);
  const AlignedVector<double> none(16, 0.0);
  std::vector<double> trained(600), predicted(600), want(30);
  const Batch batch{&source, nullptr, 0, 20, false};
  (void)train.gradient(none.data(), batch, 7, 3, trained.data());
  predict.predict(none.data(), batch, predicted.data());
  const std::vector<double> x(rows.numbers.begin(), rows.numbers.end());
  for (size_t r = 0; r < 20; ++r) {
    reference::spatial_dropout(
        {7, 3, graph.ops[static_cast<size_t>(drop)].layer, static_cast<uint32_t>(r), 0}, 0.4,
        std::span(x).subspan(r * 30, 30), 5, want);
    for (size_t i = 0; i < 30; ++i) {
      EXPECT_NEAR(trained[r * 30 + i], want[i], 1e-15);
      EXPECT_EQ(predicted[r * 30 + i], x[r * 30 + i]);
    }
  }
}

}  // namespace
}  // namespace gradus::engine
