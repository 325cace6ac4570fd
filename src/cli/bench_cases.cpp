#include "cli/bench_cases.hpp"

#include <chrono>
#include <memory>

#include "base/threads.hpp"
#include "engine/cpu/peak.hpp"
#include "engine/work.hpp"
#include "gradus/base/random.hpp"
#include "gradus/data/make.hpp"
#include "gradus/train/model.hpp"
#include "nn/network.hpp"

namespace gradus::cli {

std::function<double()> timed(BenchJob job) {
  auto held = std::make_shared<BenchJob>(std::move(job));
  return [held] {
    const History history = held->model.fit(held->train, held->fit);
    return history.seconds / static_cast<double>(history.steps);
  };
}

data::Dataset noise_images(int64_t rows, const Shape& shape, float scale, float offset) {
  auto body = std::make_shared<data::Body>();
  BasicTensor<uint8_t> pixels(rows, shape);
  Random random(1, Purpose::kDrawData);
  for (uint8_t& p : pixels.values()) p = static_cast<uint8_t>(random.bits());
  body->features = std::move(pixels);
  for (int64_t i = 0; i < rows; ++i) body->labels.push_back(static_cast<int32_t>(random.below(10)));
  body->classes = 10;
  return data::Dataset(body).mapped({scale}, {offset});
}

namespace {

// Operations of one training step of a dense chain. Two a multiply-add.
double step_flops(const std::vector<int64_t>& widths, double rows) {
  std::vector<Layer> layers;
  for (size_t i = 1; i < widths.size(); ++i) layers.push_back(Dense{widths[i]});
  return 2 * rows * engine::training_work(lower(Shape{widths[0]}, layers).graph);
}

std::function<double()> xor_case(Optimizer optimizer) {
  Model model{Input{2}, Dense{8, relu}, Dense{1, sigmoid}};
  model.compile({.loss = mse, .optimizer = std::move(optimizer)});
  return timed(
      {std::move(model), data::make_xor(), {.batch_size = kAll, .epochs = 4000, .seed = 1}});
}

std::function<double()> moons_case() {
  Model model{Input{2}, Dense{100, relu}, Dense{25, relu}, Dense{1, sigmoid}};
  model.compile({.loss = binary_crossentropy, .optimizer = Adam{}, .metrics = {accuracy}});
  const auto moons = data::make_moons({.train = 960, .test = 0, .noise = 0.2});
  return timed({std::move(model),
                moons.train,
                {.batch_size = 64, .epochs = 10, .seed = 1, .shuffle = false}});
}

std::function<double()> approximation_case() {
  Tensor x(10000, Shape{1}), y(10000, Shape{1});
  for (int64_t i = 0; i < 10000; ++i) {
    x.data()[i] = static_cast<float>(i) / 9999;
    y.data()[i] = 0.2F + 0.4F * x.data()[i] * x.data()[i];
  }
  Model model{Input{1}, Dense{50, sigmoid}, Dense{1}};
  model.compile({.loss = mse, .optimizer = Adam{.learning_rate = 0.005}});
  return timed({std::move(model),
                data::Dataset(x, y),
                {.batch_size = 2000, .epochs = 200, .seed = 1, .shuffle = false}});
}

std::function<double()> fashion_case() {
  const Initializer start = initializers::RandomNormal{0.01};
  Dense first{128, relu}, second{128, relu}, last{10, softmax};
  first.kernel_initializer = second.kernel_initializer = last.kernel_initializer = start;
  first.kernel_regularizer = first.bias_regularizer = regularizers::L2{5e-4};
  Model model{Input{784}, first, second, last};
  model.compile({.loss = categorical_crossentropy,
                 .optimizer = SGD{.learning_rate = schedules::InverseTimeDecay{1.0, 0.01}},
                 .metrics = {accuracy}});
  const data::Dataset images = noise_images(60000, Shape{784}, 1 / 127.5F, -1);
  return timed({std::move(model), images, {.batch_size = kAll, .epochs = 3, .seed = 1}});
}

std::vector<BenchCase> make_cases() {
  std::vector<BenchCase> cases = {
      {"xor-sgd", "2-8-1, SGD, one network, one epoch of 4 rows", step_flops({2, 8, 1}, 4), 0.25, 0,
       [] { return xor_case(SGD{.learning_rate = 0.1}); }},
      {"xor-adam", "2-8-1, Adam, one network, one epoch of 4 rows", step_flops({2, 8, 1}, 4), 0.35,
       0, [] { return xor_case(Adam{.learning_rate = 0.1}); }},
      {"moons-adam-64", "2-100-25-1, Adam, one step of 64", step_flops({2, 100, 25, 1}, 64), 20, 0,
       moons_case},
      {"approximation-adam-2000", "1-50-1, Adam, one step of 2000", step_flops({1, 50, 1}, 2000),
       35, 0, approximation_case},
      {"fashion-sgd-full", "784-128-128-10, SGD, one step of 60000",
       step_flops({784, 128, 128, 10}, 60000), 0, 0.7, fashion_case},
  };
  for (BenchCase& c : image_bench_cases()) cases.push_back(std::move(c));
  for (BenchCase& c : population_bench_cases()) cases.push_back(std::move(c));
  for (BenchCase& c : whole_bench_cases()) cases.push_back(std::move(c));
  for (BenchCase& c : instrument_bench_cases()) cases.push_back(std::move(c));
  for (BenchCase& c : store_bench_cases()) cases.push_back(std::move(c));
  return cases;
}

}  // namespace

const std::vector<BenchCase>& bench_cases() {
  static const std::vector<BenchCase> cases = make_cases();
  return cases;
}

double measure_peak(int threads) {
  ThreadTeam team(threads);
  constexpr int64_t kRounds = 10'000'000;
  std::vector<double> flops(static_cast<size_t>(threads));
  const auto start = std::chrono::steady_clock::now();
  team.run(
      [&](int member) { flops[static_cast<size_t>(member)] = engine::cpu::spin_fma(kRounds); });
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  double all = 0;
  for (const double f : flops) all += f;
  return all / seconds / 1e9;
}

}  // namespace gradus::cli
