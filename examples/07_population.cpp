// 7. A thousand networks at once: how often does XOR converge, and how does the rate change that?
//
// Run:   ninja -C build/dev 07_population && build/dev/examples/07_population
// Time:  0.2 s on two cores
// Prints:
//   rate 0.05 214 of 250 converged within 2000 epochs
//   rate 0.1  231 of 250 converged within 2000 epochs
//   rate 0.2  231 of 250 converged within 2000 epochs
//   rate 0.5  231 of 250 converged within 2000 epochs
//   the same as alone: true
#include <fmt/core.h>

#include <algorithm>
#include <gradus/gradus.hpp>

using namespace gradus;

int main() {
  Model model{Input{2}, Dense{8, relu}, Dense{1, sigmoid}};
  model.compile({.loss = mse});
  Population population{model, 1000};
  constexpr double kRates[] = {0.05, 0.1, 0.2, 0.5};
  for (int64_t i = 0; i < population.size(); ++i)
    population[i].compile({.loss = mse, .optimizer = SGD{.learning_rate = kRates[i % 4]}});

  const auto histories = population.fit(data::make_xor(), [](int64_t i) {
    return FitOptions{.batch_size = kAll,
                      .epochs = 2000,
                      .seed = static_cast<uint64_t>(i / 4),
                      .until = Until{.metric = "loss", .value = 0.05, .every = 10}};
  });
  for (size_t rate = 0; rate < 4; ++rate) {
    int converged = 0;
    for (size_t i = rate; i < histories.size(); i += 4)
      converged += histories[i].status == Status::kConverged ? 1 : 0;
    fmt::print("rate {:<4} {:3} of 250 converged within 2000 epochs\n", kRates[rate], converged);
  }

  // What came of network 7 is what comes of it alone, bit for bit.
  Model alone = model;
  alone.compile({.loss = mse, .optimizer = SGD{.learning_rate = kRates[3]}});
  const History history =
      alone.fit(data::make_xor(), {.batch_size = kAll, .epochs = histories[7].epochs, .seed = 1});
  fmt::print("the same as alone: {}\n", *history.find("loss") == *histories[7].find("loss"));
}
