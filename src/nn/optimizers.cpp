#include "gradus/nn/optimizers.hpp"

#include <type_traits>

#include "gradus/base/error.hpp"

namespace gradus {
namespace {

template <class Rate, class O>
Rate& rate_of(O& optimizer) {
  if constexpr (kFullBatch<std::remove_const_t<O>>) {
    throw Error("optimizer", "a full-batch solver has no learning rate",
                "use sgd, adam or the like");
  } else {
    return optimizer.learning_rate;
  }
}

}  // namespace

bool is_solver(const Optimizer& optimizer) {
  return std::visit([]<class O>(const O&) { return kFullBatch<O>; }, optimizer);
}

int64_t max_evaluations(const Optimizer& optimizer) {
  return std::visit(
      []<class O>(const O& o) -> int64_t {
        if constexpr (kFullBatch<O>) return o.max_evaluations;
        return 0;
      },
      optimizer);
}

const LearningRate& learning_rate(const Optimizer& optimizer) {
  return std::visit(
      [](const auto& o) -> const LearningRate& { return rate_of<const LearningRate>(o); },
      optimizer);
}

LearningRate& learning_rate(Optimizer& optimizer) {
  return std::visit([](auto& o) -> LearningRate& { return rate_of<LearningRate>(o); }, optimizer);
}

}  // namespace gradus
