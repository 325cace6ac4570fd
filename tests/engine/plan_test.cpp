#include "engine/plan.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "support/graphs.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

TEST(Shards, AreAFunctionOfCapacityAndWeights) {
  // Sixteen groups of sixteen rows a shard, sixteen shards at most.
  const std::pair<int64_t, int> counts[] = {{1, 1},     {16, 1},     {496, 1},  {497, 2},
                                            {1008, 2},  {1009, 4},   {2048, 8}, {4080, 8},
                                            {4081, 16}, {100000, 16}};
  for (const auto& [capacity, count] : counts)
    EXPECT_EQ(shards_for(capacity, 1000).count, count) << capacity;
  // Gradients of 64 MiB in all: 16 of a million weights, 2 of five million, one of more than 16.
  EXPECT_EQ(shards_for(4096, 1 << 20).count, 16);
  EXPECT_EQ(shards_for(4096, (1 << 20) + 1).count, 8);
  EXPECT_EQ(shards_for(4096, 5 << 20).count, 2);
  EXPECT_EQ(shards_for(4096, 17 << 20).count, 1);
}

TEST(Shards, AreRunsOfGroupsOfAlmostOneLength) {
  for (int64_t capacity = 1; capacity < 9000; capacity += 37) {
    const Shards s = shards_for(capacity, 100);
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
    if (op.kind == OpKind::kDense || op.kind == OpKind::kCustom)
      read(placed(op.inputs[0]).value, "the input of " + op.name + " again");
    if (op.kind == OpKind::kActivation || op.kind == OpKind::kSoftmax || op.kind == OpKind::kCustom)
      if (!p.skip) read(p.value, "the value of " + op.name + " again");
    if (op.kind == OpKind::kActivation && !p.in_place && !p.skip)
      read(placed(op.inputs[0]).value, "the argument of " + op.name + " again");
    for (size_t k = 0; k < op.inputs.size(); ++k) {
      const Placed& in = placed(op.inputs[k]);
      if (in.grad < 0 || (p.skip && in.grad == p.grad)) continue;
      if (p.adds[k]) {
        if (op.kind != OpKind::kDense && op.kind != OpKind::kCustom)
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

TEST(Plan, NothingAliveIsWrittenOver) {
  int64_t shared = 0, apart = 0;
  for (uint64_t seed = 0; seed < 400; ++seed) {
    Numbers numbers(seed);
    const Graph graph = random_graph(numbers, 3 + static_cast<int>(seed % 40), 5, 3);
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
  EXPECT_LT(shared, apart * 2 / 3) << "memory is not reused";
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
