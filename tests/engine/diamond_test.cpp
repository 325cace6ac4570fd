// Gradients and memory where one value goes several ways: the ops form a graph, not a chain.
#include <gtest/gtest.h>

#include <functional>

#include "support/gradient_check.hpp"
#include "support/graphs.hpp"
#include "support/targets.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

const LossSpec kSquares{.kind = LossKind::kMse};

void check(const Graph& graph, uint64_t seed = 1) {
  Numbers numbers(seed + 200);
  const Op& out = graph.ops[static_cast<size_t>(graph.output)];
  check_gradient(graph, kSquares, draw_rows(numbers, 19, graph.ops[0].size(), out.size()), seed);
}

struct Case {
  const char* name;
  std::function<int(GraphMaker&, int)> build;  // from a shared value of 4 numbers to the last op
};

const Case kCases[] = {
    {"two branches meet",
     [](GraphMaker& g, int v) {
       return g.add({g.act(g.dense(v, 4), Act::kTanh), g.act(g.dense(v, 4), Act::kGelu)});
     }},
    {"a shortcut",
     [](GraphMaker& g, int v) { return g.add({v, g.act(g.dense(v, 4), Act::kTanh)}); }},
    {"the shortcut second",
     [](GraphMaker& g, int v) { return g.add({g.act(g.dense(v, 4), Act::kTanh), v}); }},
    {"three ways",
     [](GraphMaker& g, int v) {
       return g.add({g.dense(v, 4), g.act(v, Act::kSigmoid, 1), g.softmax(v)});
     }},
    {"three ways, nested",
     [](GraphMaker& g, int v) {
       const int a = g.add({g.act(g.dense(v, 4), Act::kTanh), v});
       return g.add({g.act(g.dense(a, 4), Act::kTanh), a, v});
     }},
    {"added to itself", [](GraphMaker& g, int v) { return g.add({v, v, v}); }},
    {"three dense ops",
     [](GraphMaker& g, int v) {
       return g.add({g.dense(v, 4), g.dense(v, 4, false), g.dense(v, 4)});
     }},
    {"a reshape of a shared value",
     [](GraphMaker& g, int v) {
       return g.add({v, g.reshape(g.reshape(v, Shape{2, 2}), Shape{4})});
     }},
    {"two reshapes of one value",
     [](GraphMaker& g, int v) {
       const int a = g.reshape(v, Shape{2, 2}), b = g.reshape(v, Shape{2, 2});
       return g.reshape(g.add({g.act(a, Act::kTanh), b}), Shape{4});
     }},
    {"a reshape between two readers",
     [](GraphMaker& g, int v) {
       const int early = g.dense(v, 4), shaped = g.reshape(v, Shape{4}), late = g.dense(v, 4);
       return g.add({early, g.act(shaped, Act::kTanh), late});
     }},
    {"a linear activation of a shared value",
     [](GraphMaker& g, int v) { return g.add({g.act(v, Act::kLinear), g.act(v, Act::kTanh)}); }},
    {"dropout and noise of a shared value",
     [](GraphMaker& g, int v) { return g.add({g.dropout(v, 0.4), v, g.noise(v, 0.1)}); }},
    {"dropout of rate 0 of a shared value",
     [](GraphMaker& g, int v) { return g.add({g.dropout(v, 0), g.act(v, Act::kTanh)}); }},
    {"a custom op of a shared value",
     [](GraphMaker& g, int v) { return g.add({g.custom(v), v, g.custom(v, false)}); }},
    {"a custom activation of a shared value",
     [](GraphMaker& g, int v) { return g.add({v, g.custom_act(v), g.dense(v, 4)}); }},
    {"relu of a product that is used again",
     [](GraphMaker& g, int v) {
       const int z = g.dense(v, 4);
       return g.add({g.act(z, Act::kRelu), z, g.act(z, Act::kElu, 1)});
     }},
    {"one unit",
     [](GraphMaker& g, int v) {
       const int one = g.dense(v, 1);
       return g.add({g.dense(one, 4), g.dense(g.act(one, Act::kTanh), 4)});
     }},
};

