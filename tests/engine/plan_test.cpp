#include "engine/plan.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "support/image_graphs.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

// One dense layer without a bias.
Graph dense_of(int64_t inputs, int64_t outputs) {
  GraphMaker g(Shape{inputs});
  return g.finish(g.dense(0, outputs, false));
}

TEST(Shards, AreAFunctionOfCapacityAndNetwork) {
  // 256 rows x weights / multiply-adds of a row: 86 rows, so six groups of a dense layer a shard,
  // and sixteen shards at most.
  const std::pair<int64_t, int> counts[] = {{1, 1},    {16, 1},    {176, 1},    {177, 2},
                                            {368, 2},  {369, 4},   {752, 4},    {753, 8},
                                            {1520, 8}, {1521, 16}, {100000, 16}};
  for (const auto& [capacity, count] : counts)
    EXPECT_EQ(shards_for(capacity, dense_of(25, 40)).count, count) << capacity;
  // A convolution has far more work a weight: one group is enough.
  GraphMaker g(Shape{14, 14, 4});
  const Graph images = g.finish(g.conv(0, 8, {.height = 3, .width = 3}));
  EXPECT_EQ(shards_for(32, images).count, 2);
  EXPECT_EQ(shards_for(17, images).count, 2);
  // Gradients of 64 MiB in all: 16 of a million weights, 2 of five million, one of more than 16.
  EXPECT_EQ(shards_for(4096, dense_of(1024, 1024)).count, 16);
  EXPECT_EQ(shards_for(4096, dense_of(1024, 1025)).count, 8);
  EXPECT_EQ(shards_for(4096, dense_of(1024, 5 * 1024)).count, 2);
  EXPECT_EQ(shards_for(4096, dense_of(1024, 17 * 1024)).count, 1);
}

TEST(Shards, AreRunsOfGroupsOfAlmostOneLength) {
  for (int64_t capacity = 1; capacity < 9000; capacity += 37) {
    const Shards s = shards_for(capacity, dense_of(10, 10));
    EXPECT_EQ(s.begin(0), 0);
    EXPECT_EQ(s.begin(s.count), (capacity + 15) / 16);
    int64_t least = s.groups, most = 0;
    for (int i = 0; i < s.count; ++i) {
      least = std::min(least, s.begin(i + 1) - s.begin(i));
      most = std::max(most, s.begin(i + 1) - s.begin(i));
    }
    EXPECT_GE(least, 1);
    EXPECT_LE(most - least, 1) << capacity;
  }
}

// Runs a plan on memory whose cells remember who wrote them last, and fails where a value or a
// gradient is read that somebody else has written over. Knows what each op reads and writes, and
// nothing of how the planner decides.
class Memory {
 public:
  Memory(const Graph& graph, const Plan& plan)
      : graph_(graph), plan_(plan), cells_(static_cast<size_t>(plan.features), -1) {}

  void run(bool training) {
    const int count = static_cast<int>(graph_.ops.size());
    write(plan_.ops[0].value, "the input");
    for (int i = 1; i < count; ++i) forward(i);
    const Placed& out = plan_.ops[static_cast<size_t>(graph_.output)];
    read(out.value, "the loss's predictions");
    if (out.grad >= 0) write(out.grad, "the loss's gradient");
    for (int i = count - 1; training && i > 0; --i)
      if (plan_.ops[static_cast<size_t>(i)].grad >= 0) backward(i);
    read(plan_.ops[0].value, "the input, for a batch that comes again");
    read(out.value, "the predictions, for the caller");
  }

 private:
  void forward(int i) {
    const Op& op = graph_.ops[static_cast<size_t>(i)];
    const Placed& p = plan_.ops[static_cast<size_t>(i)];
    for (const int input : op.inputs) read(placed(input).value, "an input of " + op.name);
    const bool passes = !p.in_place && p.value == placed(op.inputs[0]).value;
    if (!passes) write(p.value, op.name);
  }

  void backward(int i) {
    const Op& op = graph_.ops[static_cast<size_t>(i)];
    const Placed& p = plan_.ops[static_cast<size_t>(i)];
    read(p.grad, "the gradient of " + op.name);
    const bool by_input = op.kind == OpKind::kDense || op.kind == OpKind::kCustom ||
                          op.kind == OpKind::kConv2D || op.kind == OpKind::kMaxPool ||
                          op.kind == OpKind::kBatchNorm || op.kind == OpKind::kLayerNorm ||
                          op.kind == OpKind::kPRelu || p.pool_down >= 0;
    if (by_input) read(placed(op.inputs[0]).value, "the input of " + op.name + " again");
    if (op.kind == OpKind::kActivation || op.kind == OpKind::kSoftmax ||
        op.kind == OpKind::kCustom || op.kind == OpKind::kMaxPool)
      if (!p.skip && !p.done_above) read(p.value, "the value of " + op.name + " again");
    if (op.kind == OpKind::kActivation && !p.in_place && !p.skip)
      read(placed(op.inputs[0]).value, "the argument of " + op.name + " again");
    for (size_t k = 0; k < op.inputs.size(); ++k) {
      const Placed& in = placed(op.inputs[k]);
      if (in.grad < 0 || (p.skip && in.grad == p.grad)) continue;
      if (p.adds[k]) {
        if (op.kind != OpKind::kDense && op.kind != OpKind::kCustom && op.kind != OpKind::kConv2D)
          write(plan_.temporary, "the temporary of " + op.name);
        read(in.grad, "the gradient that " + op.name + " adds to");
      }
      write(in.grad, "a gradient by " + op.name);
      read(p.grad, "the gradient of " + op.name + ", still");
    }
  }

