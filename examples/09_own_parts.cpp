// 9. A layer, an activation, a loss, a metric and a schedule of one's own, in one training.
//
// Run:   ninja -C build/dev 09_own_parts && build/dev/examples/09_own_parts
// Time:  0.1 s on two cores
// Prints:
//   loss 0.000000, within a tenth 1.00
#include <fmt/core.h>

#include <cmath>
#include <gradus/gradus.hpp>

using namespace gradus;

// y = x * s with one learned scale s a feature. Written for one sample, in double.
class Rescale : public CustomLayer {
 public:
  std::string kind() const override { return "rescale"; }
  Shape output_shape(const Shape& input) const override { return input; }
  int64_t weights(const Shape& input) const override { return input.size(); }
  void forward(std::span<const double> x, std::span<const double> s,
               std::span<double> y) const override {
    for (size_t i = 0; i < x.size(); ++i) y[i] = x[i] * s[i];
  }
  void backward(std::span<const double> x, std::span<const double> s, std::span<const double>,
                std::span<const double> dy, std::span<double> dx,
                std::span<double> ds) const override {
    for (size_t i = 0; i < x.size(); ++i) {
      dx[i] = dy[i] * s[i];
      ds[i] += dy[i] * x[i];
    }
  }
};

int main() {
  const Activation softsign = activations::Custom{
      .name = "softsign",
      .value = [](double z) { return z / (1 + std::abs(z)); },
      .derivative = [](double z, double) { return 1 / ((1 + std::abs(z)) * (1 + std::abs(z))); }};
  const Loss fourth =
      losses::Custom{.name = "fourth_power",
                     .value = [](double p, double t) { return std::pow(p - t, 4); },
                     .derivative = [](double p, double t) { return 4 * std::pow(p - t, 3); }};
  const Metric worst = metrics::Custom{
      .name = "within_a_tenth", .value = [](std::span<const double> p, std::span<const double> t) {
        return std::abs(p[0] - t[0]) < 0.1 ? 1.0 : 0.0;
      }};
  const LearningRate zigzag = schedules::Custom{.name = "zigzag", .rate = [](double step, double) {
                                                  return std::fmod(step, 2) == 0 ? 0.2 : 0.1;
                                                }};

  Model model{Input{2}, Dense{8, softsign}, Custom{std::make_shared<Rescale>()}, Dense{1}};
  model.compile({.loss = fourth, .optimizer = Adam{.learning_rate = zigzag}, .metrics = {worst}});
  const History history = model.fit(data::make_xor(), {.batch_size = kAll, .epochs = 300});
  fmt::print("loss {:.6f}, within a tenth {:.2f}\n", history.find("loss")->back(),
             history.find("within_a_tenth")->back());
}
