#pragma once

#include <cstdint>
#include <string_view>
#include <variant>

#include "gradus/nn/schedules.hpp"

namespace gradus {

// Formulas and defaults are Keras 3's; each file in src/nn/optimizers cites its source. Every
// optimizer clips the gradient first where asked: by value, by the norm of each tensor, or by the
// norm of all together (0 is off).

/// v = momentum v - lr g; w += v; with nesterov w += momentum v - lr g (Sutskever et al. 2013).
struct SGD {
  static constexpr std::string_view kKind = "sgd";
  LearningRate learning_rate = 0.01;
  double momentum = 0;
  bool nesterov = false;
  double clipvalue = 0;
  double clipnorm = 0;
  double global_clipnorm = 0;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("learning_rate", s.learning_rate, kWord);
    visit("momentum", s.momentum, kOption.at_least(0).at_most(1));
    visit("nesterov", s.nesterov, kOption);
    visit("clipvalue", s.clipvalue, kOption.at_least(0));
    visit("clipnorm", s.clipnorm, kOption.at_least(0));
    visit("global_clipnorm", s.global_clipnorm, kOption.at_least(0));
  }
  bool operator==(const SGD&) const = default;
};

/// v = rho v + (1 - rho) g^2; w -= lr g / sqrt(v + epsilon), or / (sqrt(v) + epsilon) when
/// epsilon_inside_root is false (Keras 2); centered subtracts the squared mean gradient.
struct RMSprop {
  static constexpr std::string_view kKind = "rmsprop";
  LearningRate learning_rate = 1e-3;
  double rho = 0.9;
  double momentum = 0;
  double epsilon = 1e-7;
  bool epsilon_inside_root = true;
  bool centered = false;
  double clipvalue = 0;
  double clipnorm = 0;
  double global_clipnorm = 0;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("learning_rate", s.learning_rate, kWord);
    visit("rho", s.rho, kOption.at_least(0).at_most(1));
    visit("momentum", s.momentum, kOption.at_least(0).at_most(1));
    visit("epsilon", s.epsilon, kOption.at_least(0));
    visit("epsilon_inside_root", s.epsilon_inside_root, kOption);
    visit("centered", s.centered, kOption);
    visit("clipvalue", s.clipvalue, kOption.at_least(0));
    visit("clipnorm", s.clipnorm, kOption.at_least(0));
    visit("global_clipnorm", s.global_clipnorm, kOption.at_least(0));
  }
  bool operator==(const RMSprop&) const = default;
};

/// a += g^2; w -= lr g / sqrt(a + epsilon) (Duchi, Hazan, Singer 2011).
struct Adagrad {
  static constexpr std::string_view kKind = "adagrad";
  LearningRate learning_rate = 1e-3;
  double initial_accumulator_value = 0.1;
  double epsilon = 1e-7;
  double clipvalue = 0;
  double clipnorm = 0;
  double global_clipnorm = 0;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("learning_rate", s.learning_rate, kWord);
    visit("initial_accumulator_value", s.initial_accumulator_value, kOption.at_least(0));
    visit("epsilon", s.epsilon, kOption.at_least(0));
    visit("clipvalue", s.clipvalue, kOption.at_least(0));
    visit("clipnorm", s.clipnorm, kOption.at_least(0));
    visit("global_clipnorm", s.global_clipnorm, kOption.at_least(0));
  }
  bool operator==(const Adagrad&) const = default;
};

/// a = rho a + (1 - rho) g^2; d = g sqrt(u + epsilon) / sqrt(a + epsilon); u = rho u + (1 - rho)
/// d^2; w -= lr d (Zeiler 2012).
struct Adadelta {
  static constexpr std::string_view kKind = "adadelta";
  LearningRate learning_rate = 1e-3;
  double rho = 0.95;
  double epsilon = 1e-7;
  double clipvalue = 0;
  double clipnorm = 0;
  double global_clipnorm = 0;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("learning_rate", s.learning_rate, kWord);
    visit("rho", s.rho, kOption.at_least(0).at_most(1));
    visit("epsilon", s.epsilon, kOption.at_least(0));
    visit("clipvalue", s.clipvalue, kOption.at_least(0));
    visit("clipnorm", s.clipnorm, kOption.at_least(0));
    visit("global_clipnorm", s.global_clipnorm, kOption.at_least(0));
  }
  bool operator==(const Adadelta&) const = default;
};

