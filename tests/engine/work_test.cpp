#include "engine/work.hpp"

#include <gtest/gtest.h>

#include "support/graphs.hpp"

namespace gradus::engine {
namespace {

using gradus::test::GraphMaker;

TEST(Work, OfDenseLayers) {
  GraphMaker g(Shape{4});
  const Graph graph = g.finish(g.dense(g.act(g.dense(0, 5), Act::kRelu), 3));
  EXPECT_EQ(forward_work(graph), 20 + 15);
  EXPECT_EQ(training_work(graph), 2 * 20 + 3 * 15);
}

// What lies outside the image is no work: of 3 x 3 taps on 4 x 4 the corners see 4, the edges 6.
TEST(Work, OfConvolutions) {
  GraphMaker g(Shape{4, 4, 2});
  const Graph graph =
      g.finish(g.conv(0, 3, {.height = 3, .width = 3, .top = 1, .left = 1}, true, Shape{4, 4}));
  EXPECT_EQ(forward_work(graph), (4 * 4 + 8 * 6 + 4 * 9) * 2 * 3);
}

// A normalisation of the input learns, so that the first convolution passes its gradient down.
TEST(Work, GoesDownWhereSomethingLearns) {
  GraphMaker g(Shape{4, 4, 1});
  const Graph graph = g.finish(g.conv(g.batch_norm(0), 1, {.height = 4, .width = 4}));
  EXPECT_EQ(training_work(graph), 3 * 16);
}

}  // namespace
}  // namespace gradus::engine
