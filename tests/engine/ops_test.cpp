#include "engine/ops.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>

#include "support/graphs.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

std::string message_of(const Graph& graph) {
  try {
    check_shapes(graph);
  } catch (const std::logic_error& e) {
    return e.what();
  }
  return "";
}

TEST(Shapes, OfRandomGraphsFit) {
  for (uint64_t seed = 0; seed < 50; ++seed) {
    Numbers numbers(seed);
    EXPECT_EQ(message_of(random_graph(numbers, 20, 4, 2)), "") << seed;
  }
}

TEST(Shapes, ThatDoNotFitAreNamed) {
  const auto broken = [](const std::function<void(GraphMaker&)>& change) {
    GraphMaker g(Shape{4});
    const int a = g.dense(0, 3), b = g.act(a, Act::kTanh);
    const int last = g.dense(g.add({a, b}), 2);
    g.graph().output = last;
    change(g);
    return message_of(g.graph());
  };
  EXPECT_EQ(broken([](GraphMaker&) {}), "");
  EXPECT_EQ(broken([](GraphMaker& g) { g.at(1).shape = Shape{5}; }),
            "op1: kernel is not [inputs, units]");
  EXPECT_EQ(broken([](GraphMaker& g) { g.graph().params[1].shape = Shape{7}; }),
            "op1: bias is not [units]");
  EXPECT_EQ(broken([](GraphMaker& g) { g.at(2).shape = Shape{4}; }), "op2: changes the shape");
  EXPECT_EQ(broken([](GraphMaker& g) { g.at(3).inputs = {0, 2}; }), "op3: adds different shapes");
  EXPECT_EQ(broken([](GraphMaker& g) { g.at(2).inputs = {3}; }),
            "op2: an input does not come before it");
  EXPECT_EQ(broken([](GraphMaker& g) { g.at(2).inputs = {}; }), "op2: has no input");
  EXPECT_EQ(broken([](GraphMaker& g) { g.graph().output = 9; }), "op0: the graph has no output");
  EXPECT_EQ(broken([](GraphMaker& g) { g.at(3).inputs = {1, 1}; }),
            "op2: goes nowhere, or goes on from the output");
  EXPECT_EQ(broken([](GraphMaker& g) { g.graph().output = 3; }),
            "op3: goes nowhere, or goes on from the output");
  EXPECT_EQ(broken([](GraphMaker& g) { g.graph().output = g.reshape(g.graph().output, Shape{3}); }),
            "op5: changes the number of values");
}

}  // namespace
}  // namespace gradus::engine
