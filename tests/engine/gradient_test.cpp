// Gradients of whole programs: every activation, every loss, everything random.
#include <gtest/gtest.h>

#include <functional>

#include "support/gradient_check.hpp"
#include "support/graphs.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

void check(const Graph& graph, const LossSpec& loss, RowKind kind = {}, uint64_t seed = 1) {
  Numbers numbers(seed + 100);
  const Op& out = graph.ops[static_cast<size_t>(graph.output)];
  check_gradient(graph, loss, draw_rows(numbers, 19, graph.ops[0].size(), out.size(), kind), seed);
}

const LossSpec kSquares{.kind = LossKind::kMse};

TEST(Gradient, OfDenseChains) {
  for (const int64_t width : {1, 2, 5, 16, 17}) {
    for (const bool bias : {false, true}) {
      SCOPED_TRACE(testing::Message() << "width " << width << " bias " << bias);
      GraphMaker g(Shape{3});
      const int hidden = g.act(g.dense(0, width, bias), Act::kTanh);
      check(g.finish(g.dense(g.dense(hidden, 1, bias), 2)), kSquares);
    }
  }
}

struct ActCase {
  Act act;
  double alpha = 0;
};
constexpr ActCase kActs[] = {{Act::kLinear},
                             {Act::kRelu},
                             {Act::kLeakyRelu, 0.3},
                             {Act::kLeakyRelu, 0},
                             {Act::kLeakyRelu, -0.5},
                             {Act::kElu, 1},
                             {Act::kElu, 0.5},
                             {Act::kElu, -0.5},
                             {Act::kElu, 0},
                             {Act::kSelu},
                             {Act::kGelu},
                             {Act::kSoftplus},
                             {Act::kSigmoid, 1},
                             {Act::kSigmoid, 2.5},
                             {Act::kTanh}};

// In place in the product's buffer, and apart from it, where the product's value is used twice.
TEST(Gradient, OfEveryActivation) {
  for (const ActCase& c : kActs) {
    SCOPED_TRACE(testing::Message() << "act " << static_cast<int>(c.act) << " alpha " << c.alpha);
    GraphMaker chain(Shape{3});
    check(chain.finish(chain.dense(chain.act(chain.dense(0, 5), c.act, c.alpha), 2)), kSquares);
    // One input and one output, which take the activation along.
    GraphMaker thin(Shape{1});
    check(thin.finish(thin.dense(thin.act(thin.dense(0, 5), c.act, c.alpha), 1)), kSquares);
    GraphMaker shared(Shape{3});
    const int z = shared.dense(0, 4);
    check(shared.finish(shared.dense(shared.add({shared.act(z, c.act, c.alpha), z}), 2)), kSquares);
  }
}

TEST(Gradient, OfCustomActivationsAndOps) {
  GraphMaker act(Shape{3});
  check(act.finish(act.dense(act.custom_act(act.dense(0, 4)), 2)), kSquares);
  for (const bool weighted : {false, true}) {
    GraphMaker op(Shape{3});
    check(op.finish(op.dense(op.custom(op.dense(0, 4), weighted), 2)), kSquares);
  }
  GraphMaker first(Shape{3});  // straight on the input, whose gradient nobody asks for
  check(first.finish(first.dense(first.custom(0), 2)), kSquares);
  GraphMaker last(Shape{3});
  check(last.finish(last.custom(last.dense(0, 3))), kSquares);
}

TEST(Gradient, OfSoftmax) {
  GraphMaker inside(Shape{3});
  check(inside.finish(inside.dense(inside.softmax(inside.dense(0, 5)), 2)), kSquares);
  GraphMaker last(Shape{3});
  check(last.finish(last.softmax(last.dense(0, 4))), kSquares);
}

TEST(Gradient, OfWhatIsRandom) {
  GraphMaker g(Shape{3});
  const int hidden = g.act(g.dense(0, 9), Act::kTanh);
  check(g.finish(g.dense(g.noise(g.dropout(hidden, 0.4), 0.2), 2)), kSquares);
  GraphMaker first(Shape{5});  // dropout and noise of the samples themselves
  check(first.finish(first.dense(first.noise(first.dropout(0, 0.4), 0.2), 2)), kSquares);
}

