// Gradients of whole programs of images: every layer and option, branches included.
#include <gtest/gtest.h>

#include "support/gradient_check.hpp"
#include "support/image_graphs.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

void check(const Graph& graph, size_t rows = 19, LossKind loss = LossKind::kMse,
           uint64_t seed = 2) {
  Numbers numbers(seed + 400);
  const Op& out = graph.ops[static_cast<size_t>(graph.output)];
  const RowKind kind{.labels = loss == LossKind::kCategoricalCrossentropy};
  check_gradient(graph, {.kind = loss},
                 draw_rows(numbers, rows, graph.ops[0].size(), out.size(), kind), seed);
}

TEST(ImageGradient, OfEveryLayer) {
  for (const ImagePart& part : image_parts()) {
    for (const bool deep : {false, true}) {
      SCOPED_TRACE(testing::Message() << part.name << " deep " << deep);
      check(image_graph(part, deep));
    }
  }
}

// One row, a full group, one more, and enough for several chunks and shards.
TEST(ImageGradient, OfEveryNumberOfRows) {
  GraphMaker g(Shape{5, 4, 2});
  int v = g.act(g.convolve(0, 2, {.same = true}), Act::kTanh);
  v = g.max_pool(g.prelu(g.layer_norm(v)), {2, 2, 2, 2, 1, 1, true});
  const Graph graph = g.finish(g.dense(g.flatten(g.spatial_dropout(v, 0.2)), 2));
  GraphMaker h(Shape{5, 4, 2});
  v = h.act(h.batch_norm(h.convolve(0, 2, {2, 2})), Act::kTanh);
  const Graph synced = h.finish(h.dense(h.flatten(h.average_pool(v, {2, 2, 2, 2})), 2));
  for (const size_t rows : {1, 2, 16, 17, 33, 300}) {
    SCOPED_TRACE(rows);
    check(graph, rows);
    check(synced, rows);
  }
}

TEST(ImageGradient, OfNormsOfRows) {
  for (const bool batch : {false, true}) {
    GraphMaker g(Shape{5});
    const int z = g.dense(0, 7);
    const int v = g.act(batch ? g.batch_norm(z) : g.layer_norm(z), Act::kTanh);
    check(g.finish(g.dense(g.prelu(g.normalize(v)), 3)));
    GraphMaker first(Shape{5});  // straight on the input
    check(first.finish(first.dense(batch ? first.batch_norm(0) : first.layer_norm(0), 2)));
    GraphMaker last(Shape{5});  // straight below the loss
    const int end = last.dense(0, 3);
    check(last.finish(batch ? last.batch_norm(end) : last.layer_norm(end)));
  }
}

// Straight below the loss, and below a softmax that its cross-entropy absorbs.
TEST(ImageGradient, OfTheLastLayer) {
  for (const ImagePart& part : image_parts()) {
    SCOPED_TRACE(part.name);
    GraphMaker g(Shape{6, 5, 3});
    check(g.finish(g.flatten(part.build(g, g.convolve(0, 3, {1, 1})))));
    GraphMaker h(Shape{6, 5, 3});
    const int logits = h.flatten(part.build(h, h.convolve(0, 3, {1, 1})));
    check(h.finish(h.softmax(logits)), 19, LossKind::kCategoricalCrossentropy);
  }
}

TEST(ImageGradient, OfAnotherPenaltyEachAndAllShapes) {
  GraphMaker g(Shape{6, 6, 2});
  const int v = g.prelu(g.batch_norm(g.convolve(0, 3)));
  Graph graph = g.finish(g.dense(g.global_pool(v, false), 2));
  for (size_t i = 0; i < graph.params.size(); ++i)
    (i % 2 == 0 ? graph.params[i].l2 : graph.params[i].l1) = 0.02 * static_cast<double>(1 + i);
  check(graph);
}

// Images so large that a shard's groups go through the network one by one.
TEST(ImageGradient, OfSeveralChunks) {
  GraphMaker g(Shape{20, 20, 1});
  int v = g.layer_norm(g.act(g.convolve(0, 4, {.same = true}), Act::kGelu));
  v = g.average_pool(g.act(g.convolve(v, 4, {1, 1}), Act::kTanh), {2, 2, 2, 2});
  v = g.dropout(g.global_pool(g.spatial_dropout(v, 0.2), false), 0.2);
  const Graph graph = g.finish(g.dense(v, 2));
  CompileOptions options;
  options.capacity = 265;
  const Plan plan = make_plan(graph, options);
  ASSERT_GT(plan.shards.count, 1);
  ASSERT_LT(plan.chunk_groups * plan.shards.count, plan.shards.groups);
  check(graph, 260);
}

TEST(ImageGradient, OfRandomGraphs) {
  for (uint64_t seed = 0; seed < 30; ++seed) {
    SCOPED_TRACE(seed);
    Numbers numbers(seed);
    check(random_image_graph(numbers, 5 + static_cast<int>(seed), 2), 19, LossKind::kMse, seed);
  }
}

}  // namespace
}  // namespace gradus::engine
