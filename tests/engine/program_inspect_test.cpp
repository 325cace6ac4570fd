// What the instruments read: values and gradients of every op, for every row of a batch.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "support/batches.hpp"
#include "support/graphs.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

CompileOptions inspecting(int64_t capacity, const LossSpec& loss) {
  CompileOptions options;
  options.capacity = capacity;
  options.fuse = false;
  options.inspect = options.frozen = true;
  options.loss = loss;
  return options;
}

// A program that is inspected, its weights and rows, and what the loss is from given features.
struct Inspected {
  Inspected(const Graph& graph, const LossSpec& loss, size_t rows, uint64_t seed = 3)
      : numbers(seed),
        data(draw_rows(numbers, rows, graph.ops[0].size(),
                       graph.ops[static_cast<size_t>(graph.output)].size())),
        weights(draw_weights<double>(numbers, graph)),
        program(graph, inspecting(static_cast<int64_t>(rows) + 9, loss)) {}

  double run() {
    const RowSource source = data.source();
    const Sums sums =
        program.gradient(weights.data(), {&source, nullptr, 0, data.count, false}, 5, 2);
    return sums.loss / static_cast<double>(sums.rows);
  }
  [[nodiscard]] std::vector<double> values(int op) const {
    std::vector<double> out(data.count * size(op));
    program.read_values(op, data.count, out.data());
    return out;
  }
  [[nodiscard]] std::vector<double> gradient(int op) const {
    std::vector<double> out(data.count * size(op));
    EXPECT_TRUE(program.read_gradient(op, data.count, out.data()));
    return out;
  }
  [[nodiscard]] size_t size(int op) const {
    return static_cast<size_t>(program.graph().ops[static_cast<size_t>(op)].size());
  }

  Numbers numbers;
  Rows data;
  AlignedVector<double> weights;
  Program<double> program;
};

const LossSpec kSquares{.kind = LossKind::kMse};

// Features are floats, so the steps are what floats make of 2^-10; the third derivative is left.
void check_input_gradient(const Graph& graph, const LossSpec& loss) {
  Inspected it(graph, loss, 19);
  ASSERT_TRUE(std::isfinite(it.run()));
  const std::vector<double> analytic = it.gradient(0);
  double largest = 0;
  for (const double g : analytic) largest = std::max(largest, std::abs(g));
  ASSERT_GT(largest, 1e-4);
  for (size_t i = 0; i < analytic.size(); ++i) {
    const float middle = it.data.numbers[i];
    const auto difference = [&](float step) {
      const float above = middle + step, below = middle - step;
      it.data.numbers[i] = above;
      const double high = it.run();
      it.data.numbers[i] = below;
      const double low = it.run();
      it.data.numbers[i] = middle;
      return (high - low) / (static_cast<double>(above) - static_cast<double>(below));
    };
    // Richardson: the error of second order cancels.
    const double fine = difference(0x1p-10F), coarse = difference(0x1p-9F);
    EXPECT_NEAR(analytic[i], (4 * fine - coarse) / 3, 1e-6 * largest) << "input " << i;
  }
}

TEST(Inspect, GradientOfInputsAgainstFiniteDifferences) {
  GraphMaker dense(Shape{5});
  const int hidden = dense.act(dense.dense(0, 7), Act::kTanh);
  check_input_gradient(dense.finish(dense.softmax(dense.dense(hidden, 3))),
                       {.kind = LossKind::kCategoricalCrossentropy});
  // The input read by two, and a residual over what hands on its input.
  GraphMaker branch(Shape{4});
  const int a = branch.act(branch.dense(0, 4), Act::kSoftplus);
  const int joined = branch.add({branch.dropout(a, 0.5), a, 0});
  check_input_gradient(branch.finish(branch.dense(joined, 2)), kSquares);
  GraphMaker image(Shape{6, 5, 2});
  const int conv = image.act(image.conv(0, 3, {.height = 3, .width = 2}), Act::kTanh);
  const int pooled = image.pool(image.batch_norm(conv), false,
                                {.height = 2, .width = 2, .stride_y = 2, .stride_x = 2});
  check_input_gradient(image.finish(image.dense(image.flatten(pooled), 2)), kSquares);
  GraphMaker first(Shape{4});  // a normalisation on the input, with and without weights
  check_input_gradient(
      first.finish(first.dense(first.normalize(first.batch_norm(0, false, true)), 2)), kSquares);
}

