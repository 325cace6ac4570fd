#pragma once

#include <cmath>
#include <cstdint>

#include "gradus/nn/optimizers.hpp"
#include "nn/optimizers/power_sequence.hpp"

namespace gradus::rules {

/// The momentum schedule of Nadam, u_t = beta_1 (1 - 0.96^t / 2), and the product of u_1 .. u_t,
/// which is 0 once below 1e-300. Like PowerSequence a function of t alone.
class NadamMomentum {
 public:
  explicit NadamMomentum(double beta_1) : beta_1_(beta_1), fading_(0.96) {}

  [[nodiscard]] double at(int64_t t) { return momentum(fading_.at(t)); }

  [[nodiscard]] double product(int64_t t) {
    if (t < t_) {
      t_ = 0;
      product_ = 1;
    }
    while (t_ < t && product_ != 0) {
      product_ *= at(++t_);
      if (product_ < 1e-300) product_ = 0;
    }
    if (product_ == 0) t_ = t;
    return product_;
  }

 private:
  [[nodiscard]] double momentum(double faded) const { return beta_1_ * (1 - 0.5 * faded); }

  double beta_1_;
  PowerSequence fading_;
  int64_t t_ = 0;
  double product_ = 1;
};

/// Nadam of Keras 3: Dozat, "Incorporating Nesterov momentum into Adam" (2016). Slots: m and v.
class NadamRule {
 public:
  struct Scalars {
    double learning_rate;
    double of_m;  ///< u_{t+1} / (1 - u_1 ... u_{t+1})
    double of_g;  ///< (1 - u_t) / (1 - u_1 ... u_t)
    double of_v;  ///< 1 / (1 - beta_2^t)
    double one_minus_beta_1, one_minus_beta_2, epsilon;
  };

  explicit NadamRule(const Nadam& options)
      : options_(options), momentum_(options.beta_1), beta_2_power_(options.beta_2) {}

  [[nodiscard]] int slots() const { return 2; }
  [[nodiscard]] double start(int /*slot*/) const { return 0; }
  [[nodiscard]] Scalars at(int64_t t, double learning_rate) {
    const double product = momentum_.product(t), now = momentum_.at(t), next = momentum_.at(t + 1);
    return {.learning_rate = learning_rate,
            .of_m = next / (1 - product * next),
            .of_g = (1 - now) / (1 - product),
            .of_v = 1 / (1 - beta_2_power_.at(t)),
            .one_minus_beta_1 = 1 - options_.beta_1,
            .one_minus_beta_2 = 1 - options_.beta_2,
            .epsilon = options_.epsilon};
  }

  static void update(const Scalars& s, double g, double& w, double* slot) {
    double& m = slot[0];
    double& v = slot[1];
    m += s.one_minus_beta_1 * (g - m);
    v += s.one_minus_beta_2 * (g * g - v);
    const double look_ahead = s.of_m * m + s.of_g * g;
    w -= s.learning_rate * look_ahead / (std::sqrt(s.of_v * v) + s.epsilon);
  }

 private:
  Nadam options_;
  NadamMomentum momentum_;
  PowerSequence beta_2_power_;
};

}  // namespace gradus::rules