/// m += (1 - beta_1) (g - m); v += (1 - beta_2) (g^2 - v); w -= a m / (sqrt(v) + epsilon), a = lr
/// sqrt(1 - beta_2^t) / (1 - beta_1^t) (Kingma, Ba 2015, the "epsilon hat" form); amsgrad uses the
/// largest v so far.
struct Adam {
  static constexpr std::string_view kKind = "adam";
  LearningRate learning_rate = 1e-3;
  double beta_1 = 0.9;
  double beta_2 = 0.999;
  double epsilon = 1e-7;
  bool amsgrad = false;
  double clipvalue = 0;
  double clipnorm = 0;
  double global_clipnorm = 0;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("learning_rate", s.learning_rate, kWord);
    visit("beta_1", s.beta_1, kOption.at_least(0).below(1));
    visit("beta_2", s.beta_2, kOption.at_least(0).below(1));
    visit("epsilon", s.epsilon, kOption.at_least(0));
    visit("amsgrad", s.amsgrad, kOption);
    visit("clipvalue", s.clipvalue, kOption.at_least(0));
    visit("clipnorm", s.clipnorm, kOption.at_least(0));
    visit("global_clipnorm", s.global_clipnorm, kOption.at_least(0));
  }
  bool operator==(const Adam&) const = default;
};

/// w -= lr weight_decay w, then Adam's step (Loshchilov, Hutter 2019).
struct AdamW {
  static constexpr std::string_view kKind = "adamw";
  LearningRate learning_rate = 1e-3;
  double weight_decay = 4e-3;
  double beta_1 = 0.9;
  double beta_2 = 0.999;
  double epsilon = 1e-7;
  bool amsgrad = false;
  double clipvalue = 0;
  double clipnorm = 0;
  double global_clipnorm = 0;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("learning_rate", s.learning_rate, kWord);
    visit("weight_decay", s.weight_decay, kOption.at_least(0));
    visit("beta_1", s.beta_1, kOption.at_least(0).below(1));
    visit("beta_2", s.beta_2, kOption.at_least(0).below(1));
    visit("epsilon", s.epsilon, kOption.at_least(0));
    visit("amsgrad", s.amsgrad, kOption);
    visit("clipvalue", s.clipvalue, kOption.at_least(0));
    visit("clipnorm", s.clipnorm, kOption.at_least(0));
    visit("global_clipnorm", s.global_clipnorm, kOption.at_least(0));
  }
  bool operator==(const AdamW&) const = default;
};

/// m += (1 - beta_1) (g - m); u = max(beta_2 u, |g|); w -= lr m / ((1 - beta_1^t) (u + epsilon))
/// (Kingma, Ba 2015).
struct Adamax {
  static constexpr std::string_view kKind = "adamax";
  LearningRate learning_rate = 1e-3;
  double beta_1 = 0.9;
  double beta_2 = 0.999;
  double epsilon = 1e-7;
  double clipvalue = 0;
  double clipnorm = 0;
  double global_clipnorm = 0;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("learning_rate", s.learning_rate, kWord);
    visit("beta_1", s.beta_1, kOption.at_least(0).below(1));
    visit("beta_2", s.beta_2, kOption.at_least(0).below(1));
    visit("epsilon", s.epsilon, kOption.at_least(0));
    visit("clipvalue", s.clipvalue, kOption.at_least(0));
    visit("clipnorm", s.clipnorm, kOption.at_least(0));
    visit("global_clipnorm", s.global_clipnorm, kOption.at_least(0));
  }
  bool operator==(const Adamax&) const = default;
};

