// The golden path: every optimizer with its options, lane kernels (through Program::update) against
// the double rules, over several steps and two tensors.
#include "nn/stepper.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "nn/optimizers/clip.hpp"
#include "support/batches.hpp"
#include "support/graphs.hpp"
#include "support/targets.hpp"
#include "support/tolerance.hpp"

namespace gradus {
namespace {

using namespace gradus::test;

struct Case {
  const char* name;
  Optimizer optimizer;
};

const Case kCases[] = {
    {"sgd", SGD{}},
    {"sgd, momentum", SGD{.momentum = 0.9}},
    {"sgd, nesterov", SGD{.momentum = 0.8, .nesterov = true}},
    {"sgd, clipvalue", SGD{.clipvalue = 0.05}},
    {"sgd, clipnorm", SGD{.momentum = 0.5, .clipnorm = 0.3}},
    {"sgd, global_clipnorm", SGD{.global_clipnorm = 0.3}},
    {"rmsprop", RMSprop{}},
    {"rmsprop, keras 2", RMSprop{.epsilon = 1e-3, .epsilon_inside_root = false}},
    {"rmsprop, momentum", RMSprop{.rho = 0.7, .momentum = 0.9}},
    {"rmsprop, centered", RMSprop{.rho = 0.8, .epsilon = 1e-2, .centered = true}},
    {"rmsprop, all", RMSprop{.rho = 0.8,
                             .momentum = 0.5,
                             .epsilon = 1e-1,
                             .epsilon_inside_root = false,
                             .centered = true,
                             .clipvalue = 0.2}},
    {"adagrad", Adagrad{}},
    {"adagrad, options", Adagrad{.initial_accumulator_value = 0, .epsilon = 1e-3}},
    {"adadelta", Adadelta{}},
    {"adadelta, options", Adadelta{.rho = 0.7, .epsilon = 1e-4, .clipnorm = 0.3}},
    {"adam", Adam{}},
    {"adam, options", Adam{.beta_1 = 0.7, .beta_2 = 0.9, .epsilon = 1e-3}},
    {"adam, amsgrad", Adam{.beta_1 = 0.5, .beta_2 = 0.6, .amsgrad = true}},
    {"adamw", AdamW{}},
    {"adamw, options", AdamW{.weight_decay = 0.3, .beta_2 = 0.9, .amsgrad = true}},
    {"adamax", Adamax{}},
    {"adamax, options", Adamax{.beta_1 = 0.7, .beta_2 = 0.8, .epsilon = 1e-2}},
    {"nadam", Nadam{}},
    {"nadam, options", Nadam{.beta_1 = 0.7, .beta_2 = 0.9, .global_clipnorm = 0.4}},
};

constexpr int64_t kSteps = 12;

double rate_of(int64_t t) {
  return 0.02 / static_cast<double>(1 + t % 3);  // a schedule of sorts
}

// What the twin follows: the rules in double, on the gradients that the program has made.
class Twin {
 public:
  Twin(const Optimizer& optimizer, const engine::Graph& graph, std::span<const double> weights)
      : rule_(rules::rule_of(optimizer)),
        clipping_(rules::clipping(optimizer)),
        graph_(graph),
        weights_(weights.begin(), weights.end()) {
    std::visit(
        [&](const auto& rule) {
          for (int k = 0; k < rule.slots(); ++k) start_.push_back(rule.start(k));
        },
        rule_);
    start_.resize(4);
    for (size_t i = 0; i < weights_.size(); ++i)
      slots_.insert(slots_.end(), start_.begin(), start_.end());
  }

  void step(int64_t t, std::vector<double> gradient) {
    std::vector<std::span<double>> tensors;
    for (const engine::Param& p : graph_.params)
      tensors.emplace_back(&gradient[static_cast<size_t>(p.offset)], p.size());
    rules::clip(clipping_, tensors);
    before_ = weights_;
    std::visit(
        [&](auto& rule) {
          const auto scalars = rule.at(t, rate_of(t));
          for (size_t i = 0; i < weights_.size(); ++i)
            rule.update(scalars, gradient[i], weights_[i], &slots_[4 * i]);
        },
        rule_);
  }
  [[nodiscard]] double weight(size_t i) const { return weights_[i]; }
  [[nodiscard]] double moved(size_t i) const { return std::abs(weights_[i] - before_[i]); }
  [[nodiscard]] double slot(int k, size_t i) const {
    return slots_[4 * i + static_cast<size_t>(k)];
  }