struct LossCase {
  const char* name;
  LossKind kind;
  Act last;  // what turns numbers into predictions; kCustom stands for softmax
  double alpha = 0;
};
// A sigmoid of slope 1 and a softmax are absorbed by their cross-entropy; other outputs are not.
constexpr LossCase kLosses[] = {
    {"mse", LossKind::kMse, Act::kTanh},
    {"mae", LossKind::kMae, Act::kLinear},
    {"huber", LossKind::kHuber, Act::kLinear},
    {"binary of a sigmoid", LossKind::kBinaryCrossentropy, Act::kSigmoid, 1},
    {"binary of probabilities", LossKind::kBinaryCrossentropy, Act::kSigmoid, 1.5},
    {"categorical of a softmax", LossKind::kCategoricalCrossentropy, Act::kCustom},
    {"categorical of masses", LossKind::kCategoricalCrossentropy, Act::kSoftplus},
    {"custom", LossKind::kCustom, Act::kLinear}};

TEST(Gradient, OfEveryLoss) {
  const auto custom = std::make_shared<CustomLoss>(
      CustomLoss{[](double y, double t) { return (y - t) * (y - t) * (1 + y); },
                 [](double y, double t) { return 2 * (y - t) * (1 + y) + (y - t) * (y - t); }});
  for (const LossCase& c : kLosses) {
    for (const int64_t outputs : {1, 3}) {
      if (outputs == 1 && c.kind == LossKind::kCategoricalCrossentropy) continue;
      for (int bits = 0; bits < 16; ++bits) {
        const RowKind rows{(bits & 1) != 0, (bits & 2) != 0, (bits & 1) && (bits & 4)};
        const LossSpec loss{
            .kind = c.kind, .delta = 0.3, .sum_outputs = bits >= 8, .custom = custom};
        SCOPED_TRACE(testing::Message() << c.name << " outputs " << outputs << " bits " << bits);
        GraphMaker g(Shape{3});
        const int z = g.dense(g.act(g.dense(0, 4), Act::kTanh), outputs);
        const bool softmax = c.last == Act::kCustom;
        check(g.finish(softmax ? g.softmax(z) : g.act(z, c.last, c.alpha)), loss, rows);
      }
    }
  }
}

// The loss leaves probabilities in place of the logits: where the op below reads its own value on
// the way down, they are not the place.
TEST(Gradient, OfLogitsThatAreReadAgain) {
  using Below = std::function<int(GraphMaker&, int)>;
  const Below all[] = {
      [](GraphMaker&, int v) { return v; },
      [](GraphMaker& g, int v) { return g.act(v, Act::kTanh); },
      [](GraphMaker& g, int v) { return g.act(v, Act::kRelu); },
      [](GraphMaker& g, int v) { return g.act(v, Act::kGelu); },
      [](GraphMaker& g, int v) { return g.custom_act(v); },
      [](GraphMaker& g, int v) { return g.softmax(v); },
      [](GraphMaker& g, int v) { return g.custom(v); },
      [](GraphMaker& g, int v) { return g.dropout(v, 0.3); },
      [](GraphMaker& g, int v) { return g.noise(v, 0.1); },
      [](GraphMaker& g, int v) { return g.add({v, g.act(v, Act::kTanh)}); },
      [](GraphMaker& g, int v) { return g.dropout(g.act(v, Act::kTanh), 0); },
      [](GraphMaker& g, int v) { return g.act(g.act(v, Act::kTanh), Act::kLinear); },
      [](GraphMaker& g, int v) { return g.act(g.custom_act(v), Act::kElu, 1); }};
  LossSpec categorical, binary;
  categorical.kind = LossKind::kCategoricalCrossentropy;
  binary.kind = LossKind::kBinaryCrossentropy;
  int number = 0;
  for (const Below& below : all) {
    SCOPED_TRACE(testing::Message() << "below " << number++);
    GraphMaker g(Shape{3}), h(Shape{3}), shaped(Shape{3});
    check(g.finish(g.softmax(below(g, g.dense(0, 4)))), categorical, {.labels = true});
    check(h.finish(h.act(below(h, h.dense(0, 4)), Act::kSigmoid, 1)), binary);
    const int logits = shaped.reshape(below(shaped, shaped.dense(0, 4)), Shape{2, 2});
    check(shaped.finish(shaped.softmax(logits)), categorical, {.labels = true});
  }
}

TEST(Gradient, OfPenalties) {
  GraphMaker g(Shape{3});
  Graph graph = g.finish(g.dense(g.act(g.dense(0, 5), Act::kTanh), 2));
  graph.params[0].l1 = 0.05;
  graph.params[2].l1 = 0.01;
  graph.params[2].l2 = 0.1;
  graph.params[3].l2 = 0.2;
  check(graph, kSquares);
}

}  // namespace
}  // namespace gradus::engine
