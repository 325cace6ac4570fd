// Full-batch solvers that pause at any evaluation and go on with the same bits.
#include <gtest/gtest.h>

#include <algorithm>

#include "gradus/base/error.hpp"
#include "gradus/data/make.hpp"
#include "io/support.hpp"
#include "support/paused.hpp"

namespace gradus {
namespace {

using namespace gradus::test;

data::Dataset moons(uint64_t seed) {
  return data::make_moons({.train = 60, .test = 10, .noise = 0.1, .seed = seed}).train;
}

Case solver_case(const Optimizer& optimizer, const FitOptions& options) {
  Model model(Input{2}, Normalization{}, Dense{.units = 5, .activation = tanh},
              Dense{.units = 1, .activation = sigmoid});
  model.compile({.loss = binary_crossentropy,
                 .optimizer = optimizer,
                 .metrics = {accuracy, metrics::Precision{}}});
  return {model, moons(3), [options] {
            FitOptions own = options;
            own.callbacks = {EarlyStopping{.monitor = "loss", .patience = 40}};
            return own;
          }};
}

TEST(ResumeSolver, GoesOnFromAnyEvaluation) {
  const FitOptions options{
      .seed = 1, .validation = moons(4), .validation_freq = 4, .batch_history = true};
  for (const Optimizer& optimizer : {Optimizer(TruncatedNewton{30}), Optimizer(LBFGS{30}),
                                     Optimizer(ConjugateGradient{30}), Optimizer(Rprop{30})}) {
    const History history = expect_resumes_anywhere(solver_case(optimizer, options), false);
    EXPECT_EQ(history.epochs, 30);
    EXPECT_EQ(history.solver->stopped_by, "evaluations used up");
  }
}

TEST(ResumeSolver, EndsAtTheSameTarget) {
  const FitOptions options{.seed = 1, .until = Until{"loss", 0.2, 1}};
  const History history = expect_resumes_anywhere(solver_case(TruncatedNewton{60}, options), false);
  EXPECT_EQ(history.status, Status::kConverged);
}

// The evaluations allowed are this training's, not those of the one that was saved.
TEST(ResumeSolver, IntoAnotherLength) {
  const Case shorter = solver_case(LBFGS{12}, {.seed = 2}),
             longer = solver_case(LBFGS{20}, {.seed = 2});
  Model whole = longer.model, model = longer.model;
  const std::vector<uint64_t> bits = all_bits(longer.fit(whole), whole);
  History rest = resumed(longer, *paused_at(shorter, 11), model);
  EXPECT_TRUE(same_bits(bits, all_bits(rest, model)));
  whole = shorter.model;
  const std::vector<uint64_t> short_bits = all_bits(shorter.fit(whole), whole);
  rest = resumed(shorter, *paused_at(longer, 11), model);
  EXPECT_TRUE(same_bits(short_bits, all_bits(rest, model)));
  EXPECT_EQ(
      error_of([&] { (void)resumed(shorter, *paused_at(longer, 12), model); }),
      "test.ckpt: is of 12 evaluations, and this training has no more than 12; allow more, or "
      "remove it to begin anew");
}

TEST(ResumeSolver, RefusesAnothersState) {
  Model model = solver_case(LBFGS{12}, {}).model;
  expect_contains(error_of([&] {
                    (void)resumed(solver_case(Rprop{12}, {}),
                                  *paused_at(solver_case(LBFGS{12}, {}), 3), model);
                  }),
                  "its optimizer differs (lbfgs there, rprop here)");
}

}  // namespace
}  // namespace gradus
