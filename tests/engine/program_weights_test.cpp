// Penalties, clipping, constraints, users' ops and the search for what is not finite.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <memory>

#include "base/threads.hpp"
#include "engine/reference.hpp"
#include "support/batches.hpp"
#include "support/graphs.hpp"
#include "support/targets.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

Graph network() {
  GraphMaker g(Shape{4});
  return g.finish(g.dense(g.act(g.dense(0, 5), Act::kTanh), 3));
}

CompileOptions options_for(size_t capacity) {
  CompileOptions options;
  options.capacity = static_cast<int64_t>(capacity);
  options.loss.kind = LossKind::kMse;
  return options;
}

// One SGD step of rate 1 from weights 0 leaves minus the gradient: what clipping did to it.
template <class T>
struct Clipped {
  std::vector<std::vector<double>> before, after;  // by tensor

  explicit Clipped(const std::function<void(Update<T>&)>& set) {
    Numbers numbers(1);
    const Graph graph = network();
    const Rows rows = draw_rows(numbers, 9, 4, 3);
    const RowSource source = rows.source();
    Program<T> program(graph, options_for(9));
    State<T> state;
    state.weights = draw_weights<T>(numbers, graph, 2);
    (void)program.gradient(state.weights.data(), {&source, nullptr, 0, 9, false}, 0, 0);
    before = tensors(graph, program.gradient());
    Update<T> rule;
    rule.scalar[0] = T(1);
    set(rule);
    std::fill(state.weights.begin(), state.weights.end(), T(0));
    program.update(state, rule);
    for (T& w : state.weights) w = -w;
    after = tensors(graph, std::span<T>(state.weights));
  }
  static std::vector<std::vector<double>> tensors(const Graph& graph, std::span<T> all) {
    std::vector<std::vector<double>> out;
    for (const Param& p : graph.params)
      out.emplace_back(all.begin() + p.offset, all.begin() + p.offset + p.size());
    return out;
  }
};

double norm(const std::vector<double>& v) {
  double sum = 0;
  for (const double x : v) sum += x * x;
  return std::sqrt(sum);
}

template <class T>
void check_clipping() {
  const double tight = sizeof(T) == 4 ? 1e-6 : 1e-14;
  const Clipped<T> value([](auto& u) { u.clipvalue = 0.25; });
  const Clipped<T> tensor([](auto& u) { u.clipnorm = 1.5; });
  const Clipped<T> global([](auto& u) { u.global_clipnorm = 1.5; });
  double square = 0, largest = 0;
  for (const auto& g : value.before) {
    square += norm(g) * norm(g);
    for (const double v : g) largest = std::max(largest, std::abs(v));
  }
  ASSERT_GT(largest, 0.25) << "nothing to clip";
  bool within = false;
  for (size_t p = 0; p < value.before.size(); ++p) {
    const double size = norm(value.before[p]);
    within = within || size < 1.5;
    for (size_t i = 0; i < value.before[p].size(); ++i) {
      const double g = value.before[p][i];
      EXPECT_NEAR(value.after[p][i], std::clamp(g, -0.25, 0.25), tight);
      EXPECT_NEAR(tensor.after[p][i], size > 1.5 ? g * 1.5 / size : g, tight);
      EXPECT_NEAR(global.after[p][i], g * 1.5 / std::sqrt(square), tight);
    }
  }
  EXPECT_TRUE(within) << "a tensor within the norm stays as it is, but there is none";
}

TEST(Clipping, ByValueByNormAndByGlobalNorm) {
  check_clipping<float>();
  check_clipping<double>();
}

TEST(Clipping, OfASmallGradientChangesNothing) {
  const Clipped<float> c([](auto& u) { u.clipvalue = u.clipnorm = u.global_clipnorm = 100; });
  EXPECT_EQ(c.before, c.after);
}

// Weights after an update of 0, under a constraint.
std::vector<double> constrained(Param::Limit limit, double value, int axis, bool matrix) {
  Numbers numbers(2);
  Graph graph = network();
  Param& p = graph.params[matrix ? 0 : 1];
  p.limit = limit;
  p.limit_value = value;
  p.limit_axis = axis;
  Program<double> program(graph, options_for(1));
  State<double> state;
  state.weights = draw_weights<double>(numbers, graph, 2);
  program.update(state, Update<double>{});
  return {state.weights.begin() + p.offset, state.weights.begin() + p.offset + p.size()};
}

