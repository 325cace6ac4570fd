#include "engine/ops.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>

#include "support/image_graphs.hpp"

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

TEST(Shapes, OfRandomImageGraphsFit) {
  for (uint64_t seed = 0; seed < 50; ++seed) {
    Numbers numbers(seed);
    EXPECT_EQ(message_of(random_image_graph(numbers, 20, 2)), "") << seed;
  }
  for (const ImagePart& part : image_parts())
    EXPECT_EQ(message_of(image_graph(part, true)), "") << part.name;
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

TEST(Shapes, OfImagesThatFitNot) {
  const auto broken = [](const std::function<void(GraphMaker&)>& change) {
    GraphMaker g(Shape{6, 5, 3});
    const int a = g.convolve(0, 4);                // op1: 4 x 3 x 4
    const int b = g.max_pool(a, {2, 2, 2, 1});     // op2: 2 x 2 x 4
    const int c = g.zero_pad(b, 1, 0, 0, 1);       // op3: 3 x 3 x 4
    const int d = g.layer_norm(g.batch_norm(c));   // op4, op5
    const int last = g.flatten(g.concat({c, d}));  // op6, op7
    g.graph().output = g.act(last, Act::kTanh);    // op8
    change(g);
    return message_of(g.graph());
  };
  EXPECT_EQ(broken([](GraphMaker&) {}), "");
  EXPECT_EQ(broken([](GraphMaker& g) { g.graph().params[0].shape = Shape{3, 3, 4, 4}; }),
            "op1: kernel is not [height, width, channels, filters]");
  EXPECT_EQ(broken([](GraphMaker& g) { g.at(1).window.width = 2; }),
            "op1: kernel is not [height, width, channels, filters]");
  EXPECT_EQ(broken([](GraphMaker& g) { g.graph().params[1].shape = Shape{3}; }),
            "op1: bias is not [filters]");
  EXPECT_EQ(broken([](GraphMaker& g) { g.at(1).shape = Shape{48}; }), "op1: takes images");
  EXPECT_EQ(broken([](GraphMaker& g) { g.at(2).shape = Shape{2, 2, 3}; }),
            "op2: takes images and keeps their channels");
  EXPECT_EQ(broken([](GraphMaker& g) { g.at(3).window.top = 2; }),
            "op3: takes images and adds to their edges");
  EXPECT_EQ(broken([](GraphMaker& g) { g.at(4).mean = -1; }), "op4: has no statistics");
  EXPECT_EQ(broken([](GraphMaker& g) { g.at(5).shape = Shape{36}; }), "op5: changes the shape");
  EXPECT_EQ(broken([](GraphMaker& g) { g.at(6).shape = Shape{3, 3, 7}; }),
            "op6: has other channels than its inputs");
}

}  // namespace
}  // namespace gradus::engine