// dL/db is the sum over rows of dL/dy, and dL/dW = x' dL/dy, for every dense op.
TEST(Inspect, GradientsOfValuesMakeThoseOfWeights) {
  GraphMaker g(Shape{6});
  const int one = g.dense(0, 5), two = g.dense(g.act(one, Act::kGelu), 4);
  const int shared = g.reshape(two, Shape{4});
  const int out = g.dense(g.add({g.act(shared, Act::kTanh), two}), 3);
  Inspected it(g.finish(out), kSquares, 200);
  it.run();
  ASSERT_GT(it.program.plan().shards.count, 1);
  const std::vector<double> weights = gradient_of(it.program);
  for (const int op : {one, two, out}) {
    const Op& dense = it.program.graph().ops[static_cast<size_t>(op)];
    const std::vector<double> dy = it.gradient(op), x = it.values(dense.inputs[0]);
    const size_t inputs = it.size(dense.inputs[0]), units = it.size(op);
    const auto at = [&](int param) {
      return static_cast<size_t>(it.program.graph().params[static_cast<size_t>(param)].offset);
    };
    for (size_t j = 0; j < units; ++j) {
      double bias = 0;
      for (size_t r = 0; r < it.data.count; ++r) bias += dy[r * units + j];
      EXPECT_NEAR(weights[at(dense.bias) + j], bias, 1e-14);
      for (size_t i = 0; i < inputs; ++i) {
        double kernel = 0;
        for (size_t r = 0; r < it.data.count; ++r) kernel += x[r * inputs + i] * dy[r * units + j];
        EXPECT_NEAR(weights[at(dense.kernel) + i * units + j], kernel, 1e-14);
      }
    }
  }
  // What two ops read has the sum of both; what hands it on to one of them, its part alone.
  const std::vector<double> whole = it.gradient(two), part = it.gradient(shared),
                            rest = it.gradient(out - 1);
  for (size_t i = 0; i < whole.size(); ++i) EXPECT_NEAR(whole[i], part[i] + rest[i], 1e-15);
}

TEST(Inspect, ValuesAreThoseOfTheNetworkAsItPredicts) {
  GraphMaker g(Shape{5});
  const int norm = g.batch_norm(g.noise(g.act(g.dense(0, 8), Act::kRelu), 0.3));
  const Graph graph = g.finish(g.softmax(g.dense(g.dropout(norm, 0.4), 4)));
  Inspected it(graph, {.kind = LossKind::kCategoricalCrossentropy}, 70);
  it.run();
  CompileOptions predicting;
  predicting.capacity = 100;
  predicting.training = false;
  Program<double> plain(graph, predicting);
  const RowSource source = it.data.source();
  std::vector<double> out(70 * 4);
  plain.predict(it.weights.data(), {&source, nullptr, 0, 70, false}, out.data());
  EXPECT_EQ(it.values(graph.output), out);
  const std::vector<double> in = it.values(0);
  EXPECT_TRUE(std::equal(in.begin(), in.end(), it.data.numbers.begin(), it.data.numbers.end(),
                         [](double a, float b) { return a == static_cast<double>(b); }));
}

// gamma's and beta's gradients where the statistics stand still.
TEST(Inspect, FrozenNormalisationAgainstFiniteDifferences) {
  for (const auto& [gamma, beta] : {std::pair{true, true}, {true, false}, {false, true}}) {
    GraphMaker g(Shape{3, 4, 2});
    const int norm = g.batch_norm(g.conv(0, 3, {.height = 2, .width = 2}), gamma, beta);
    const Graph graph = g.finish(g.dense(g.flatten(g.act(norm, Act::kTanh)), 2));
    Inspected it(graph, kSquares, 40);
    it.run();
    const std::vector<double> analytic = gradient_of(it.program);
    for (size_t i = 0; i < analytic.size(); ++i) {
      const double middle = it.weights[i];
      it.weights[i] = middle + 1e-5;
      const double above = it.run();
      it.weights[i] = middle - 1e-5;
      const double below = it.run();
      it.weights[i] = middle;
      EXPECT_NEAR(analytic[i], (above - below) / 2e-5, 1e-9) << "weight " << i;
    }
  }
}

