#include <gtest/gtest.h>

#include "nn/network.hpp"
#include "support/errors.hpp"

namespace gradus {
namespace {

using test::error_of;

LayerOptions of(std::vector<std::string> inputs) {
  return {.inputs = std::move(inputs)};
}

TEST(LowerMerge, ASmallResidualNetworkOfNamedBranches) {
  const Network network = lower(
      {28, 28, 1},
      {Conv2D{.filters = 16,
              .kernel_size = 3,
              .activation = relu,
              .padding = Padding::kSame,
              .layer = {.name = "stem"}},
       Conv2D{.filters = 16, .kernel_size = 3, .activation = relu, .padding = Padding::kSame},
       Conv2D{
           .filters = 16, .kernel_size = 3, .padding = Padding::kSame, .layer = {.name = "body"}},
       Add{of({"stem", "body"})}, ActivationLayer{relu}, GlobalAveragePooling2D{},
       Dense{.units = 10, .activation = softmax}});
  // 160 + 2320 + 2320 + 170, as Keras counts them.
  EXPECT_EQ(network.summary.parameters, 4970);
  EXPECT_EQ(network.summary.rows[3].output, (Shape{28, 28, 16}));
  const engine::Op& add = network.graph.ops[6];
  ASSERT_EQ(add.kind, engine::OpKind::kAdd);
  EXPECT_EQ(add.inputs, (std::vector<int>{2, 5})) << "stem's relu and body's sums";
}

TEST(LowerMerge, AddTakesEqualShapes) {
  EXPECT_EQ(error_of([] {
              (void)lower({28, 28, 8}, {Conv2D{.filters = 16,
                                               .kernel_size = 3,
                                               .padding = Padding::kSame,
                                               .layer = {.name = "stem"}},
                                        Add{of({"stem", "input"})}});
            }),
            "[add] adds different shapes: stem 28x28x16, input 28x28x8; make them equal");
  EXPECT_EQ(error_of([] { (void)lower({2}, {Add{}}); }),
            "[add] add needs two inputs or more; name them: \"add A B\"");
}

TEST(LowerMerge, ConcatenateJoinsTheLastAxis) {
  const Network rows = lower({3}, {Dense{4}, Concatenate{of({"dense", "input"})}});
  EXPECT_EQ(rows.summary.rows[1].output, (Shape{7}));
  const Network images =
      lower({5, 5, 2}, {MaxPooling2D{.pool_size = 3, .strides = 1, .padding = Padding::kSame},
                        Concatenate{of({"max_pooling2d", "input", "input"})}});
  EXPECT_EQ(images.summary.rows[1].output, (Shape{5, 5, 6}));
  EXPECT_EQ(images.graph.ops[2].kind, engine::OpKind::kConcat);
  EXPECT_EQ(images.graph.ops[2].inputs, (std::vector<int>{1, 0, 0}));
}

TEST(LowerMerge, ConcatenateTakesEqualHeightsAndWidths) {
  EXPECT_EQ(error_of([] {
              (void)lower({6, 6, 2}, {MaxPooling2D{}, Concatenate{of({"max_pooling2d", "input"})}});
            }),
            "[concatenate] concatenates different shapes: max_pooling2d 3x3x2, input 6x6x2; make "
            "all axes but the last equal");
  EXPECT_EQ(error_of([] { (void)lower({6}, {Concatenate{}}); }),
            "[concatenate] concatenate needs two inputs or more; name them: \"concatenate A B\"");
  EXPECT_EQ(error_of([] {
              (void)lower({6, 1},
                          {Reshape{.target_shape = {6}}, Concatenate{of({"reshape", "input"})}});
            }),
            "[concatenate] concatenates different shapes: reshape 6, input 6x1; make all axes but "
            "the last equal");
}

TEST(LowerMerge, OtherLayersTakeOneInput) {
  EXPECT_EQ(error_of([] {
              (void)lower({3}, {Dense{3}, Dense{.units = 2, .layer = of({"dense", "input"})}});
            }),
            "[dense_1] takes one input; join them by add first");
  EXPECT_EQ(error_of([] { (void)lower({3}, {Dense{3}, Add{of({"dens", "input"})}}); }),
            "[add] no layer \"dens\" before this one; did you mean \"dense\"?");
}

}  // namespace
}  // namespace gradus