TEST(Constraint, NormsOverEitherAxis) {
  const std::vector<double> free = constrained(Param::Limit::kNone, 0, 0, true);  // [4, 5]
  for (const int axis : {0, 1}) {
    for (const auto limit : {Param::Limit::kMaxNorm, Param::Limit::kUnitNorm}) {
      SCOPED_TRACE(axis);
      const std::vector<double> got = constrained(limit, 2, axis, true);
      bool changed = false, kept = false;
      for (size_t i = 0; i < 4; ++i) {
        for (size_t o = 0; o < 5; ++o) {
          double square = 0;
          for (size_t k = 0; k < (axis == 0 ? 4U : 5U); ++k) {
            const double v = axis == 0 ? free[k * 5 + o] : free[i * 5 + k];
            square += v * v;
          }
          const double size = std::sqrt(square);
          const double want = limit == Param::Limit::kUnitNorm ? 1 : std::min(size, 2.0);
          (want == size ? kept : changed) = true;
          EXPECT_NEAR(got[i * 5 + o], free[i * 5 + o] * want / (1e-7 + size), 1e-15);
        }
      }
      EXPECT_TRUE(changed);
      EXPECT_EQ(kept, limit == Param::Limit::kMaxNorm) << "draw other weights";
    }
  }
  EXPECT_NEAR(norm(constrained(Param::Limit::kUnitNorm, 0, 0, false)), 1, 1e-6) << "a bias";
}

TEST(Constraint, NonNegative) {
  const std::vector<double> free = constrained(Param::Limit::kNone, 0, 0, true);
  const std::vector<double> got = constrained(Param::Limit::kNonNegative, 0, 0, true);
  for (size_t i = 0; i < free.size(); ++i) EXPECT_EQ(got[i], std::max(free[i], 0.0));
}

// Their gradient is held in gradient_test.cpp.
template <class T>
void check_penalty() {
  Numbers numbers(3);
  GraphMaker g(Shape{7});
  Graph graph = g.finish(g.dense(g.dense(0, 13), 3));
  graph.params[0].l1 = 0.01;
  graph.params[1].l2 = 0.02;
  graph.params[2].l1 = 0.03, graph.params[2].l2 = 0.04;
  Program<T> program(graph, options_for(1));
  const AlignedVector<T> w = draw_weights<T>(numbers, graph);
  double want = 0;
  for (const Param& p : graph.params) {
    const std::vector<double> part(w.begin() + p.offset, w.begin() + p.offset + p.size());
    want += reference::penalty(part, p.l1, p.l2);
  }
  EXPECT_GT(want, 0.5);
  EXPECT_NEAR(program.penalty(w.data()), want, 1e-14);  // summed in double whatever the type
}

TEST(Penalty, EqualsItsTwin) {
  check_penalty<float>();
  check_penalty<double>();
}

// A large network's update is cut among threads.
TEST(Update, ThreadsDoNotChangeABit) {
  GraphMaker g(Shape{300});
  Graph graph = g.finish(g.dense(g.act(g.dense(0, 200), Act::kTanh), 3));
  graph.params[0].l1 = 1e-3;
  graph.params[1].l2 = 1e-3;
  Numbers numbers(4);
  const Rows rows = draw_rows(numbers, 1024, 300, 3);
  const AlignedVector<float> start = draw_weights<float>(numbers, graph, 0.1);
  const RowSource source = rows.source();
  std::vector<float> want;
  for (const int threads : {1, 2, 3, 7}) {
    ThreadTeam team(threads);
    Program<float> program(graph, options_for(1024), &team);
    State<float> state;
    state.weights = start;
    for (int k = 0; k < 2; ++k) state.slots[k].assign(start.size(), 0.0F);
    Update<float> rule;
    rule.kind = cpu::UpdateKind::kAdam;
    const float scalars[] = {0.01F, 0.1F, 0.001F, 1e-7F};
    std::copy(std::begin(scalars), std::end(scalars), rule.scalar);
    for (uint32_t step = 0; step < 3; ++step) {
      (void)program.gradient(state.weights.data(), {&source, nullptr, 0, 1024, false}, 1, step);
      program.update(state, rule);
    }
    const std::vector<float> got(state.weights.begin(), state.weights.end());
    if (want.empty()) want = got;
    EXPECT_TRUE(same_bits(got, want)) << threads << " threads";
  }
  for (size_t i = static_cast<size_t>(graph.weights()); i < want.size(); ++i)
    EXPECT_EQ(want[i], 0) << "padding stays 0";
}

struct Search {
  Numbers numbers{5};
  Graph graph;
  Rows rows;
  AlignedVector<float> weights;