 private:
  rules::OptimizerRule rule_;
  rules::Clipping clipping_;
  const engine::Graph& graph_;
  std::vector<double> weights_, before_, start_, slots_;
};

template <class T>
std::vector<T> follow(const Case& c) {
  Numbers numbers(1);
  GraphMaker g(Shape{4});
  const engine::Graph graph = g.finish(g.dense(0, 5));  // kernel and bias
  engine::CompileOptions options;
  options.capacity = 8;
  options.loss.kind = engine::LossKind::kMse;
  options.loss.sum_outputs = true;
  engine::Program<T> program(graph, options);
  engine::State<T> state;
  state.weights = draw_weights<T>(numbers, graph);
  Stepper stepper(c.optimizer);
  stepper.prepare(state);
  const size_t n = static_cast<size_t>(graph.weights());
  Twin twin(
      c.optimizer, graph,
      std::vector<double>(state.weights.begin(), state.weights.begin() + static_cast<long>(n)));
  std::vector<double> drift(n, 0.0);  // a share of every step so far, and the weights' own rounding
  for (int64_t t = 1; t <= kSteps; ++t) {
    const Rows rows = draw_rows(numbers, 8, 4, 5);
    const engine::RowSource source = rows.source();
    (void)program.gradient(state.weights.data(), {&source, nullptr, 0, 8, false}, 0, 0);
    const std::vector<T> made = gradient_of(program);
    twin.step(t, {made.begin(), made.end()});
    program.update(state, stepper.at<T>(t, rate_of(t)));
    for (size_t i = 0; i < n; ++i) {
      drift[i] += kStepError<T> * twin.moved(i) +
                  std::numeric_limits<T>::epsilon() * std::abs(twin.weight(i));
      EXPECT_NEAR(static_cast<double>(state.weights[i]), twin.weight(i), drift[i])
          << "weight " << i << " after step " << t;
      for (int k = 0; k < 4; ++k) {
        if (state.slots[k].empty()) continue;
        const double want = twin.slot(k, i), size = std::max(std::abs(want), 1e-3);
        EXPECT_NEAR(static_cast<double>(state.slots[k][i]), want,
                    (sizeof(T) == 4 ? 1e-4 : 1e-12) * size)
            << "slot " << k << " of weight " << i << " after step " << t;
      }
    }
    if (testing::Test::HasFailure()) break;
  }
  return {state.weights.begin(), state.weights.end()};
}

TEST(Stepper, FollowsEveryRule) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.name);
    on_limited_targets([&] { return follow<float>(c); });
    on_limited_targets([&] { return follow<double>(c); });
    if (HasFailure()) break;
  }
}

// Slots are as many as the rule has, and start where it says.
TEST(Stepper, PreparesTheSlots) {
  engine::State<float> state;
  state.weights.assign(32, 1.0F);
  Stepper(Adagrad{.initial_accumulator_value = 0.25}).prepare(state);
  EXPECT_EQ(state.slots[0].size(), 32U);
  EXPECT_EQ(state.slots[0][31], 0.25F);
  EXPECT_TRUE(state.slots[1].empty());
  Stepper(Adam{.amsgrad = true}).prepare(state);
  EXPECT_EQ(state.slots[2].size(), 32U);
  EXPECT_EQ(state.slots[0][0], 0.0F) << "what was there before is gone";
  Stepper(SGD{}).prepare(state);
  for (const auto& slot : state.slots) EXPECT_TRUE(slot.empty());
}

// What is the same for every weight of an update depends on its number alone: a training resumed at
// any step goes on with the same bits.
TEST(Stepper, AnyStepCanBeTheFirst) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(c.name);
    Stepper walked(c.optimizer);
    for (int64_t t = 1; t < 50; ++t) (void)walked.at<double>(t, 0.1);
    const engine::Update<double> want = walked.at<double>(50, 0.1);
    const engine::Update<double> got = Stepper(c.optimizer).at<double>(50, 0.1);
    for (int i = 0; i < 8; ++i) EXPECT_EQ(got.scalar[i], want.scalar[i]) << i;
  }
}

}  // namespace
}  // namespace gradus
