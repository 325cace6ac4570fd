#include "gradus/nn/optimizers.hpp"

namespace gradus {

const LearningRate& learning_rate(const Optimizer& optimizer) {
  return std::visit([](const auto& o) -> const LearningRate& { return o.learning_rate; },
                    optimizer);
}

LearningRate& learning_rate(Optimizer& optimizer) {
  return std::visit([](auto& o) -> LearningRate& { return o.learning_rate; }, optimizer);
}

}  // namespace gradus
