#pragma once

#include <cmath>
#include <cstdint>

#include "gradus/nn/optimizers.hpp"
#include "nn/optimizers/power_sequence.hpp"

namespace gradus::rules {

/// Adam of Keras 3: Kingma and Ba, "Adam: a method for stochastic optimization" (2015), in the form
/// at the end of its section 2, where epsilon ("epsilon hat") is added before the bias correction;
/// amsgrad as in Reddi, Kale and Kumar, "On the convergence of Adam and beyond" (2018). Slots: m,
/// v, and the largest v so far where amsgrad is on.
class AdamRule {
 public:
  struct Scalars {
    double step;  ///< learning_rate sqrt(1 - beta_2^t) / (1 - beta_1^t)
    double one_minus_beta_1, one_minus_beta_2, epsilon;
    bool amsgrad;
  };

  explicit AdamRule(const Adam& options)
      : options_(options), beta_1_power_(options.beta_1), beta_2_power_(options.beta_2) {}

  [[nodiscard]] int slots() const { return options_.amsgrad ? 3 : 2; }
  [[nodiscard]] double start(int /*slot*/) const { return 0; }
  [[nodiscard]] Scalars at(int64_t t, double learning_rate) {
    const double correction = std::sqrt(1 - beta_2_power_.at(t)) / (1 - beta_1_power_.at(t));
    return {.step = learning_rate * correction,
            .one_minus_beta_1 = 1 - options_.beta_1,
            .one_minus_beta_2 = 1 - options_.beta_2,
            .epsilon = options_.epsilon,
            .amsgrad = options_.amsgrad};
  }

  static void update(const Scalars& s, double g, double& w, double* slot) {
    double& m = slot[0];
    double& v = slot[1];
    m += s.one_minus_beta_1 * (g - m);
    v += s.one_minus_beta_2 * (g * g - v);
    double scale = v;
    if (s.amsgrad) {
      slot[2] = slot[2] > v ? slot[2] : v;  // NaN passes
      scale = slot[2];
    }
    w -= s.step * m / (std::sqrt(scale) + s.epsilon);
  }

 private:
  Adam options_;
  PowerSequence beta_1_power_, beta_2_power_;
};

}  // namespace gradus::rules
