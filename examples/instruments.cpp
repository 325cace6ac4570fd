// What happens inside a network: its gradients layer by layer while it trains, its dead units at
// the end, and whether its gradients are right.
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
