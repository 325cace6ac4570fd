// 6. A training that is ended half way goes on, with the bits of one that nothing disturbed; then
// the network is saved, loaded and trained on.
//
// Run:   ninja -C build/dev 06_resume && build/dev/examples/06_resume
// Time:  0.3 s on two cores
// Prints:
//   ended after 120 epochs: power: is out
//   completed after 200 epochs, test accuracy 0.950
//   the same as undisturbed: true
//   the same as loaded: true
//   50 epochs more: loss 0.1083 instead of 0.1097
#include <fmt/core.h>

#include <filesystem>
#include <gradus/gradus.hpp>

using namespace gradus;

// Stands for a power cut: throws after the given epoch.
struct PowerCut : Listener {
  explicit PowerCut(int64_t at) : epoch(at) {}
  void epoch_end(Training& training) override {
    if (training.epoch() + 1 == epoch) throw Error("power", "is out");
  }
  int64_t epoch;
};

int main() {
  std::filesystem::remove("spirals.ckpt");
  const auto [train, test] =
      data::make_spirals({.train = 600, .test = 300, .classes = 3, .noise = 0.05, .seed = 1});
  Model model{Input{2}, Dense{32, tanh}, Dense{32, tanh}, Dense{3, softmax}};
  model.compile({.loss = categorical_crossentropy,
                 .optimizer = Adam{.learning_rate = 0.01},
                 .metrics = {accuracy}});
  Model undisturbed = model;

  // Saves itself every 50 ms, and goes on from there where the file exists.
  FitOptions options{.epochs = 200,
                     .seed = 3,
                     .backup = BackupAndRestore{.file = "spirals.ckpt", .seconds = 0.05}};
  options.callbacks = {std::make_shared<PowerCut>(120)};
  try {
    model.fit(train, options);
  } catch (const Error& error) {
    fmt::print("ended after 120 epochs: {}\n", error.what());
  }
  options.callbacks = {};
  const History resumed = model.fit(train, options);
  undisturbed.fit(train, {.epochs = 200, .seed = 3});
  fmt::print("{} after {} epochs, test accuracy {:.3f}\n", status_name(resumed.status),
             resumed.epochs, model.evaluate(test)["accuracy"]);
  fmt::print("the same as undisturbed: {}\n", model.predict(test) == undisturbed.predict(test));

  model.save("spirals.safetensors");
  Model loaded = Model::load("spirals.safetensors");
  fmt::print("the same as loaded: {}\n", loaded.predict(test) == model.predict(test));
  const History more = loaded.fit(train, {.epochs = 50, .seed = 4, .keep_weights = true});
  fmt::print("50 epochs more: loss {:.4f} instead of {:.4f}\n", more.find("loss")->back(),
             resumed.find("loss")->back());
}
