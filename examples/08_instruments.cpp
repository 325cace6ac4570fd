// 8. What happens inside a network: its gradients layer by layer while it trains, its dead units at
// the end, and whether its gradients are right.
//
// Run:   ninja -C build/dev 08_instruments && build/dev/examples/08_instruments
// Time:  0.1 s on two cores
// Prints:
//   epoch  0  dense    gradient's norm 0.1100, share of zeros 0.00
//   epoch  0  dense_1  gradient's norm 0.0959, share of zeros 0.31
//   epoch  0  dense_2  gradient's norm 0.0755, share of zeros 0.31
//   epoch 10  dense    gradient's norm 0.0398, share of zeros 0.00
//   epoch 10  dense_1  gradient's norm 0.0336, share of zeros 0.32
//   epoch 10  dense_2  gradient's norm 0.0288, share of zeros 0.31
//   epoch 20  dense    gradient's norm 0.1610, share of zeros 0.00
//   epoch 20  dense_1  gradient's norm 0.0728, share of zeros 0.32
//   epoch 20  dense_2  gradient's norm 0.0392, share of zeros 0.31
//   dense: 0 % of the units are dead
//   dense_1: 31 % of the units are dead
//   dense_2: 0 % of the units are dead
//   gradients are right
#include <fmt/core.h>

#include <gradus/gradus.hpp>

using namespace gradus;

// Looks every ten epochs, on a copy of the network.
struct Watch : Listener {
  Watch(const Model& model, const data::Dataset& set) : look(model), samples(set) {}
  void epoch_end(Training& training) override {
    if (training.epoch() % 10 != 0) return;
    look.set_values(training.values());
    for (const Reading& r : look.gradients(samples))
      if (r.quantity == "kernel")
        fmt::print("epoch {:>2}  {:<8} gradient's norm {:.4f}, share of zeros {:.2f}\n",
                   training.epoch(), r.layer, r.distribution.norm, r.distribution.zeros);
  }
  Instruments look;
  data::Dataset samples;
};

int main() {
  const auto [train, test] = data::make_moons({.train = 400, .test = 400, .noise = 0.2, .seed = 7});
  Model model{Input{2}, Dense{16, relu}, Dense{16, relu}, Dense{1, sigmoid}};
  model.compile({.loss = binary_crossentropy, .optimizer = Adam{.learning_rate = 0.01}});
  const auto watch = std::make_shared<Watch>(model, train);
  model.fit(train, {.epochs = 30, .seed = 1, .callbacks = {watch}});

  for (const Reading& r : Instruments(model).dead_units(test, {.samples = 0}))
    fmt::print("{}: {:.0f} % of the units are dead\n", r.layer, 100 * r.distribution.mean);
  const GradientCheck check = check_gradients(model, train);
  fmt::print("gradients are {}\n", check.passed() ? "right" : check.text());
}
