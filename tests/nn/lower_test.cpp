// What layers become: shapes, weights, and what is said where they do not fit.
#include <gtest/gtest.h>

#include "nn/network.hpp"
#include "support/errors.hpp"

namespace gradus {
namespace {

using test::error_of;

Network one(const Shape& input, const Layer& layer) {
  return lower(input, {layer});
}

Shape output(const Network& network) {
  return network.graph.ops[static_cast<size_t>(network.graph.output)].shape;
}

std::string mistake(const Shape& input, const std::vector<Layer>& layers) {
  return error_of([&] { (void)lower(input, layers); });
}

TEST(Lower, NamesAreThoseOfKeras) {
  const Network network = lower({2}, {Dense{3}, Dense{3}, Dense{.units = 3, .layer = {.name = "a"}},
                                      Dense{.units = 3, .layer = {.repeat = 2}}});
  std::vector<std::string> names;
  for (const Summary::Row& row : network.summary.rows) names.push_back(row.name);
  EXPECT_EQ(names, (std::vector<std::string>{"dense", "dense_1", "a", "dense_2.1", "dense_2.2"}));
  EXPECT_EQ(network.graph.params[2].name, "dense_1/kernel");
}

TEST(Lower, ActivationLayersAreOneOp) {
  for (const Layer& layer : std::vector<Layer>{LeakyReLU{}, ActivationLayer{leaky_relu(0.3)}}) {
    const Network network = one({4, 4, 2}, layer);
    ASSERT_EQ(network.graph.ops.size(), 2u);
    EXPECT_EQ(network.graph.ops[1].act, engine::Act::kLeakyRelu);
    EXPECT_EQ(network.graph.ops[1].alpha, 0.3);
    EXPECT_EQ(output(network), (Shape{4, 4, 2}));
  }
  const Network elus = one({3}, ELU{.alpha = 0.5});
  EXPECT_EQ(elus.graph.ops[1].act, engine::Act::kElu);
  EXPECT_EQ(elus.graph.ops[1].alpha, 0.5);
}

TEST(Lower, PReluHasAnAlphaAValueFromZero) {
  const Network network = one({3, 3, 2}, PReLU{});
  EXPECT_EQ(network.graph.params[0].name, "prelu/alpha");
  EXPECT_EQ(network.graph.params[0].shape, (Shape{3, 3, 2}));
  EXPECT_EQ(network.summary.parameters, 18);
  std::vector<double> values(static_cast<size_t>(network.graph.values()), 7);
  initialize(network, 0, values);
  EXPECT_EQ(values, std::vector<double>(32, 0));
}

TEST(Lower, SoftmaxTakesRows) {
  EXPECT_EQ(mistake({2, 2}, {ActivationLayer{softmax}}),
            "[activation] softmax expects rows of numbers but receives 2x2; put \"flatten\" "
            "before it");
}

TEST(Lower, ReshapeKeepsTheValues) {
  EXPECT_EQ(output(one({28, 28, 1}, Reshape{{7, 7, 16}})), (Shape{7, 7, 16}));
  EXPECT_EQ(mistake({28, 28, 1}, {Reshape{{7, 7, 15}}}),
            "[reshape] makes 7x7x15 of 28x28x1, 784 values; give a shape of as many values");
  EXPECT_EQ(mistake({28, 28, 1}, {Reshape{}}),
            "[reshape] target_shape has 0 extents; give one to four");
}

TEST(Lower, DenseTakesRows) {
  EXPECT_EQ(mistake({5, 5, 32}, {Dense{3}}),
            "[dense] dense expects rows of numbers but receives 5x5x32; put \"flatten\" before "
            "it");
}

TEST(Lower, OptionsWrittenInCppAreHeldAgainstTheirRules) {
  EXPECT_EQ(mistake({2}, {Dense{0}}), "[dense] units is 0; give at least 1");
  EXPECT_EQ(mistake({2}, {Dropout{1}}), "[dropout] rate is 1; give less than 1");
  EXPECT_EQ(mistake({8, 8, 1}, {Conv2D{.filters = 2, .kernel_size = {3, 0}}}),
            "[conv2d] kernel_size is 0; give at least 1");
  EXPECT_EQ(mistake({8, 8, 1}, {MaxPooling2D{.strides = 0}}),
            "[max_pooling2d] strides is 0; give at least 1");
  EXPECT_EQ(mistake({2}, {BatchNormalization{.epsilon = 0}}),
            "[batch_normalization] epsilon is 0; give more than 0");
}

}  // namespace
}  // namespace gradus
