#include "gradus/nn/regularizers.hpp"

#include <gtest/gtest.h>

namespace gradus {
namespace {

TEST(Regularizers, FactorsOfEachKind) {
  const auto expect = [](const Regularizer& regularizer, double l1, double l2) {
    const PenaltyFactors f = factors(regularizer);
    EXPECT_EQ(f.l1, l1);
    EXPECT_EQ(f.l2, l2);
  };
  expect(Regularizer{}, 0, 0);
  expect(regularizers::L1{0.1}, 0.1, 0);
  expect(regularizers::L2{0.2}, 0, 0.2);
  expect(regularizers::L1L2{0.3, 0.4}, 0.3, 0.4);
}

}  // namespace
}  // namespace gradus
