// 2. Two moons, study 2b in C++: early stopping, the loss as a picture, and a model saved and
// loaded.
//
// Run:   ninja -C build/dev 02_moons && build/dev/examples/02_moons
// Time:  0.1 s on two cores
// Prints:
//   stopped after 79 epochs
//   test accuracy 0.968
//   a saved model predicts the same: true
#include <fmt/core.h>

#include <gradus/gradus.hpp>

using namespace gradus;

int main() {
  const auto [train, test] =
      data::make_moons({.train = 1000, .test = 400, .noise = 0.2, .seed = 7});
  Model model{Input{2}, Dense{100, relu}, Dense{25, relu}, Dense{1, sigmoid}};
  model.compile({.loss = binary_crossentropy, .optimizer = Adam{}, .metrics = {accuracy}});
  const History history =
      model.fit(train, {.batch_size = 64,
                        .epochs = 100,
                        .seed = 7,
                        .validation = test,
                        .callbacks = {EarlyStopping{.monitor = "val_loss", .patience = 4}}});
  fmt::print("{} after {} epochs\n", status_name(history.status), history.epochs);
  fmt::print("test accuracy {:.3f}\n", model.evaluate(test)["accuracy"]);
  figure::lines(history, {"loss", "val_loss"}).save("moons-loss.svg");

  model.save("moons.safetensors");
  const Model again = Model::load("moons.safetensors");
  fmt::print("a saved model predicts the same: {}\n", again.predict(test) == model.predict(test));
}
