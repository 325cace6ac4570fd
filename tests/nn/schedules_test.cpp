#include "gradus/nn/schedules.hpp"

#include "nn/rates.hpp"

namespace gradus {
namespace {

using test::expect_rates, test::unresolved;

// The numbers are Keras 3.15.1's; where it rounds to float inside (cosine), the tolerance says so.

TEST(Schedules, Constant) {
  expect_rates(schedules::Constant{0.25}, {{0, 0.25}, {1'000'000, 0.25}});
}

TEST(Schedules, InverseTimeDecay) {
  expect_rates(schedules::InverseTimeDecay{0.1, 0.5, {10}},
               {{0, 0.1}, {1, 0.09523809523809523}, {10, 0.06666666666666667}, {25, 2 / 45.0}});
  expect_rates(
      schedules::InverseTimeDecay{0.1, 0.5, {10}, true},
      {{0, 0.1}, {9, 0.1}, {10, 0.06666666666666667}, {19, 0.06666666666666667}, {30, 0.04}});
  // decay_steps 1 is the default, and what 0 stands for: the decay of Keras 2.
  expect_rates(schedules::InverseTimeDecay{0.1, 1e-6}, {{1'000'000, 0.05}});
  expect_rates(schedules::InverseTimeDecay{0.1, 1e-6, {0}}, {{1'000'000, 0.05}});
}

TEST(Schedules, ExponentialDecay) {
  expect_rates(schedules::ExponentialDecay{0.1, 0.9, {10}},
               {{0, 0.1}, {1, 0.09895192582062146}, {15, 0.08538149682454625}, {30, 0.0729}});
  expect_rates(schedules::ExponentialDecay{0.1, 0.9, {10}, true},
               {{9, 0.1}, {11, 0.09}, {25, 0.081}});
}

TEST(Schedules, PiecewiseConstantDecay) {
  expect_rates(schedules::PiecewiseConstantDecay{{5, 10}, {1, .5, .25}},
               {{0, 1}, {5, 1}, {6, .5}, {10, .5}, {11, .25}, {1000, .25}});
  expect_rates(schedules::PiecewiseConstantDecay{{}, {0.5}}, {{0, 0.5}, {9, 0.5}});
}

TEST(Schedules, CosineDecay) {
  const schedules::CosineDecay cosine{0.1, {20}, 0.1};
  expect_rates(cosine, {{0, 0.1}, {5, 0.08681981265544891}, {10, 0.055}, {20, 0.01}, {30, 0.01}},
               1e-7);
  expect_rates(cosine, {{0, 0.1}, {10, 0.055}, {20, 0.01}, {1'000, 0.01}}, 1e-15);
}

TEST(Schedules, CosineDecayLastsTheTrainingUnlessTold) {
  expect_rates(schedules::CosineDecay{0.1}, {{100, 0.05}, {200, 0}}, 1e-15, {10, 200});
  // The warm-up is a part of the training.
  const TrainingLength length{10, 200};
  const auto resolved = std::get<schedules::CosineDecay>(resolve(
      schedules::CosineDecay{.initial_learning_rate = 0.1, .warmup_steps = {5, true}}, length));
  EXPECT_EQ(resolved.warmup_steps, (Length{50}));
  EXPECT_EQ(resolved.decay_steps, (Length{150}));
}

TEST(Schedules, WarmupRisesFromZeroToTheFirstValueThenTheScheduleStarts) {
  expect_rates(schedules::CosineDecay{0.1, {20}, 0.1, {4}},
               {{0, 0}, {1, 0.025}, {2, 0.05}, {4, 0.1}, {6, 0.0977975368499756}, {24, 0.01}},
               1e-7);
  expect_rates(schedules::Constant{0.5, {4}}, {{0, 0}, {1, 0.125}, {3, 0.375}, {4, 0.5}, {9, 0.5}});
  expect_rates(schedules::PiecewiseConstantDecay{{2}, {1, .5}, {2}},
               {{0, 0}, {1, .5}, {2, 1}, {4, 1}, {5, .5}});
}

TEST(Schedules, EpochsBecomeSteps) {
  const TrainingLength length{.steps_per_epoch = 7, .total_steps = 70};
  const auto decay = std::get<schedules::ExponentialDecay>(
      resolve(schedules::ExponentialDecay{0.1, 0.5, {5, true}, false, {2, true}}, length));
  EXPECT_EQ(decay.decay_steps, (Length{35, false}));
  EXPECT_EQ(decay.warmup_steps, (Length{14, false}));
  EXPECT_DOUBLE_EQ(rate_at(decay, 14 + 35, length), 0.05);
  const Schedule once = resolve(schedules::Constant{0.1, {3}}, length);
  EXPECT_EQ(resolve(once, length), once);
}

TEST(Schedules, FunctionOfStepAndEpoch) {
  const TrainingLength length{10, 100};
  expect_rates(schedules::Function{"0.1 / (1 + epoch) + step / 1000"},
               {{0, 0.1}, {9, 0.109}, {10, 0.06}, {25, 0.1 / 3 + 0.025}}, 1e-15, length);
  // Behind a warm-up it starts at step 0 of epoch 0.
  expect_rates(schedules::Function{"0.1 + epoch", {4}},
               {{0, 0}, {2, 0.05}, {4, 0.1}, {13, 0.1}, {14, 1.1}}, 1e-15, length);
  EXPECT_EQ(unresolved(schedules::Function{"1 / stp"}),
            "[function] y: unknown name \"stp\"; here: step, epoch");
  EXPECT_EQ(unresolved(schedules::Function{"1 / step"}),
            "[function] y is inf at step 0; steps and epochs count from 0, and a rate is at least "
            "0");
  EXPECT_EQ(schedules::Function{"step"}, schedules::Function{"step"});
  EXPECT_NE(schedules::Function{"step"}, schedules::Function{"epoch"});
}

TEST(Schedules, CustomSeesStepAndEpoch) {
  const schedules::Custom own{"own", [](double step, double epoch) { return step + 100 * epoch; }};
  const TrainingLength length{10, 100};
  const Schedule resolved = resolve(own, length);
  EXPECT_EQ(rate_at(resolved, 0, length), 0);
  EXPECT_EQ(rate_at(resolved, 39, length), 339);
}

TEST(Schedules, MistakesAreNamed) {
  EXPECT_EQ(unresolved(schedules::PiecewiseConstantDecay{{5, 10}, {1, .5}}),
            "[piecewise_constant_decay] 2 values for 2 boundaries; give one more value than "
            "boundaries");
  EXPECT_EQ(unresolved(schedules::PiecewiseConstantDecay{{10, 5}, {1, .5, .2}}),
            "[piecewise_constant_decay] boundaries do not rise; give them in rising order");
  EXPECT_EQ(unresolved(schedules::ExponentialDecay{0.1, 0.9, {0}}),
            "[exponential_decay] decay_steps is 0; give at least 1 step");
  EXPECT_EQ(unresolved(schedules::Constant{0.1, {-3}}),
            "[constant] warmup_steps is -3, below 0; give a number of steps or epochs");
  EXPECT_EQ(unresolved(schedules::CosineDecay{0.1}),
            "[cosine_decay] no decay_steps, and the training has no planned number of steps; give "
            "decay_steps");
  EXPECT_EQ(unresolved(schedules::Custom{"own", {}}), "[custom] no function; set `rate`");
}

}  // namespace
}  // namespace gradus
