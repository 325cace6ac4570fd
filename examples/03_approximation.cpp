// 3. Approximation, study 2e in C++: 50 sigmoids learn a function of one variable, with Adam and
// with L-BFGS, which takes all samples at once.
//
// Run:   ninja -C build/dev 03_approximation && build/dev/examples/03_approximation
// Time:  0.3 s on two cores
// Prints:
//   Adam: 4000 epochs, loss 1.5e-03
//   L-BFGS: 2000 evaluations, loss 5.2e-08, stopped by: evaluations used up
//   f(0.25) = 0.284
//   f(0.50) = 0.153
//   f(0.75) = 0.526
#include <fmt/core.h>

#include <gradus/gradus.hpp>

using namespace gradus;

int main() {
  const data::Dataset points =
      data::load(data::sources::Function{.y = "0.2 + 0.4*x^2 + 0.3*x*sin(9*x)", .x = {0, 1}},
                 {.train = 1000})
          .train;
  Model model{Input{1}, Dense{50, sigmoid}, Dense{1}};

  model.compile({.loss = mse, .optimizer = Adam{.learning_rate = 0.005}});
  const History adam = model.fit(points, {.batch_size = 200, .epochs = 4000});
  fmt::print("Adam: {} epochs, loss {:.1e}\n", adam.epochs, adam.find("loss")->back());

  // A solver takes all samples at once, in double, and chooses its own steps.
  model.compile({.loss = mse, .optimizer = LBFGS{.max_evaluations = 2000}});
  const History solver = model.fit(points);
  const auto at = static_cast<size_t>(solver.best_epoch - 1);
  fmt::print("L-BFGS: {} evaluations, loss {:.1e}, stopped by: {}\n", solver.epochs,
             (*solver.find("loss"))[at], solver.solver->stopped_by);

  Tensor x(3, Shape{1});
  for (int64_t i = 0; i < 3; ++i) x.row(i)[0] = 0.25F + 0.25F * static_cast<float>(i);
  const Tensor y = model.predict(x);
  for (int64_t i = 0; i < 3; ++i) fmt::print("f({:.2f}) = {:.3f}\n", x.row(i)[0], y.row(i)[0]);
}
