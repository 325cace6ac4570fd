// 1. XOR, study 1 in C++: how many epochs does it take with momentum, over eight starts?
//
// Run:   ninja -C build/dev 01_xor && build/dev/examples/01_xor
// Time:  0.1 s on two cores
// Prints:
//   seed 0: converged after 360 epochs
//   seed 1: converged after 360 epochs
//   seed 2: completed after 5000 epochs
//   seed 3: converged after 360 epochs
//   seed 4: converged after 550 epochs
//   seed 5: converged after 250 epochs
//   seed 6: converged after 380 epochs
//   seed 7: converged after 220 epochs
//   7 of 8 starts converged
#include <fmt/core.h>

#include <gradus/gradus.hpp>

using namespace gradus;

int main() {
  const data::Dataset rows = data::make_xor();
  Model model{Input{2}, Dense{8, relu}, Dense{1, sigmoid}};
  model.compile({.loss = mse, .optimizer = SGD{.learning_rate = 0.1, .momentum = 0.9}});

  int converged = 0;
  for (uint64_t seed = 0; seed < 8; ++seed) {
    const History history = model.fit(
        rows,
        {.batch_size = kAll, .epochs = 5000, .seed = seed, .until = Until{"loss", 0.002, 10}});
    fmt::print("seed {}: {} after {} epochs\n", seed, status_name(history.status), history.epochs);
    if (history.status == Status::kConverged) {
      ++converged;
      figure::lines(history, {"loss"}).save("xor-loss.svg");
    }
  }
  fmt::print("{} of 8 starts converged\n", converged);
}
