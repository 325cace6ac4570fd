#include "cli/bench_cases.hpp"
#include "engine/work.hpp"
#include "nn/network.hpp"

namespace gradus::cli {
namespace {

using Layers = std::vector<Layer>;

// Seconds of a whole fit.
std::function<double()> timed_whole(BenchJob job) {
  auto held = std::make_shared<BenchJob>(std::move(job));
  return [held] { return held->model.fit(held->train, held->fit).seconds; };
}

// Floating point operations of `passes` forward and backward passes over `rows`.
double fit_flops(const Shape& input, const Layers& layers, double rows, double passes) {
  return 2 * rows * passes * engine::training_work(lower(input, layers).graph);
}

// Study 4b, in double, on noise: 250 evaluations are 250, whatever the pixels.
BenchCase digits_newton_case() {
  constexpr int64_t kRows = 5000, kEvaluations = 250;
  const Shape input{400};
  Layers layers;
  for (const int64_t units : {20, 20, 10}) {
    Dense layer{units, scaled_sigmoid(2)};
    layer.kernel_initializer = layer.bias_initializer =
        initializers::RandomUniform{.minval = -0.125, .maxval = 0.125};
    layer.kernel_regularizer = regularizers::L2{1e-4};
    layers.emplace_back(layer);
  }
  return {"digits-newton-250",
          "400-20-20-10, truncated Newton, 250 evaluations of 5000",
          fit_flops(input, layers, kRows, kEvaluations),
          0.8e6,
          0,
          [=] {
            Model model(Input(input), layers);
            model.compile({.loss = losses::BinaryCrossentropy{.outputs = Outputs::kSum},
                           .optimizer = TruncatedNewton{.max_evaluations = kEvaluations},
                           .metrics = {metrics::CategoricalAccuracy{}}});
            return timed_whole(
                {std::move(model), noise_images(kRows, input, 1 / 255.0F, 0), {.seed = 1}});
          }};
}

// A cell of study 4c: an epoch.
BenchCase initialisation_case() {
  constexpr int64_t kRows = 60000;
  const Shape input{784};
  Layers layers{Dense{100}};
  for (int i = 0; i < 5; ++i) layers.emplace_back(Dense{100, tanh});
  layers.emplace_back(Dense{10, softmax});
  for (Layer& layer : layers)
    std::get<Dense>(layer).kernel_initializer = initializers::RandomNormal{0.1};
  return {"initialisation-cell",
          "784-6x100-10, RMSprop, an epoch of 60000 in batches of 32",
          fit_flops(input, layers, kRows, 1),
          0.5e6,
          0,
          [=] {
            Model model(Input(input), layers);
            model.compile({.loss = categorical_crossentropy,
                           .optimizer = RMSprop{.epsilon_inside_root = false},
                           .metrics = {accuracy}});
            return timed_whole({std::move(model),
                                noise_images(kRows, input, 1 / 255.0F, 0),
                                {.batch_size = 32, .epochs = 1, .seed = 1}});
          }};
}

}  // namespace

std::vector<BenchCase> whole_bench_cases() {
  return {digits_newton_case(), initialisation_case()};
}

}  // namespace gradus::cli
