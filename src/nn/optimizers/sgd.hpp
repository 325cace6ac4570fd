#pragma once

#include <cstdint>

#include "gradus/nn/optimizers.hpp"

namespace gradus::rules {

/// SGD of Keras 3: Polyak's momentum, and Nesterov's in the form of Sutskever, Martens, Dahl and
/// Hinton, "On the importance of initialization and momentum in deep learning" (2013). Slot 0 is
/// the velocity, where there is momentum.
class SgdRule {
 public:
  struct Scalars {
    double learning_rate, momentum;
    bool nesterov;
  };

  explicit SgdRule(const SGD& options) : options_(options) {}

  [[nodiscard]] int slots() const { return options_.momentum != 0 ? 1 : 0; }
  [[nodiscard]] double start(int /*slot*/) const { return 0; }
  [[nodiscard]] Scalars at(int64_t /*t*/, double learning_rate) {
    return {learning_rate, options_.momentum, options_.nesterov};
  }

  static void update(const Scalars& s, double g, double& w, double* slot) {
    if (s.momentum == 0) {
      w -= s.learning_rate * g;
      return;
    }
    double& v = slot[0];
    v = s.momentum * v - s.learning_rate * g;
    w += s.nesterov ? s.momentum * v - s.learning_rate * g : v;
  }

 private:
  SGD options_;
};

}  // namespace gradus::rules
