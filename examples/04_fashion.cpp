// 4. Images as rows of numbers, study 5 in C++ but smaller: the first 6,000 images of
// Fashion-MNIST as one batch.
//
// Run:   ninja -C build/dev 04_fashion && build/dev/examples/04_fashion
// Time:  4 s on two cores
// Prints:
//   layer            output   weights                   parameters
//   --------------------------------------------------------------
//   input            N x 784
//   dense            N x 128  kernel 784x128, bias 128     100,480
//   dense_1 (dense)  N x 128  kernel 128x128, bias 128      16,512
//   dense_2 (dense)  N x 10   kernel 128x10, bias 10         1,290
//   118,282 parameters
//   loss 0.619, penalty 0.0456
//   test accuracy 0.764
#include <fmt/core.h>

#include <gradus/gradus.hpp>

using namespace gradus;

int main() {
  const data::Loaded images = data::load(data::sources::FashionMnist{}, {});
  const data::Fitted pixels = data::fit_transforms(
      {data::transforms::Scale{-1, 1}, data::transforms::Flatten{}}, images.train);
  const data::Dataset train = data::apply(pixels, images.train).first(6000);
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
  const History history = model.fit(train, {.batch_size = kAll, .epochs = 200, .seed = 0});
  fmt::print("loss {:.3f}, penalty {:.4f}\n", history.find("loss")->back(),
             history.find("regularization_loss")->back());
  fmt::print("test accuracy {:.3f}\n", model.evaluate(test)["accuracy"]);
}