/// Adam with Nesterov's look-ahead and the momentum schedule of Dozat (2016), as in Keras.
struct Nadam {
  static constexpr std::string_view kKind = "nadam";
  LearningRate learning_rate = 1e-3;
  double beta_1 = 0.9;
  double beta_2 = 0.999;
  double epsilon = 1e-7;
  double clipvalue = 0;
  double clipnorm = 0;
  double global_clipnorm = 0;
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("learning_rate", s.learning_rate, kWord);
    visit("beta_1", s.beta_1, kOption.at_least(0).below(1));
    visit("beta_2", s.beta_2, kOption.at_least(0).below(1));
    visit("epsilon", s.epsilon, kOption.at_least(0));
    visit("clipvalue", s.clipvalue, kOption.at_least(0));
    visit("clipnorm", s.clipnorm, kOption.at_least(0));
    visit("global_clipnorm", s.global_clipnorm, kOption.at_least(0));
  }
  bool operator==(const Nadam&) const = default;
};

// Full-batch solvers work on all samples at once, in double, and have no learning rate. An
// evaluation, of the loss and its gradient at one point, counts as an epoch.

/// Newton's method with directions from conjugate gradients that stop early (Nash 1984; SciPy's
/// TNC).
struct TruncatedNewton {
  static constexpr std::string_view kKind = "truncated_newton";
  int64_t max_evaluations = 200;  ///< kept exactly
  double ftol = 0;  ///< stops when an iteration lowers f by at most ftol max(|f|, 1); 0 is off
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("max_evaluations", s.max_evaluations, kOption.at_least(1));
    visit("ftol", s.ftol, kOption.at_least(0));
  }
  bool operator==(const TruncatedNewton&) const = default;
};

/// Quasi-Newton with ten pairs and a strong-Wolfe line search (Liu, Nocedal 1989).
struct LBFGS {
  static constexpr std::string_view kKind = "lbfgs";
  int64_t max_evaluations = 200;  ///< kept exactly
  double ftol = 0;  ///< stops when an iteration lowers f by at most ftol max(|f|, 1); 0 is off
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("max_evaluations", s.max_evaluations, kOption.at_least(1));
    visit("ftol", s.ftol, kOption.at_least(0));
  }
  bool operator==(const LBFGS&) const = default;
};

/// Nonlinear conjugate gradient, Polak-Ribiere+, with a strong-Wolfe line search.
struct ConjugateGradient {
  static constexpr std::string_view kKind = "conjugate_gradient";
  int64_t max_evaluations = 200;  ///< kept exactly
  double ftol = 0;  ///< stops when an iteration lowers f by at most ftol max(|f|, 1); 0 is off
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("max_evaluations", s.max_evaluations, kOption.at_least(1));
    visit("ftol", s.ftol, kOption.at_least(0));
  }
  bool operator==(const ConjugateGradient&) const = default;
};

/// A step for every weight that grows while the sign of its derivative stays: iRprop- (Igel,
/// Huesken 2003).
struct Rprop {
  static constexpr std::string_view kKind = "rprop";
  int64_t max_evaluations = 200;  ///< kept exactly
  double ftol = 0;  ///< stops when an iteration lowers f by at most ftol max(|f|, 1); 0 is off
  template <class Self, class V>
  static void fields(Self& s, V&& visit) {
    visit("max_evaluations", s.max_evaluations, kOption.at_least(1));
    visit("ftol", s.ftol, kOption.at_least(0));
  }
  bool operator==(const Rprop&) const = default;
};

using Optimizer = std::variant<SGD, RMSprop, Adagrad, Adadelta, Adam, AdamW, Adamax, Nadam,
                               TruncatedNewton, LBFGS, ConjugateGradient, Rprop>;

template <class O>
inline constexpr bool kFullBatch = requires(const O& o) { o.max_evaluations; };

/// Whether it is a full-batch solver.
[[nodiscard]] bool is_solver(const Optimizer& optimizer);
/// How many evaluations a full-batch solver may make; 0 for other optimizers.
[[nodiscard]] int64_t max_evaluations(const Optimizer& optimizer);

/// The learning rate of an optimizer. Throws Error for a full-batch solver, which has none.
[[nodiscard]] const LearningRate& learning_rate(const Optimizer& optimizer);
[[nodiscard]] LearningRate& learning_rate(Optimizer& optimizer);

}  // namespace gradus