  Search() {
    GraphMaker g(Shape{4});
    const int a = g.act(g.dense(0, 5), Act::kRelu);  // op1, op2
    const int b = g.act(g.dense(a, 5), Act::kTanh);  // op3, op4
    graph = g.finish(g.dense(g.add({a, b}), 3));     // op5, op6
    rows = draw_rows(numbers, 40, 4, 3);
    weights = draw_weights<float>(numbers, graph);
  }
  std::string run(size_t count = 40) {
    CompileOptions options = options_for(64);
    options.fuse = false;
    Program<float> program(graph, options);
    const RowSource source = rows.source();
    return program.first_not_finite(weights.data(), {&source, nullptr, 0, count, false}, 1, 0);
  }
  float& weight(size_t param) { return weights[static_cast<size_t>(graph.params[param].offset)]; }
};

TEST(FirstNotFinite, NamesTheFirstOp) {
  EXPECT_EQ(Search().run(), "loss") << "all is well but, perhaps, the loss";
  Search rows;
  rows.rows.numbers[37 * 4 + 2] = kNan<float>;
  EXPECT_EQ(rows.run(), "op0");
  EXPECT_EQ(rows.run(37), "loss") << "a row that is not there";
  Search first;
  first.weight(0) = kNan<float>;
  EXPECT_EQ(first.run(), "op1");
  Search second;
  second.weight(3) = std::numeric_limits<float>::infinity();
  EXPECT_EQ(second.run(), "op3");
  Search large;
  std::fill_n(&large.weight(1), 5, 3e38F);
  std::fill_n(&large.weight(2), 25, 2.0F);
  EXPECT_EQ(large.run(), "op3") << "3e38 is finite in op1 and op2, its products are not";
}

// Lanes without a row hold zeros, whose logarithm is nobody's.
TEST(FirstNotFinite, LooksAtTheRowsThereAre) {
  GraphMaker g(Shape{4});
  const int log = g.act(0, Act::kCustom);
  g.at(log).function = std::make_shared<CustomFunction>(
      CustomFunction{[](double z) { return std::log(z); }, [](double z, double) { return 1 / z; }});
  Search s;
  s.graph = g.finish(g.dense(log, 3));
  s.weights = draw_weights<float>(s.numbers, s.graph);
  for (float& v : s.rows.numbers) v = std::abs(v) + 0.1F;
  EXPECT_EQ(s.run(37), "loss");
  s.rows.numbers[36 * 4] = 0;
  EXPECT_EQ(s.run(36), "loss");
  EXPECT_EQ(s.run(37), "op1");
}

// Through sums over the batch as well: what is found is where it was born, not whom it reached.
TEST(FirstNotFinite, NamesTheFirstOpOfImages) {
  GraphMaker g(Shape{4, 4, 1});
  const int a = g.act(g.batch_norm(g.convolve(0, 2, {3, 3}, false)), Act::kTanh);  // op1 to op3
  const int b = g.layer_norm(g.prelu(a));                                          // op4, op5
  Search s;
  s.graph = g.finish(g.dense(g.flatten(g.batch_norm(b)), 3));  // op6 to op8
  s.rows = draw_rows(s.numbers, 40, 16, 3);
  s.weights = draw_weights<float>(s.numbers, s.graph);
  EXPECT_EQ(s.run(), "loss");
  const AlignedVector<float> sound = s.weights;
  const char* const first[] = {"op1", "op2", "op2", "op4", "op5",
                               "op5", "op6", "op6", "op8", "op8"};
  for (size_t param = 0; param < std::size(first); ++param) {
    s.weights = sound;
    const Param& p = s.graph.params[param];
    std::fill_n(&s.weight(param), p.size(), kNan<float>);
    EXPECT_EQ(s.run(), first[param]) << p.name;
  }
  s.weights = sound;
  s.rows.numbers[37 * 16] = kNan<float>;
  EXPECT_EQ(s.run(37), "loss") << "a row that is not there";
  EXPECT_EQ(s.run(), "op0");
}

// NaN is not swallowed by relu: it reaches the loss, and the search finds where it was born.
TEST(FirstNotFinite, NanPassesRelu) {
  Search s;
  s.weight(0) = kNan<float>;
  Program<float> program(s.graph, options_for(64));
  const RowSource source = s.rows.source();
  const Sums sums = program.gradient(s.weights.data(), {&source, nullptr, 0, 40, false}, 1, 0);
  EXPECT_TRUE(std::isnan(sums.loss));
}

}  // namespace
}  // namespace gradus::engine
