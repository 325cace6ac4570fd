#include "gradus/nn/layers.hpp"

#include <type_traits>

namespace gradus {

int64_t CustomLayer::weights(const Shape&) const {
  return 0;
}

const LayerOptions& layer_options(const Layer& layer) {
  return std::visit([](const auto& l) -> const LayerOptions& { return l.layer; }, layer);
}

LayerOptions& layer_options(Layer& layer) {
  return std::visit([](auto& l) -> LayerOptions& { return l.layer; }, layer);
}

std::string layer_kind(const Layer& layer) {
  return std::visit(
      []<class L>(const L& l) {
        if constexpr (std::is_same_v<L, Custom>) {
          return l.implementation ? l.implementation->kind() : std::string(L::kKind);
        } else {
          return std::string(L::kKind);
        }
      },
      layer);
}

}  // namespace gradus
