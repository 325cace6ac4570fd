// Shapes and windows of image layers, against the table of Keras's documentation and TensorFlow's
// rules of padding.
#include <gtest/gtest.h>

#include "gradus/nn/initialize.hpp"
#include "nn/network.hpp"
#include "support/errors.hpp"

namespace gradus {
namespace {

using engine::Window;
using test::error_of;

const engine::Op& first(const Network& network) {
  return network.graph.ops[1];
}

std::string mistake(const Shape& input, const Layer& layer) {
  return error_of([&] { (void)lower(input, {layer}); });
}

TEST(LowerImage, ConvolutionInsideTheImage) {
  const Network network = lower({28, 28, 3}, {Conv2D{.filters = 6, .kernel_size = {5, 3}}});
  EXPECT_EQ(first(network).kind, engine::OpKind::kConv2D);
  EXPECT_EQ(first(network).shape, (Shape{24, 26, 6}));
  EXPECT_EQ(first(network).window, (Window{.height = 5, .width = 3}));
  EXPECT_EQ(network.graph.params[0].name, "conv2d/kernel");
  EXPECT_EQ(network.graph.params[0].shape, (Shape{5, 3, 3, 6}));
  EXPECT_EQ(network.graph.params[1].shape, Shape{6});
  EXPECT_EQ(network.summary.parameters, 5 * 3 * 3 * 6 + 6);
  EXPECT_EQ(network.summary.multiply_adds, 5 * 3 * 3 * 6 * 24 * 26);
  EXPECT_EQ(network.graph.ops.size(), 2u) << "no activation";
  const Network bare =
      lower({28, 28, 3}, {Conv2D{.filters = 6, .activation = relu, .use_bias = false}});
  EXPECT_EQ(first(bare).bias, -1);
  EXPECT_EQ(bare.summary.parameters, 18);
  EXPECT_EQ(bare.graph.ops[2].act, engine::Act::kRelu);
}

TEST(LowerImage, StridesAndDilationMayDiffer) {
  const Network network =
      lower({13, 17, 1},
            {Conv2D{.filters = 2, .kernel_size = 3, .strides = {2, 3}, .dilation_rate = {3, 2}}});
  // Extents 7 and 5: (13 - 7) / 2 + 1 = 4 and (17 - 5) / 3 + 1 = 5.
  EXPECT_EQ(first(network).shape, (Shape{4, 5, 2}));
  EXPECT_EQ(first(network).window, (Window{.height = 3,
                                           .width = 3,
                                           .stride_y = 2,
                                           .stride_x = 3,
                                           .dilation_y = 3,
                                           .dilation_x = 2}));
}

struct SameCase {
  int64_t in, kernel, stride, dilation, out, before;
};
// Worked by hand: total = max((out - 1) stride + (kernel - 1) dilation + 1 - in, 0).
TEST(LowerImage, SamePaddingIsTensorFlows) {
  for (const SameCase& c : {SameCase{28, 3, 1, 1, 28, 1},   // 2 in all
                            SameCase{28, 2, 1, 1, 28, 0},   // 1: all of it after
                            SameCase{28, 5, 2, 1, 14, 1},   // 3: 1 before, 2 after
                            SameCase{7, 3, 2, 1, 4, 1},     // 2
                            SameCase{8, 3, 2, 1, 4, 0},     // 1
                            SameCase{9, 3, 1, 2, 9, 2},     // 4
                            SameCase{10, 1, 3, 1, 4, 0},    // -> 0: 3 * 3 + 1 - 10 = 0
                            SameCase{11, 2, 4, 1, 3, 0},    // 2 * 4 + 2 - 11 < 0
                            SameCase{2, 5, 1, 1, 2, 2}}) {  // 4, beyond the image
    const Network network = lower({c.in, 6, 1}, {Conv2D{.filters = 1,
                                                        .kernel_size = {c.kernel, 1},
                                                        .strides = {c.stride, 1},
                                                        .padding = Padding::kSame,
                                                        .dilation_rate = {c.dilation, 1}}});
    EXPECT_EQ(first(network).shape, (Shape{c.out, 6, 1})) << c.in << " " << c.kernel;
    EXPECT_EQ(first(network).window.top, c.before) << c.in << " " << c.kernel;
    EXPECT_EQ(first(network).window.left, 0);
  }
}

TEST(LowerImage, FansOfAConvolutionIncludeTheKernelsArea) {
  EXPECT_EQ(compute_fans(Shape{5, 5, 6, 16}), (Fans{150, 400}));
}

TEST(LowerImage, ConvolutionTakesImages) {
  EXPECT_EQ(mistake({784}, Conv2D{.filters = 6, .kernel_size = 3}),
            "[conv2d] conv2d expects images of height x width x channels but receives 784; put "
            "\"reshape HEIGHTxWIDTHxCHANNELS\" before it");
  EXPECT_EQ(mistake({28, 28}, MaxPooling2D{}),
            "[max_pooling2d] max_pooling2d expects images of height x width x channels but "
            "receives 28x28; put \"reshape 28x28x1\" before it");
  EXPECT_NE(mistake({3}, SpatialDropout2D{}), "");
  EXPECT_NE(mistake({3}, ZeroPadding2D{}), "");
  EXPECT_NE(mistake({3}, GlobalMaxPooling2D{}), "");
}

TEST(LowerImage, WindowsFitTheImage) {
  EXPECT_EQ(mistake({4, 9, 2}, Conv2D{.filters = 6, .kernel_size = 5}),
            "[conv2d] a kernel of 5x5 does not fit into 4x9x2; make it smaller, or use padding = "
            "\"same\"");
  EXPECT_EQ(mistake({4, 4, 2}, Conv2D{.filters = 6, .kernel_size = 3, .dilation_rate = 2}),
            "[conv2d] a kernel of 3x3, 5x5 dilated, does not fit into 4x4x2; make it smaller, or "
            "use padding = \"same\"");
  EXPECT_EQ(mistake({9, 1, 2}, AveragePooling2D{}),
            "[average_pooling2d] a window of 2x2 does not fit into 9x1x2; make it smaller, or use "
            "padding = \"same\"");
}

TEST(LowerImage, PoolsStrideByTheirSize) {
  const Network network = lower({11, 12, 5}, {MaxPooling2D{.pool_size = {2, 3}}});
  EXPECT_EQ(first(network).kind, engine::OpKind::kMaxPool);
  EXPECT_EQ(first(network).shape, (Shape{5, 4, 5}));
  EXPECT_EQ(first(network).window, (Window{.height = 2, .width = 3, .stride_y = 2, .stride_x = 3}));
  EXPECT_EQ(network.summary.parameters, 0);
  const Network denser = lower({11, 12, 5}, {AveragePooling2D{.pool_size = 3, .strides = 1}});
  EXPECT_EQ(first(denser).kind, engine::OpKind::kAveragePool);
  EXPECT_EQ(first(denser).shape, (Shape{9, 10, 5}));
  const Network same = lower({11, 12, 5}, {AveragePooling2D{.padding = Padding::kSame}});
  EXPECT_EQ(first(same).shape, (Shape{6, 6, 5}));
  EXPECT_EQ(first(same).window.top, 0) << "the one row beyond is below";
}

TEST(LowerImage, GlobalPoolsAreOneWindow) {
  for (const auto& [layer, kind] :
       {std::pair<Layer, engine::OpKind>{GlobalMaxPooling2D{}, engine::OpKind::kMaxPool},
        {GlobalAveragePooling2D{}, engine::OpKind::kAveragePool}}) {
    const Network network = lower({5, 7, 3}, {layer});
    EXPECT_EQ(first(network).kind, kind);
    EXPECT_EQ(first(network).shape, (Shape{1, 1, 3}));
    EXPECT_EQ(first(network).window.height, 5);
    EXPECT_EQ(first(network).window.width, 7);
    EXPECT_EQ(network.graph.ops[2].kind, engine::OpKind::kReshape);
    EXPECT_EQ(network.graph.ops[2].inputs, std::vector<int>{1});
    EXPECT_EQ(network.summary.rows[0].output, Shape{3});
  }
}

TEST(LowerImage, ZeroPaddingGrowsBothEdges) {
  const Network network = lower({4, 5, 3}, {ZeroPadding2D{{2, 1}}});
  EXPECT_EQ(first(network).kind, engine::OpKind::kZeroPad);
  EXPECT_EQ(first(network).shape, (Shape{8, 7, 3}));
  EXPECT_EQ(first(network).window.top, 2);
  EXPECT_EQ(first(network).window.left, 1);
}

TEST(LowerImage, SpatialDropoutDropsChannels) {
  const Network network = lower({4, 5, 3}, {Dropout{0.25}, SpatialDropout2D{0.5}});
  EXPECT_FALSE(network.graph.ops[1].spatial);
  EXPECT_TRUE(network.graph.ops[2].spatial);
  EXPECT_EQ(network.graph.ops[2].alpha, 0.5);
  EXPECT_EQ(network.graph.ops[2].layer, 1u) << "a stream of its own";
}

TEST(LowerImage, ASampleHasItsBounds) {
  EXPECT_EQ(mistake({1, 1, 1}, ZeroPadding2D{1 << 23}),
            "[zero_padding2d] makes more than 2 billion values of a sample; use a smaller layer");
}

}  // namespace
}  // namespace gradus
