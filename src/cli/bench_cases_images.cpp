#include <chrono>
#include <memory>

#include "cli/bench_cases.hpp"
#include "engine/work.hpp"
#include "nn/network.hpp"

namespace gradus::cli {
namespace {

using Layers = std::vector<Layer>;

// The networks of studies 3 and 4e to 4h, and a block of wide convolutions.
Layers small_cnn() {
  return {Conv2D{16, 3, relu}, MaxPooling2D{2},  Conv2D{32, 3, relu}, MaxPooling2D{2},
          Flatten{},           Dense{128, relu}, Dense{10, softmax}};
}
Layers lenet() {
  return {Conv2D{6, 5, tanh}, AveragePooling2D{2}, Conv2D{16, 5, tanh}, AveragePooling2D{2},
          Flatten{},          Dense{120, tanh},    Dense{84, tanh},     Dense{10, softmax}};
}
Layers lenet_normalised() {
  const BatchNormalization norm;
  return {norm,
          Conv2D{6, 5, tanh},
          AveragePooling2D{2},
          norm,
          Conv2D{16, 5, tanh},
          AveragePooling2D{2},
          norm,
          Flatten{},
          Dense{120, tanh},
          norm,
          Dense{84, tanh},
          norm,
          Dense{10, softmax}};
}
Layers wide_block() {
  Conv2D first{128, 3, relu}, second{128, 3, relu};
  first.padding = second.padding = Padding::kSame;
  return {first, second, MaxPooling2D{2}, GlobalAveragePooling2D{}, Dense{10, softmax}};
}

struct Training {
  Shape input;
  Layers layers;
  Optimizer optimizer;
  int64_t batch, steps;
};

Model model_of(const Training& t) {
  Model model(Input(t.input), t.layers);
  model.compile(
      {.loss = categorical_crossentropy, .optimizer = t.optimizer, .metrics = {accuracy}});
  return model;
}

BenchCase training_case(const char* name, const char* what, const Training& t, double most_us,
                        double least_share) {
  const double flops =
      2 * static_cast<double>(t.batch) * engine::training_work(lower(t.input, t.layers).graph);
  return {name, what, flops, most_us, least_share, [t] {
            return timed({model_of(t),
                          noise_images(t.batch * t.steps, t.input, 1 / 255.0F, 0),
                          {.batch_size = t.batch, .epochs = 1, .seed = 1}});
          }};
}

BenchCase predict_case() {
  const Training t{Shape{28, 28, 1}, lenet(), SGD{}, 1, 1};
  const double flops = 2 * 10000 * engine::forward_work(lower(t.input, t.layers).graph);
  return {
      "lenet-predict-10000", "LeNet, prediction of 10000 images", flops, 60e3, 0, [t] {
        const auto model = std::make_shared<Model>(model_of(t));
        const data::Dataset images = noise_images(10000, t.input, 1 / 255.0F, 0);
        return [model, images] {
          const auto start = std::chrono::steady_clock::now();
          (void)model->predict(images);
          return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        };
      }};
}

}  // namespace

std::vector<BenchCase> image_bench_cases() {
  const Shape digits{28, 28, 1};
  const SGD nesterov{
      .learning_rate = schedules::InverseTimeDecay{0.01, 1e-6}, .momentum = 0.9, .nesterov = true};
  return {
      training_case("cnn-nesterov-32", "CNN of study 3, SGD with Nesterov, one step of 32",
                    {digits, small_cnn(), nesterov, 32, 100}, 1000, 0.6),
      training_case("cnn-adam-32", "the same network with Adam, as searches train it",
                    {digits, small_cnn(), Adam{}, 32, 100}, 0, 0),
      training_case("lenet-sgd-64", "LeNet, SGD, one step of 64", {digits, lenet(), SGD{}, 64, 100},
                    800, 0),
      training_case("lenet-bn-sgd-128", "LeNet with batch normalisation, SGD, one step of 128",
                    {digits, lenet_normalised(), SGD{}, 128, 50}, 2000, 0),
      predict_case(),
      training_case("vgg-block", "64-128-128 channels at 32 x 32, SGD, one step of 32",
                    {Shape{32, 32, 64}, wide_block(), SGD{}, 32, 4}, 0, 0.6),
  };
}

}  // namespace gradus::cli