  const Placed& placed(int i) const { return plan_.ops[static_cast<size_t>(i)]; }
  void write(int buffer, const std::string& who) {
    each(buffer, who, [&](int& cell) { cell = buffer; });
  }
  void read(int buffer, const std::string& who) {
    each(buffer, who,
         [&](int cell) { ASSERT_EQ(cell, buffer) << who << " has been written over"; });
  }
  template <class F>
  void each(int buffer, const std::string& who, F&& f) {
    ASSERT_GE(buffer, 0) << who;
    const Buffer& b = plan_.buffers[static_cast<size_t>(buffer)];
    ASSERT_LE(b.offset + b.features, plan_.features) << who;
    for (int64_t c = b.offset; c < b.offset + b.features; ++c) f(cells_[static_cast<size_t>(c)]);
  }

  const Graph& graph_;
  const Plan& plan_;
  std::vector<int> cells_;
};

// Every plan of many random graphs; what the fused ones need of memory, against the unfused.
void check_memory(const std::function<Graph(uint64_t)>& draw, uint64_t count, double share) {
  int64_t shared = 0, apart = 0;
  for (uint64_t seed = 0; seed < count; ++seed) {
    const Graph graph = draw(seed);
    for (int bits = 0; bits < 4; ++bits) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << " bits " << bits);
      CompileOptions options;
      options.capacity = 64;
      options.training = (bits & 1) != 0;
      options.fuse = (bits & 2) != 0;
      options.loss.kind = LossKind::kMse;
      const Plan plan = make_plan(graph, options);
      Memory(graph, plan).run(options.training);
      (options.fuse ? shared : apart) += plan.features;
      if (testing::Test::HasFailure()) return;
    }
  }
  EXPECT_LT(static_cast<double>(shared), share * static_cast<double>(apart))
      << "memory is not reused";
}

TEST(Plan, NothingAliveIsWrittenOver) {
  check_memory(
      [](uint64_t seed) {
        Numbers numbers(seed);
        return random_graph(numbers, 3 + static_cast<int>(seed % 40), 5, 3);
      },
      400, 0.67);
}

TEST(Plan, NothingAliveIsWrittenOverInNetworksOfImages) {
  check_memory(
      [](uint64_t seed) {
        Numbers numbers(seed);
        return random_image_graph(numbers, 3 + static_cast<int>(seed % 40), 3, seed % 2 == 0);
      },
      300, 0.67);
  const std::vector<ImagePart>& parts = image_parts();
  check_memory([&](uint64_t i) { return image_graph(parts[i / 2], i % 2 == 1); }, 2 * parts.size(),
               0.8);
}

// The planner's own word: buffers whose times overlap lie apart.
TEST(Plan, BuffersAliveTogetherLieApart) {
  for (uint64_t seed = 0; seed < 200; ++seed) {
    Numbers numbers(seed);
    CompileOptions options;
    options.loss.kind = LossKind::kMse;
    const Plan plan = make_plan(random_graph(numbers, 30, 5, 3), options);
    for (size_t a = 0; a < plan.buffers.size(); ++a) {
      for (size_t b = 0; b < a; ++b) {
        const Buffer &x = plan.buffers[a], &y = plan.buffers[b];
        const bool together = x.first <= y.last && y.first <= x.last;
        const bool apart = x.offset + x.features <= y.offset || y.offset + y.features <= x.offset;
        EXPECT_TRUE(!together || apart) << "seed " << seed << " buffers " << a << ", " << b;
      }
    }
  }
}

TEST(Plan, FusesWhatItSays) {
  GraphMaker g(Shape{4});
  const int hidden = g.act(g.dense(0, 6), Act::kRelu);
  const int shaped = g.reshape(hidden, Shape{6});
  const Graph graph = g.finish(g.softmax(g.dense(shaped, 3)));
  CompileOptions options;
  options.loss.kind = LossKind::kCategoricalCrossentropy;
  const Plan plan = make_plan(graph, options);
  EXPECT_TRUE(plan.ops[1].relu) << "relu ends the product";
  EXPECT_TRUE(plan.ops[2].in_place);
  EXPECT_EQ(plan.ops[3].value, plan.ops[2].value) << "a reshape does nothing";
  EXPECT_TRUE(plan.absorbed) << "softmax and its cross-entropy are one";
  EXPECT_EQ(plan.loss.kind, LossKind::kSoftmaxCrossentropy);
  EXPECT_EQ(plan.ops[0].grad, -1) << "no gradient for the input";
  options.fuse = false;
  const Plan plain = make_plan(graph, options);
  EXPECT_FALSE(plain.ops[1].relu || plain.ops[2].in_place);
  options.loss.kind = LossKind::kMse;
  EXPECT_FALSE(make_plan(graph, options).absorbed);
}

}  // namespace
}  // namespace gradus::engine