TEST(Diamond, GradientOfEveryKindOfSharing) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.name);
    // The shared value is an activation, a product, or the input itself.
    GraphMaker active(Shape{3});
    check(active.finish(
        active.dense(c.build(active, active.act(active.dense(0, 4), Act::kTanh)), 2)));
    GraphMaker plain(Shape{3});
    check(plain.finish(plain.dense(c.build(plain, plain.dense(0, 4)), 2)));
    GraphMaker input(Shape{4});
    check(input.finish(input.dense(c.build(input, 0), 2)));
    GraphMaker last(Shape{3});  // nothing after it but the loss
    check(last.finish(c.build(last, last.dense(0, 4))));
  }
}

TEST(Diamond, GradientOfRandomGraphs) {
  for (uint64_t seed = 0; seed < 25; ++seed) {
    SCOPED_TRACE(seed);
    Numbers numbers(seed);
    check(random_graph(numbers, 5 + static_cast<int>(seed), 3, 2), seed);
  }
}

template <class T>
struct Outcome {
  std::vector<T> gradient, out;
  Sums sums;
};

template <class T>
Outcome<T> run(const Graph& graph, const Rows& rows, bool fuse, uint64_t seed) {
  Numbers numbers(seed);
  CompileOptions options;
  options.capacity = static_cast<int64_t>(rows.count);
  // Where the last op is a softmax, one with its loss.
  const bool classes = graph.ops[static_cast<size_t>(graph.output)].kind == OpKind::kSoftmax;
  options.loss.kind = classes ? LossKind::kCategoricalCrossentropy : LossKind::kMse;
  options.metrics = {MetricKind::kMae};
  options.fuse = fuse;
  Program<T> program(graph, options);
  const AlignedVector<T> weights = draw_weights<T>(numbers, graph);
  const RowSource source = rows.source();
  Outcome<T> o;
  o.out.resize(rows.count * rows.outputs);
  o.sums = program.gradient(weights.data(), {&source, nullptr, 0, rows.count, false}, seed, 5,
                            o.out.data());
  o.gradient = gradient_of(program);
  return o;
}

// An unfused program keeps every value and gradient apart: what a fused one shares, reuses or
// leaves out must not show in a single bit.
template <class T>
void check_fused(const Graph& graph, size_t count, uint64_t seed) {
  Numbers numbers(seed + 300);
  const Op& out = graph.ops[static_cast<size_t>(graph.output)];
  const Rows rows = draw_rows(numbers, count, graph.ops[0].size(), out.size());
  const Outcome<T> fused = run<T>(graph, rows, true, seed),
                   plain = run<T>(graph, rows, false, seed);
  EXPECT_TRUE(same_bits(fused.gradient, plain.gradient));
  EXPECT_TRUE(same_bits(fused.out, plain.out));
  EXPECT_EQ(fused.sums.loss, plain.sums.loss);
  EXPECT_EQ(fused.sums.metrics[0], plain.sums.metrics[0]);
}

TEST(Diamond, FusedEqualsUnfusedBitForBit) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.name);
    GraphMaker g(Shape{3});
    const int last = c.build(g, g.act(g.dense(0, 4), Act::kRelu));
    check_fused<float>(g.finish(g.dense(last, 2)), 21, 1);
    GraphMaker h(Shape{3});
    check_fused<float>(h.finish(h.softmax(c.build(h, h.dense(0, 4)))), 21, 1);
  }
  for (uint64_t seed = 0; seed < 150; ++seed) {
    SCOPED_TRACE(seed);
    Numbers numbers(seed);
    const Graph graph = random_graph(numbers, 4 + static_cast<int>(seed % 30), 3, 2);
    check_fused<float>(graph, 1 + seed % 70, seed);
    if (seed % 5 == 0) check_fused<double>(graph, 33, seed);
  }
  // Enough groups for several chunks and shards.
  for (uint64_t seed = 0; seed < 8; ++seed) {
    SCOPED_TRACE(seed);
    Numbers numbers(seed);
    check_fused<float>(random_graph(numbers, 30, 20, 3), 1500, seed);
  }
}

}  // namespace
}  // namespace gradus::engine
