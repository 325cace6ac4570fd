#pragma once

#include <cmath>
#include <cstdint>

#include "gradus/nn/optimizers.hpp"

namespace gradus::rules {

/// Adagrad of Keras 3: Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning
/// and stochastic optimization" (2011). Slot 0 is the sum of squares, which starts at
/// initial_accumulator_value.
class AdagradRule {
 public:
  struct Scalars {
    double learning_rate, epsilon;
  };

  explicit AdagradRule(const Adagrad& options) : options_(options) {}

  [[nodiscard]] int slots() const { return 1; }
  [[nodiscard]] double start(int /*slot*/) const { return options_.initial_accumulator_value; }
  [[nodiscard]] Scalars at(int64_t /*t*/, double learning_rate) {
    return {learning_rate, options_.epsilon};
  }

  static void update(const Scalars& s, double g, double& w, double* slot) {
    slot[0] += g * g;
    w -= s.learning_rate * g / std::sqrt(slot[0] + s.epsilon);
  }

 private:
  Adagrad options_;
};

}  // namespace gradus::rules