// d o_i / d v_j = o_i (delta_ij - o_j): a loss that is output i alone has that row as gradient.
TEST(Inspect, SoftmaxJacobian) {
  GraphMaker g(Shape{6});
  const Graph graph = g.finish(g.softmax(0));
  for (size_t i = 0; i < 6; ++i) {
    // The targets tell which output the loss is.
    LossSpec loss{.kind = LossKind::kCustom};  // the mean over the outputs
    loss.custom = std::make_shared<CustomLoss>(
        CustomLoss{[](double y, double t) { return y * t; }, [](double, double t) { return t; }});
    Inspected it(graph, loss, 1);
    for (size_t j = 0; j < 6; ++j) it.data.targets[j] = i == j ? 1.0F : 0.0F;
    it.run();
    const std::vector<double> o = it.values(1), row = it.gradient(0);
    for (size_t j = 0; j < 6; ++j)
      EXPECT_NEAR(6 * row[j], o[i] * ((i == j ? 1 : 0) - o[j]), 1e-9) << i << ", " << j;
  }
}

// With cross-entropy d L / d v_i = o_i - y_i, and the logits stay apart from the probabilities.
TEST(Inspect, CrossentropyOfLogits) {
  GraphMaker g(Shape{4});
  const int logits = g.dense(0, 3);
  Inspected it(g.finish(g.softmax(logits)), {.kind = LossKind::kCategoricalCrossentropy}, 33);
  for (size_t r = 0; r < 33; ++r)
    for (size_t j = 0; j < 3; ++j) it.data.targets[r * 3 + j] = j == r % 3 ? 1.0F : 0.0F;
  it.run();
  const std::vector<double> v = it.values(logits), o = it.values(logits + 1),
                            dv = it.gradient(logits);
  for (size_t r = 0; r < 33; ++r) {
    for (size_t j = 0; j < 3; ++j) {
      const double want = (o[r * 3 + j] - (j == r % 3 ? 1 : 0)) / 33;
      EXPECT_NEAR(dv[r * 3 + j], want, 1e-9 / 33);
      EXPECT_NEAR(std::log(o[r * 3 + j] / o[r * 3]), v[r * 3 + j] - v[r * 3], 1e-9);
    }
  }
}

// Frozen, inspected and neither: what is not random trains alike, bit for bit.
TEST(Inspect, SameWeightGradientsAsTheFusedProgram) {
  GraphMaker g(Shape{5});
  const int a = g.act(g.dense(0, 9), Act::kRelu);
  const Graph graph = g.finish(g.softmax(g.dense(g.add({g.reshape(a, Shape{9}), a}), 4)));
  const LossSpec loss{.kind = LossKind::kCategoricalCrossentropy};
  Inspected it(graph, loss, 150);
  CompileOptions options;
  options.capacity = 159;
  options.loss = loss;
  Program<double> fused(graph, options);
  const RowSource source = it.data.source();
  const Sums sums = fused.gradient(it.weights.data(), {&source, nullptr, 0, 150, false}, 5, 2);
  EXPECT_EQ(it.run(), sums.loss / 150);
  EXPECT_EQ(gradient_of(it.program), gradient_of(fused));
  ThreadTeam team(3);
  Program<double> threads(graph, inspecting(159, loss), &team);
  threads.gradient(it.weights.data(), {&source, nullptr, 0, 150, false}, 5, 2);
  EXPECT_EQ(gradient_of(threads), gradient_of(fused));
  std::vector<double> dy(150 * 9);
  ASSERT_TRUE(threads.read_gradient(a, 150, dy.data()));
  EXPECT_EQ(dy, it.gradient(a));
}

TEST(Inspect, RefusesAProgramThatKeepsNothing) {
  GraphMaker g(Shape{2});
  CompileOptions options;
  options.loss = kSquares;
  Program<float> program(g.finish(g.dense(0, 1)), options);
  float out[8];
  EXPECT_THROW(program.read_values(0, 1, out), std::logic_error);
}

}  // namespace
}  // namespace gradus::engine
