#include "gradus/nn/regularizers.hpp"

namespace gradus {

PenaltyFactors factors(const Regularizer& regularizer) {
  struct Visitor {
    PenaltyFactors operator()(const regularizers::None&) const { return {}; }
    PenaltyFactors operator()(const regularizers::L1& r) const { return {.l1 = r.l1, .l2 = 0}; }
    PenaltyFactors operator()(const regularizers::L2& r) const { return {.l1 = 0, .l2 = r.l2}; }
    PenaltyFactors operator()(const regularizers::L1L2& r) const {
      return {.l1 = r.l1, .l2 = r.l2};
    }
  };
  return std::visit(Visitor{}, regularizer);
}

}  // namespace gradus
