#pragma once

#include <cmath>
#include <cstdint>

#include "gradus/nn/optimizers.hpp"

namespace gradus::rules {

/// Adadelta of Keras 3: Zeiler, "ADADELTA: an adaptive learning rate method" (2012), times a
/// learning rate. Slot 0 is the mean square of the gradients, slot 1 of the steps.
class AdadeltaRule {
 public:
  struct Scalars {
    double learning_rate, rho, one_minus_rho, epsilon;
  };

  explicit AdadeltaRule(const Adadelta& options) : options_(options) {}

  [[nodiscard]] int slots() const { return 2; }
  [[nodiscard]] double start(int /*slot*/) const { return 0; }
  [[nodiscard]] Scalars at(int64_t /*t*/, double learning_rate) {
    return {learning_rate, options_.rho, 1 - options_.rho, options_.epsilon};
  }

  static void update(const Scalars& s, double g, double& w, double* slot) {
    double& gradients = slot[0];
    double& steps = slot[1];
    gradients = s.rho * gradients + s.one_minus_rho * (g * g);
    const double step = std::sqrt(steps + s.epsilon) * g / std::sqrt(gradients + s.epsilon);
    steps = s.rho * steps + s.one_minus_rho * (step * step);
    w -= s.learning_rate * step;
  }

 private:
  Adadelta options_;
};

}  // namespace gradus::rules
