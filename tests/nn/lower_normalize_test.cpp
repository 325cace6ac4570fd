#include <gtest/gtest.h>

#include <algorithm>

#include "nn/network.hpp"
#include "support/errors.hpp"

namespace gradus {
namespace {

using test::error_of;

std::vector<double> start(const Network& network, uint64_t seed = 0) {
  std::vector<double> values(static_cast<size_t>(network.graph.values()), -7);
  initialize(network, seed, values);
  return values;
}

TEST(LowerNormalize, BatchNormalizationHasFourTensorsOfItsChannels) {
  const Network network = lower({4, 4, 3}, {BatchNormalization{}});
  const engine::Graph& graph = network.graph;
  const engine::Op& op = graph.ops[1];
  EXPECT_EQ(op.kind, engine::OpKind::kBatchNorm);
  EXPECT_EQ(op.shape, (Shape{4, 4, 3}));
  EXPECT_EQ(op.alpha, 0.99);
  EXPECT_EQ(op.epsilon, 1e-3);
  EXPECT_EQ(graph.params[static_cast<size_t>(op.kernel)].name, "batch_normalization/gamma");
  EXPECT_EQ(graph.params[static_cast<size_t>(op.bias)].name, "batch_normalization/beta");
  EXPECT_EQ(graph.statistics[static_cast<size_t>(op.mean)].name, "batch_normalization/moving_mean");
  EXPECT_EQ(graph.statistics[static_cast<size_t>(op.variance)].name,
            "batch_normalization/moving_variance");
  EXPECT_EQ(network.summary.parameters, 12);
  EXPECT_EQ(network.summary.trainable, 6);
  // gamma 1, beta 0, padded to 16; then mean 0, variance 1, padded to 16.
  std::vector<double> want(32, 0);
  std::fill_n(want.begin(), 3, 1);
  std::fill_n(want.begin() + 19, 3, 1);
  EXPECT_EQ(start(network), want);
}

TEST(LowerNormalize, ScaleAndCentreAreOptional) {
  const Network bare = lower({5}, {BatchNormalization{.center = false, .scale = false}});
  EXPECT_EQ(bare.graph.ops[1].kernel, -1);
  EXPECT_EQ(bare.graph.ops[1].bias, -1);
  EXPECT_EQ(bare.summary.parameters, 10);
  EXPECT_EQ(bare.summary.trainable, 0);
  const Network centred = lower({5}, {LayerNormalization{.scale = false}});
  EXPECT_EQ(centred.graph.ops[1].kind, engine::OpKind::kLayerNorm);
  EXPECT_EQ(centred.graph.ops[1].kernel, -1);
  EXPECT_EQ(centred.graph.params[0].name, "layer_normalization/beta");
  EXPECT_EQ(centred.summary.parameters, 5);
  EXPECT_EQ(centred.summary.trainable, 5);
}

TEST(LowerNormalize, NormalizationKeepsMeanAndVariance) {
  const Network network = lower({2, 2, 3}, {Normalization{}, Flatten{}, Dense{2}});
  const engine::Op& op = network.graph.ops[1];
  EXPECT_EQ(op.kind, engine::OpKind::kNormalize);
  EXPECT_EQ(network.graph.statistics[static_cast<size_t>(op.mean)].name, "normalization/mean");
  EXPECT_EQ(network.graph.statistics[static_cast<size_t>(op.variance)].shape, (Shape{3}));
  EXPECT_EQ(network.summary.parameters, 6 + 26);
  EXPECT_EQ(network.summary.trainable, 26);
  EXPECT_TRUE(network.passing.empty());
}

TEST(LowerNormalize, NormalizationThatNeverAdaptsPassesThroughAndSaysSo) {
  const Network network = lower({4}, {Dense{2}, Normalization{.adapt = false}});
  EXPECT_EQ(network.graph.ops[2].kind, engine::OpKind::kReshape);
  EXPECT_TRUE(network.graph.statistics.empty());
  EXPECT_EQ(network.passing, std::vector<std::string>{"normalization"});
  EXPECT_NE(network.summary.text().find("normalization passes through: it adapts to no data\n"),
            std::string::npos);
}

TEST(LowerNormalize, NormalizationReadsTheInput) {
  EXPECT_EQ(error_of([] { (void)lower({4}, {Dense{2}, Normalization{}}); }),
            "[normalization] adapts to the data, but reads dense; put it first, or use "
            "\"batch_normalization\"");
}

// So that variants with and without normalisation are compared from one start.
TEST(LowerNormalize, KernelsStartAlikeWithAndWithoutIt) {
  const Network with = lower({4}, {BatchNormalization{}, Dense{3}, PReLU{}, Dense{2}}),
                without = lower({4}, {Dense{3}, Dense{2}});
  const std::vector<double> a = start(with, 5), b = start(without, 5);
  const auto same = [&](size_t i, size_t j) {
    const engine::Param &p = with.graph.params[i], &q = without.graph.params[j];
    ASSERT_EQ(p.name, q.name);
    EXPECT_TRUE(
        std::equal(a.begin() + p.offset, a.begin() + p.offset + p.size(), b.begin() + q.offset));
  };
  same(2, 0);
  same(5, 2);
}

}  // namespace
}  // namespace gradus
