// Study 4f in C++, on the first 6,000 images of Fashion-MNIST: which learning rates train LeNet?
// Then one cycle of rates up to the largest that does, on images that are shifted a little each
// epoch.
#include <fmt/core.h>

#include <gradus/gradus.hpp>

using namespace gradus;

int main() {
  const data::Loaded images = data::load(data::sources::FashionMnist{}, {});
  const data::Fitted pixels = data::fit_transforms({data::transforms::Scale{0, 1}}, images.train);
  const data::Dataset train = data::apply(pixels, images.train).first(6000);
  const data::Dataset test = data::apply(pixels, images.test).first(1000);

  Model lenet{Input{28, 28, 1},    Conv2D{6, 5, tanh},  AveragePooling2D{2},
              Conv2D{16, 5, tanh}, AveragePooling2D{2}, Flatten{},
              Dense{120, tanh},    Dense{84, tanh},     Dense{10, softmax}};
  fmt::print("{}", lenet.summary().text());
  lenet.compile({.loss = categorical_crossentropy, .optimizer = SGD{}, .metrics = {accuracy}});

  const LearningRateRange range = learning_rate_range(
      lenet, train, {.lowest = 1e-5, .highest = 10, .epochs = 1, .batch_size = 64});
  for (size_t i = 0; i < range.rates.size(); ++i)
    fmt::print("rate {:<8g} loss {:.3f}\n", range.rates[i], range.losses[i]);
  const double most = range.suggestion.lr_max.value_or(0.1);
  fmt::print("largest rate that trains: {:g}\n", most);

  lenet.compile(
      {.loss = categorical_crossentropy,
       .optimizer = SGD{.learning_rate = schedules::OneCycle{.max_lr = most}, .momentum = 0.9},
       .metrics = {accuracy}});
  lenet.fit(train, {.batch_size = 64,
                    .epochs = 8,
                    .seed = 1,
                    .augment = {data::augments::RandomTranslation{0.05, 0.05}}});
  fmt::print("test accuracy {:.3f}\n", lenet.evaluate(test)["accuracy"]);
}
