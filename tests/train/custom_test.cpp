// The user's own layer, activation, loss, metric and schedule: through the gradient harness, and in
// a training.
#include <gtest/gtest.h>

#include <cmath>

#include "nn/network.hpp"
#include "support/custom_parts.hpp"
#include "support/gradient_check.hpp"
#include "support/histories.hpp"
#include "support/sets.hpp"

namespace gradus {
namespace {

using namespace gradus::test;

/// The mean of all values, without weights.
class Mean : public CustomLayer {
 public:
  [[nodiscard]] std::string kind() const override { return "mean"; }
  [[nodiscard]] Shape output_shape(const Shape&) const override { return Shape{1}; }
  void forward(std::span<const double> x, std::span<const double>,
               std::span<double> y) const override {
    y[0] = 0;
    for (const double v : x) y[0] += v / static_cast<double>(x.size());
  }
  void backward(std::span<const double> x, std::span<const double>, std::span<const double>,
                std::span<const double> dy, std::span<double> dx,
                std::span<double>) const override {
    for (double& v : dx) v = dy[0] / static_cast<double>(x.size());
  }
};

activations::Custom bent_identity() {
  return {.name = "bent_identity",
          .value = [](double z) { return (std::sqrt(z * z + 1) - 1) / 2 + z; },
          .derivative = [](double z, double) { return z / (2 * std::sqrt(z * z + 1)) + 1; }};
}

losses::Custom log_cosh() {
  return {.name = "log_cosh",
          .value = [](double p, double t) { return std::log(std::cosh(p - t)); },
          .derivative = [](double p, double t) { return std::tanh(p - t); }};
}

std::vector<Layer> layers() {
  return {Dense{.units = 6, .activation = bent_identity()}, Custom{std::make_shared<Bend>()},
          Dense{.units = 2}};
}

TEST(Custom, GradientsAreRight) {
  Numbers numbers(1);
  const Network network = lower(Shape{4}, layers());
  check_gradient(network.graph, lower(log_cosh()), draw_rows(numbers, 21, 4, 2));
  const Network mean = lower(Shape{4}, {Dense{.units = 5, .activation = tanh},
                                        Custom{std::make_shared<Mean>()}, Dense{.units = 2}});
  check_gradient(mean.graph, lower(Loss{mse}), draw_rows(numbers, 21, 4, 2));
}

TEST(Custom, PartsTrainTogether) {
  const data::Dataset set = random_numbers(64, 4, 2);
  const schedules::Custom schedule{.name = "halving", .rate = [](double step, double epoch) {
                                     return 0.05 * std::exp2(-std::floor(epoch / 20)) + 0 * step;
                                   }};
  const metrics::Custom within{.name = "within",
                               .value = [](std::span<const double> p, std::span<const double> t) {
                                 return std::abs(p[0] - t[0]) < 0.2 ? 1.0 : 0.0;
                               }};
  std::vector<double> first;
  for (const int threads : {1, 2}) {
    Model model(Input{4}, layers());
    model.compile(
        {.loss = log_cosh(), .optimizer = Adam{.learning_rate = schedule}, .metrics = {within}});
    const History history =
        model.fit(set, {.batch_size = 16, .epochs = 60, .seed = 1, .threads = threads});
    EXPECT_LT(column(history, "loss").back(), 0.2 * column(history, "loss").front());
    EXPECT_TRUE(history.learned);
    EXPECT_GT(column(history, "within").back(), column(history, "within").front());
    EXPECT_EQ(column(history, "learning_rate")[0], 0.05);
    EXPECT_EQ(column(history, "learning_rate")[20], 0.025);
    EXPECT_EQ(column(history, "learning_rate")[59], 0.0125);
    const std::vector<double> bits = bits_of(history, model);
    if (first.empty()) first = bits;
    EXPECT_TRUE(same_bits(bits, first));
    EXPECT_EQ(model.evaluate(set).values[2].first, "within");
  }
}

TEST(Custom, LayersHaveWeightsByName) {
  const Model model(Input{4}, layers());
  EXPECT_EQ(model.weight_names()[2], "bend/weights");
  EXPECT_EQ(model.weights("bend/weights").size(), 6U);
  EXPECT_EQ(model.parameters(), 4 * 6 + 6 + 6 + 6 * 2 + 2);
  // Glorot's reach for 6 inputs and outputs.
  const Tensor weights = model.weights("bend/weights");
  for (const float w : weights.values()) {
    EXPECT_LE(std::abs(static_cast<double>(w)), std::sqrt(6.0 / 12));
    EXPECT_NE(w, 0);
  }
}

}  // namespace
}  // namespace gradus
