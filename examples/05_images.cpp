// 5. Convolutions, study 4f in C++, on the first 6,000 images of Fashion-MNIST: which learning
// rates train LeNet? Then one cycle of rates up to the largest that does, on images that are
// shifted a little each epoch.
//
// Run:   ninja -C build/dev 05_images && build/dev/examples/05_images
// Time:  2 s on two cores
// Prints:
//   layer                                    output       weights                   parameters
//   ------------------------------------------------------------------------------------------
//   input                                    N x 28x28x1
//   conv2d                                   N x 24x24x6  kernel 5x5x1x6, bias 6           156
//   average_pooling2d                        N x 12x12x6                                     0
//   conv2d_1 (conv2d)                        N x 8x8x16   kernel 5x5x6x16, bias 16       2,416
//   average_pooling2d_1 (average_pooling2d)  N x 4x4x16                                      0
//   flatten                                  N x 256                                         0
//   dense                                    N x 120      kernel 256x120, bias 120      30,840
//   dense_1 (dense)                          N x 84       kernel 120x84, bias 84        10,164
//   dense_2 (dense)                          N x 10       kernel 84x10, bias 10            850
//   44,426 parameters
//   rate 1e-05    loss 2.288
//   rate 0.0001   loss 2.285
//   rate 0.001    loss 2.257
//   rate 0.01     loss 1.951
//   rate 0.1      loss 0.933
//   rate 1        loss 30.330
//   rate 10       loss 365.217
//   largest rate that trains: 0.1
//   test accuracy 0.843
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
