#pragma once

#include <cstdint>

#include "engine/program.hpp"
#include "nn/optimizers/rules.hpp"

namespace gradus {

/// An optimizer in the engine's terms: turns the number of an update and its learning rate into the
/// scalars of the lane kernels.
class Stepper {
 public:
  explicit Stepper(const Optimizer& optimizer);

  /// Gives the state its slots, at their start.
  template <class T>
  void prepare(engine::State<T>& state) const;

  /// Whether at() looks at the rate alone.
  [[nodiscard]] bool steady() const;

  /// The update number t = 1, 2, ...
  template <class T>
  [[nodiscard]] engine::Update<T> at(int64_t t, double learning_rate);

 private:
  rules::OptimizerRule rule_;
  double clipvalue_, clipnorm_, global_clipnorm_;
};

}  // namespace gradus
