#pragma once

#include <cmath>
#include <cstdint>

#include "gradus/nn/optimizers.hpp"

namespace gradus::rules {

/// RMSprop of Keras 3: Tieleman and Hinton, "Neural Networks for Machine Learning", lecture 6.5
/// (2012); centered as in Graves, "Generating sequences with recurrent neural networks" (2013).
/// Slots: the mean square, then the momentum, then the mean gradient, each where it is asked for.
/// Deviation: a centered variance that rounding has made negative counts as 0 (Keras takes its
/// root, which is NaN where it outweighs epsilon).
class RmspropRule {
 public:
  struct Scalars {
    double learning_rate, rho, one_minus_rho, momentum, epsilon;
    bool epsilon_inside_root, centered;
    int mean_slot;  ///< of the mean gradient
  };

  explicit RmspropRule(const RMSprop& options) : options_(options) {}

  [[nodiscard]] int slots() const {
    return 1 + (options_.momentum != 0 ? 1 : 0) + (options_.centered ? 1 : 0);
  }
  [[nodiscard]] double start(int /*slot*/) const { return 0; }
  [[nodiscard]] Scalars at(int64_t /*t*/, double learning_rate) {
    return {.learning_rate = learning_rate,
            .rho = options_.rho,
            .one_minus_rho = 1 - options_.rho,
            .momentum = options_.momentum,
            .epsilon = options_.epsilon,
            .epsilon_inside_root = options_.epsilon_inside_root,
            .centered = options_.centered,
            .mean_slot = options_.momentum != 0 ? 2 : 1};
  }

  static void update(const Scalars& s, double g, double& w, double* slot) {
    double& mean_square = slot[0];
    mean_square = s.rho * mean_square + s.one_minus_rho * (g * g);
    double variance = mean_square;
    if (s.centered) {
      double& mean = slot[s.mean_slot];
      mean = s.rho * mean + s.one_minus_rho * g;
      variance -= mean * mean;
      variance = variance < 0 ? 0 : variance;  // NaN passes
    }
    const double root =
        s.epsilon_inside_root ? std::sqrt(variance + s.epsilon) : std::sqrt(variance) + s.epsilon;
    const double increment = s.learning_rate * g / root;
    if (s.momentum == 0) {
      w -= increment;
      return;
    }
    double& momentum = slot[1];
    momentum = s.momentum * momentum + increment;
    w -= momentum;
  }

 private:
  RMSprop options_;
};

}  // namespace gradus::rules
