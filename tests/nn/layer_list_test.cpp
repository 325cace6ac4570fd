#include "gradus/nn/layer_list.hpp"

#include <gtest/gtest.h>

namespace gradus::test {
namespace {

// A kind that is forgotten among the overloads would still fit by way of Layer: this asks for its
// own.
template <class... Kinds>
bool each_has_its_own(const std::variant<Kinds...>*) {
  return (requires(LayerList list, void (LayerList::*own)(const Kinds&)) {
    own = static_cast<void (LayerList::*)(const Kinds&)>(&LayerList::add);
  } && ...);
}

TEST(LayerList, KnowsEveryKind) {
  EXPECT_TRUE(each_has_its_own(static_cast<const Layer*>(nullptr)));
}

TEST(LayerList, KeepsTheOrderAndTheOptions) {
  LayerList list{Dense{3, tanh}, Layer{Dropout{0.25}}, Flatten{}};
  const std::vector<Layer> want{Dense{3, tanh}, Dropout{0.25}, Flatten{}};
  EXPECT_EQ(list.take(), want);
  EXPECT_TRUE(list.take().empty());
}

}  // namespace
}  // namespace gradus::test
