#pragma once

#include <cstdint>

#include "gradus/nn/optimizers.hpp"
#include "nn/optimizers/adam.hpp"

namespace gradus::rules {

/// AdamW of Keras 3: Loshchilov and Hutter, "Decoupled weight decay regularization" (2019); the
/// decay is scaled by the learning rate and comes before Adam's step. Slots are Adam's.
class AdamwRule {
 public:
  struct Scalars {
    AdamRule::Scalars adam;
    double decay;  ///< learning_rate weight_decay
  };

  explicit AdamwRule(const AdamW& options)
      : weight_decay_(options.weight_decay),
        adam_(Adam{.learning_rate = options.learning_rate,
                   .beta_1 = options.beta_1,
                   .beta_2 = options.beta_2,
                   .epsilon = options.epsilon,
                   .amsgrad = options.amsgrad}) {}

  [[nodiscard]] int slots() const { return adam_.slots(); }
  [[nodiscard]] double start(int slot) const { return adam_.start(slot); }
  [[nodiscard]] Scalars at(int64_t t, double learning_rate) {
    return {adam_.at(t, learning_rate), learning_rate * weight_decay_};
  }

  static void update(const Scalars& s, double g, double& w, double* slot) {
    w -= s.decay * w;
    AdamRule::update(s.adam, g, w, slot);
  }

 private:
  double weight_decay_;
  AdamRule adam_;
};

}  // namespace gradus::rules
