// Cases of `gradus bench` in which many networks train at once.
#include <chrono>
#include <cmath>
#include <memory>

#include "cli/bench_cases.hpp"
#include "engine/work.hpp"
#include "gradus/base/random.hpp"
#include "gradus/data/make.hpp"
#include "gradus/train/population.hpp"
#include "nn/network.hpp"

namespace gradus::cli {
namespace {

struct Crowd {
  Shape input;
  std::vector<Layer> layers;
  CompileOptions compile;
  data::Dataset train;
  FitOptions fit;
  int64_t networks;
};

// Seconds of one fit of the whole population, divided into `units`. What came of the fit before is
// kept meanwhile, as by somebody who wants to look at it.
std::function<double()> timed(const Crowd& crowd, double units) {
  Model model(Input(crowd.input), crowd.layers);
  model.compile(crowd.compile);
  const auto population = std::make_shared<Population>(model, crowd.networks);
  const auto kept = std::make_shared<std::vector<History>>();
  return [population, crowd, units, kept] {
    const auto start = std::chrono::steady_clock::now();
    std::vector<History> histories = population->fit(crowd.train, crowd.fit);
    const double seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    *kept = std::move(histories);
    return seconds / units;
  };
}

double flops(const Shape& input, const std::vector<Layer>& layers, int64_t rows) {
  return 2 * static_cast<double>(rows) * engine::training_work(lower(input, layers).graph);
}

// The distance of 3000 points from 0.
data::Dataset distances() {
  Tensor x(3000, Shape{1}), y(3000, Shape{1});
  Random random(1, Purpose::kDrawData);
  for (size_t i = 0; i < 3000; ++i) {
    x.data()[i] = static_cast<float>(random.uniform(-7, 7));
    y.data()[i] = std::abs(x.data()[i]);
  }
  return data::Dataset(x, y);
}

BenchCase dying_relu() {
  const std::vector<Layer> layers = [] {
    std::vector<Layer> ten(10, Dense{2, relu});
    ten.push_back(Dense{1, relu});
    return ten;
  }();
  const Crowd crowd{Shape{1},
                    layers,
                    {.loss = mse, .optimizer = RMSprop{}},
                    distances(),
                    {.batch_size = 64, .epochs = 1, .seed = 1},
                    1000};
  return {"dying-relu-1000",
          "1000 networks 1-2-2-2-2-2-2-2-2-2-2-1, RMSprop, 47 steps of 64",
          1000 * flops(crowd.input, layers, 3000),
          50e3,
          0,
          [crowd] { return timed(crowd, 1); }};
}

BenchCase xor_population() {
  const std::vector<Layer> layers = {Dense{8, relu}, Dense{1, sigmoid}};
  const Crowd crowd{Shape{2},
                    layers,
                    {.loss = mse, .optimizer = SGD{.learning_rate = 0.1}},
                    data::make_xor(),
                    {.batch_size = kAll, .epochs = 8000, .seed = 1},
                    128};
  return {"xor-population",
          "128 networks 2-8-1, SGD, one network's epoch of 4 rows",
          flops(crowd.input, layers, 4),
          0.01,
          0,
          [crowd] { return timed(crowd, 128.0 * 8000); }};
}

}  // namespace

std::vector<BenchCase> population_bench_cases() {
  return {xor_population(), dying_relu()};
}

}  // namespace gradus::cli
