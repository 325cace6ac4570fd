// Uses a part of every floor that users see, across the border of the shared library: data, a
// training, a saved model, a figure, an error that it catches.
#include <cstdio>
#include <gradus/gradus.hpp>

using namespace gradus;

int main() {
  const auto [train, test] = data::make_moons({.train = 200, .test = 100, .noise = 0.2, .seed = 7});
  Model model{Input{2}, Dense{16, relu}, Dense{1, sigmoid}};
  model.compile({.loss = binary_crossentropy, .optimizer = Adam{0.02}, .metrics = {accuracy}});
  const History history = model.fit(train, {.batch_size = 32, .epochs = 30, .seed = 7});
  model.save("moons.safetensors");
  const bool same = Model::load("moons.safetensors").predict(test) == model.predict(test);
  figure::lines(history, {"loss"}).save("loss.svg");
  try {
    (void)model.weights("no such layer");
  } catch (const Error& error) {
    std::printf("caught: %s\n", error.what());
  }
  std::printf("test accuracy %.2f, %s\n", model.evaluate(test)["accuracy"],
              same ? "loaded the same" : "loaded another");
}
