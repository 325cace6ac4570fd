#include "nn/schedules_cyclic.hpp"

#include "nn/rates.hpp"

namespace gradus {
namespace {

using test::expect_rates, test::unresolved;

// Smith's own example of CIFAR-10: from 0.001 to 0.006 and back in 4000 steps.
schedules::Cyclic smith(CyclicMode mode) {
  return {.base_lr = 0.001, .max_lr = 0.006, .step_size = {2000}, .mode = std::move(mode)};
}

// The numbers are worked by hand from the paper's formula.

TEST(Cyclic, Triangular) {
  expect_rates(smith(cyclic::Triangular{}),
               {{0, 0.001},
                {1, 0.0010025},
                {1000, 0.0035},
                {1999, 0.0059975},
                {2000, 0.006},
                {2001, 0.0059975},
                {3000, 0.0035},
                {3999, 0.0010025},
                {4000, 0.001},
                {5000, 0.0035},
                {6000, 0.006},
                {8000, 0.001},
                {402'000, 0.006}},
               1e-14);
}

TEST(Cyclic, Triangular2HalvesEachCycle) {
  expect_rates(smith(cyclic::Triangular2{}),
               {{0, 0.001},
                {2000, 0.006},
                {3999, 0.0010025},
                {4000, 0.001},
                {4001, 0.00100125},
                {5000, 0.00225},
                {6000, 0.0035},
                {10'000, 0.00225},
                {14'000, 0.001625}},
               1e-14);
  const Schedule resolved = resolve(smith(cyclic::Triangular2{}), {});
  EXPECT_EQ(rate_at(resolved, 2000 + 4000 * 52, {}), 0.001 + (0.006 - 0.001) * 0x1p-52);
}

TEST(Cyclic, ExpRangeShrinksFromStepToStep) {
  expect_rates(smith(cyclic::ExpRange{0.99994}),
               {{0, 0.001},
                {1000, 0.00335440709585463},
                {2000, 0.0054345862184085065},
                {4000, 0.001},
                {6000, 0.004488343954531024},
                {7000, 0.002642596351865889}},
               1e-14);
  for (const int64_t step : {0, 1, 999, 2000, 4567, 123'456})
    EXPECT_EQ(rate_at(resolve(smith(cyclic::ExpRange{1}), {}), step, {}),
              rate_at(resolve(smith(cyclic::Triangular{}), {}), step, {}));
}

TEST(Cyclic, AFormulaOfCycleAndStep) {
  expect_rates(smith(cyclic::Function{"1 / cycle"}),
               {{0, 0.001}, {2000, 0.006}, {6000, 0.0035}, {9000, 0.001 + 0.005 / 6}}, 1e-14);
  expect_rates(smith(cyclic::Function{"step / 1000"}), {{1000, 0.0035}, {2000, 0.011}}, 1e-14);
}

TEST(Cyclic, AFunctionOfOnesOwn) {
  expect_rates(
      smith(cyclic::Custom{
          "own", [](double cycle, double step) { return cycle == 1 ? step / 4000 : cycle; }}),
      {{2000, 0.0035}, {6000, 0.011}}, 1e-14);
}

TEST(Cyclic, LengthsAreEpochsTooAndWarmupComesFirst) {
  const TrainingLength length{.steps_per_epoch = 10, .total_steps = 100};
  schedules::Cyclic cyclic{.base_lr = 0.2, .max_lr = 1, .step_size = {2, true}};
  expect_rates(cyclic, {{0, 0.2}, {10, 0.6}, {20, 1}, {40, 0.2}}, 1e-14, length);
  cyclic.warmup_steps = {4};
  expect_rates(cyclic, {{0, 0}, {2, 0.1}, {4, 0.2}, {24, 1}}, 1e-14, length);
}

TEST(Cyclic, MistakesAreNamed) {
  EXPECT_EQ(unresolved(schedules::Cyclic{.base_lr = 0.2, .max_lr = 0.1}),
            "[cyclic] max_lr is 0.1, below base_lr, 0.2; give the larger rate as max_lr");
  EXPECT_EQ(unresolved(schedules::Cyclic{.step_size = {0}}),
            "[cyclic] step_size is 0; give at least 1 step");
  EXPECT_EQ(unresolved(smith(cyclic::Function{"1 / cyle"})),
            "[cyclic] y: unknown name \"cyle\"; here: cycle, step");
  EXPECT_EQ(unresolved(smith(cyclic::Custom{"own", {}})),
            "[cyclic] the mode has no function; set `scale`");
}

}  // namespace
}  // namespace gradus
