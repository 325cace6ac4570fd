#include "nn/network.hpp"

namespace gradus {

engine::LossSpec lower(const Loss& loss) {
  engine::LossSpec spec;
  using engine::LossKind;
  std::visit(
      [&](const auto& l) {
        using L = std::decay_t<decltype(l)>;
        if constexpr (requires { l.outputs; }) spec.sum_outputs = l.outputs == Outputs::kSum;
        if constexpr (std::is_same_v<L, losses::MeanSquaredError>) spec.kind = LossKind::kMse;
        if constexpr (std::is_same_v<L, losses::MeanAbsoluteError>) spec.kind = LossKind::kMae;
        if constexpr (std::is_same_v<L, losses::Huber>)
          spec.kind = LossKind::kHuber, spec.delta = l.delta;
        if constexpr (std::is_same_v<L, losses::BinaryCrossentropy>)
          spec.kind = LossKind::kBinaryCrossentropy;
        if constexpr (std::is_same_v<L, losses::CategoricalCrossentropy> ||
                      std::is_same_v<L, losses::SparseCategoricalCrossentropy>) {
          spec.kind = LossKind::kCategoricalCrossentropy;
        }
        if constexpr (std::is_same_v<L, losses::Custom>) {
          spec.kind = LossKind::kCustom;
          spec.custom =
              std::make_shared<engine::CustomLoss>(engine::CustomLoss{l.value, l.derivative});
        }
      },
      loss);
  return spec;
}

}  // namespace gradus
