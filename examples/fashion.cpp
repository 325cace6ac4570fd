// Study 5 in C++, with fewer epochs: all 60,000 images of Fashion-MNIST as one batch.
#include <fmt/core.h>

#include <gradus/gradus.hpp>

using namespace gradus;

int main() {
  const data::Loaded images = data::load(data::sources::FashionMnist{}, {});
  const data::Fitted pixels = data::fit_transforms(
      {data::transforms::Scale{-1, 1}, data::transforms::Flatten{}}, images.train);
  const data::Dataset train = data::apply(pixels, images.train);
  const data::Dataset test = data::apply(pixels, images.test);

  const Initializer start = initializers::RandomNormal{.stddev = 0.01};
  const Regularizer penalty = regularizers::L2{5e-4};
  Model model{Input{784},
              Dense{.units = 128,
                    .activation = relu,
                    .kernel_initializer = start,
                    .kernel_regularizer = penalty,
                    .bias_regularizer = penalty},
              Dense{.units = 128, .activation = relu, .kernel_initializer = start},
              Dense{.units = 10, .activation = softmax, .kernel_initializer = start}};
  fmt::print("{}", model.summary().text());
  model.compile({.loss = categorical_crossentropy,
                 .optimizer = SGD{.learning_rate = schedules::InverseTimeDecay{1.0, 0.01}},
                 .metrics = {accuracy}});
  const History history = model.fit(train, {.batch_size = kAll, .epochs = 30, .seed = 0});
  fmt::print("loss {:.3f}, penalty {:.4f}\n", history.find("loss")->back(),
             history.find("regularization_loss")->back());
  fmt::print("test accuracy {:.3f}\n", model.evaluate(test)["accuracy"]);
}
