#include "nn/schedules_cosine.hpp"

#include "nn/rates.hpp"

namespace gradus {
namespace {

using test::expect_rates, test::unresolved;

// CosineDecay alone is in schedules_test.cpp.

// Keras 3.15.1's numbers, which it computes in float; here the same formula in double.
TEST(CosineDecayRestarts, PeriodsDouble) {
  const schedules::CosineDecayRestarts restarts{.initial_learning_rate = 0.1,
                                                .first_decay_steps = {10}};
  expect_rates(restarts,
               {{0, 0.1},
                {5, 0.05},
                {9, 0.0024471741852423235},
                {10, 0.1},
                {20, 0.05},
                {25, 0.014644660940672627},
                {29, 0.0006155829702431171},
                {30, 0.1},
                {50, 0.05},
                {69, 0.0001541333133436018},
                {70, 0.1}},
               1e-12);
  // Every restart is exact, however many there were: none comes a step late.
  const Schedule resolved = resolve(restarts, {});
  for (int64_t period = 0; period < 40; ++period)
    EXPECT_EQ(rate_at(resolved, 10 * ((int64_t{1} << period) - 1), {}), 0.1) << period;
}

TEST(CosineDecayRestarts, PeriodsOfOneLengthFromLowerStarts) {
  expect_rates(schedules::CosineDecayRestarts{.initial_learning_rate = 0.1,
                                              .first_decay_steps = {10},
                                              .t_mul = 1,
                                              .m_mul = 0.5,
                                              .alpha = 0.1},
               {{0, 0.1},
                {5, 0.055},
                {9, 0.012202456766718092},
                {10, 0.055},
                {15, 0.0325},
                {20, 0.0325},
                {99, 0.010004301673372497}},
               1e-13);
}

TEST(CosineDecayRestarts, AnyFactors) {
  expect_rates(schedules::CosineDecayRestarts{.initial_learning_rate = 0.1,
                                              .first_decay_steps = {4},
                                              .t_mul = 1.5,
                                              .m_mul = 0.8,
                                              .alpha = 0.05},
               {{0, 0.1},
                {3, 0.018912427893638995},
                {4, 0.081},
                {9, 0.01009103465619133},
                {10, 0.0658},
                {18, 0.0068333443281083876},
                {19, 0.05364}},
               1e-13);
}

// PyTorch's OneCycleLR with its defaults: anneal_strategy "cos", three_phase False.
TEST(OneCycle, RisesAndFallsAsPyTorchs) {
  expect_rates(schedules::OneCycle{.max_lr = 0.1, .total_steps = {10}},
               {{0, 0.004},
                {1, 0.052},
                {2, 0.1},
                {3, 0.09504846320134738},
                {5, 0.06112620219362893},
                {9, 4e-7},
                {10, 4e-7},
                {1000, 4e-7}},
               1e-13);
  // The top lies between two steps.
  expect_rates(schedules::OneCycle{.max_lr = 0.1, .total_steps = {25}},
               {{0, 0.004},
                {3, 0.046214239347744504},
                {6, 0.0986052072364505},
                {7, 0.09979871550490317},
                {8, 0.09819815024222053},
                {16, 0.043288563555770404},
                {24, 4e-7}},
               1e-13);
  expect_rates(schedules::OneCycle{.max_lr = 1,
                                   .total_steps = {20},
                                   .pct_start = 0.5,
                                   .div_factor = 10,
                                   .final_div_factor = 100},
               {{0, 0.1},
                {4, 0.47185832004988126},
                {9, 1},
                {10, 0.9755527298894292},
                {15, 0.3461460113097138},
                {19, 0.001}},
               1e-13);
}

TEST(OneCycle, LastsTheTrainingUnlessTold) {
  const TrainingLength length{.steps_per_epoch = 5, .total_steps = 10};
  expect_rates(schedules::OneCycle{.max_lr = 0.1}, {{2, 0.1}, {9, 4e-7}}, 1e-12, length);
  expect_rates(schedules::OneCycle{.max_lr = 0.1, .total_steps = {2, true}}, {{2, 0.1}, {9, 4e-7}},
               1e-12, length);
  EXPECT_EQ(unresolved(schedules::OneCycle{}),
            "[one_cycle] no total_steps, and the training has no planned number of steps; give "
            "total_steps");
}

TEST(OneCycle, ShortestAndOneSidedTrainings) {
  // A rise of a single step is at the top at once; one of none starts beyond it, as PyTorch's.
  expect_rates(schedules::OneCycle{.max_lr = 1, .total_steps = {2}, .pct_start = 0.5},
               {{0, 1}, {1, 4e-6}}, 1e-12);
  expect_rates(schedules::OneCycle{.max_lr = 1, .total_steps = {1}}, {{0, 4e-6}}, 1e-12);
  expect_rates(schedules::OneCycle{.max_lr = 1, .total_steps = {5}, .pct_start = 1},
               {{0, 0.04}, {4, 1}, {9, 1}}, 1e-12);
}

TEST(CosineDecayRestarts, MistakesAreNamed) {
  EXPECT_EQ(unresolved(schedules::CosineDecayRestarts{.first_decay_steps = {0}}),
            "[cosine_decay_restarts] first_decay_steps is 0; give at least 1 step");
  EXPECT_EQ(unresolved(schedules::CosineDecayRestarts{.t_mul = 0.5}),
            "[cosine_decay_restarts] t_mul is 0.5, below 1; let no period be shorter than the one "
            "before");
}

}  // namespace
}  // namespace gradus
