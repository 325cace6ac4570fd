#pragma once

#include <cmath>
#include <cstdint>

#include "gradus/nn/optimizers.hpp"
#include "nn/optimizers/power_sequence.hpp"

namespace gradus::rules {

/// Adamax of Keras 3: Kingma and Ba (2015), section 7.1, with epsilon added to the norm so that a
/// weight whose gradients were all 0 stays. Slots: m, and the running largest gradient u.
class AdamaxRule {
 public:
  struct Scalars {
    double step;  ///< learning_rate / (1 - beta_1^t)
    double one_minus_beta_1, beta_2, epsilon;
  };

  explicit AdamaxRule(const Adamax& options) : options_(options), beta_1_power_(options.beta_1) {}

  [[nodiscard]] int slots() const { return 2; }
  [[nodiscard]] double start(int /*slot*/) const { return 0; }
  [[nodiscard]] Scalars at(int64_t t, double learning_rate) {
    return {.step = learning_rate / (1 - beta_1_power_.at(t)),
            .one_minus_beta_1 = 1 - options_.beta_1,
            .beta_2 = options_.beta_2,
            .epsilon = options_.epsilon};
  }

  static void update(const Scalars& s, double g, double& w, double* slot) {
    double& m = slot[0];
    double& u = slot[1];
    m += s.one_minus_beta_1 * (g - m);
    const double faded = s.beta_2 * u, now = std::abs(g);
    u = faded > now ? faded : now;  // a NaN gradient passes
    w -= s.step * m / (u + s.epsilon);
  }

 private:
  Adamax options_;
  PowerSequence beta_1_power_;
};

}  // namespace gradus::rules
