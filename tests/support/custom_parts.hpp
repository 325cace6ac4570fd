#pragma once

#include <cmath>
#include <memory>
#include <string>

#include "gradus/nn/layers.hpp"

/// Activations and layers of a user's own, right or with a planted mistake in the derivative.
namespace gradus::test {

/// z^2 / 2 with a derivative that is `factor` times what it should be.
inline activations::Custom half_square(double factor) {
  return {.name = "half_square",
          .value = [](double z) { return z * z / 2; },
          .derivative = [factor](double z, double) { return factor * z; }};
}

/// y_j = w_j x_j + x_j^2 / 4; its gradients are off by these factors.
class Bend : public CustomLayer {
 public:
  explicit Bend(double dx = 1, double dw = 1) : dx_(dx), dw_(dw) {}
  [[nodiscard]] std::string kind() const override { return "bend"; }
  [[nodiscard]] Shape output_shape(const Shape& input) const override { return input; }
  [[nodiscard]] int64_t weights(const Shape& input) const override { return input.size(); }
  void forward(std::span<const double> x, std::span<const double> w,
               std::span<double> y) const override {
    for (size_t j = 0; j < x.size(); ++j) y[j] = w[j] * x[j] + x[j] * x[j] / 4;
  }
  void backward(std::span<const double> x, std::span<const double> w, std::span<const double>,
                std::span<const double> dy, std::span<double> dx,
                std::span<double> dw) const override {
    for (size_t j = 0; j < x.size(); ++j) {
      dx[j] = dx_ * dy[j] * (w[j] + x[j] / 2);
      dw[j] += dw_ * dy[j] * x[j];
    }
  }

 private:
  double dx_, dw_;
};

}  // namespace gradus::test
