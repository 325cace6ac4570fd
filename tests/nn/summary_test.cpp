// Parameter counts of the networks of the reference studies, as Keras prints them.
#include "gradus/nn/summary.hpp"

#include <gtest/gtest.h>

#include "nn/network.hpp"

namespace gradus {
namespace {

std::vector<int64_t> counts(const Network& network) {
  std::vector<int64_t> counts;
  for (const Summary::Row& row : network.summary.rows) {
    if (row.parameters > 0) counts.push_back(row.parameters);
  }
  return counts;
}

// LeNet of studies 4e to 4h: `input` first, `between` at the four places.
Network lenet(const std::vector<Layer>& input, const std::vector<Layer>& between) {
  std::vector<Layer> layers = input;
  const auto add = [&](const std::vector<Layer>& more) {
    layers.insert(layers.end(), more.begin(), more.end());
    layers.insert(layers.end(), between.begin(), between.end());
  };
  add({Conv2D{.filters = 6, .kernel_size = 5, .activation = tanh}, AveragePooling2D{}});
  add({Conv2D{.filters = 16, .kernel_size = 5, .activation = tanh}, AveragePooling2D{}});
  layers.emplace_back(Flatten{});
  add({Dense{.units = 120, .activation = tanh}});
  add({Dense{.units = 84, .activation = tanh}});
  layers.emplace_back(Dense{.units = 10, .activation = softmax});
  // "valid" convolutions of 28 x 28 leave 4 x 4 x 16 = 256 values.
  return lower({28, 28, 1}, layers);
}

TEST(Summary, Study3) {
  const Network network = lower(
      {28, 28, 1}, {Conv2D{.filters = 16, .kernel_size = 3, .activation = relu}, MaxPooling2D{},
                    Dropout{0.4}, Conv2D{.filters = 32, .kernel_size = 3, .activation = relu},
                    MaxPooling2D{}, Flatten{}, Dense{.units = 128, .activation = relu},
                    Dropout{0.4}, Dense{.units = 10, .activation = softmax}});
  EXPECT_EQ(counts(network), (std::vector<int64_t>{160, 4640, 102528, 1290}));
  EXPECT_EQ(network.summary.rows[5].output, Shape{800});
  EXPECT_NE(network.summary.text().find("\n108,618 parameters\n"), std::string::npos);
}

TEST(Summary, Study4b) {
  const auto digits = [](std::vector<Layer> layers) {
    return lower({400}, layers).summary.parameters;
  };
  EXPECT_EQ(digits({Dense{20}, Dense{20}, Dense{10}}), 8650);
  EXPECT_EQ(digits({Dense{20}, Dense{10}}), 8230);
}

TEST(Summary, Study4c) {
  std::vector<Layer> layers = {Flatten{}, Dense{100}};
  layers.emplace_back(Dense{.units = 100, .activation = tanh, .layer = {.repeat = 5}});
  layers.emplace_back(Dense{.units = 10, .activation = softmax});
  // 78,500 + 5 x 10,100 + 1,010
  EXPECT_EQ(lower({28, 28, 1}, layers).summary.parameters, 130010);
}

TEST(Summary, Study4d) {
  const auto deep = [](int64_t hidden) {
    return lower({1},
                 {Dense{.units = 2, .activation = relu, .layer = {.repeat = hidden}}, Dense{1}})
        .summary.parameters;
  };
  EXPECT_EQ(deep(10), 4 + 9 * 6 + 3);
  EXPECT_EQ(deep(9), 4 + 8 * 6 + 3);
}

TEST(Summary, Study4fLeNet) {
  const Network network = lenet({}, {});
  EXPECT_EQ(counts(network), (std::vector<int64_t>{156, 2416, 30840, 10164, 850}));
  EXPECT_NE(network.summary.text().find("\n44,426 parameters\n"), std::string::npos);
  // 28 x 28 by 5 x 5: 150 x 576 and 2400 x 64, then the dense layers.
  EXPECT_EQ(network.summary.multiply_adds, 86400 + 153600 + 256 * 120 + 120 * 84 + 84 * 10);
}

TEST(Summary, Study4eLeNetWithBatchNormalization) {
  // 4 a channel, half of them moving: 1 (input), 6, 16, 120, 84 channels.
  const Network all = lenet({BatchNormalization{}}, {BatchNormalization{}});
  EXPECT_EQ(all.summary.parameters, 44426 + 4 * (1 + 6 + 16 + 120 + 84));
  EXPECT_EQ(all.summary.trainable, 44426 + 2 * (1 + 6 + 16 + 120 + 84));
  EXPECT_NE(all.summary.text().find("\n45,334 parameters: 44,880 trainable, 454 not\n"),
            std::string::npos)
      << all.summary.text();
  const Network passing = lenet({Normalization{.adapt = false}}, {BatchNormalization{}});
  EXPECT_EQ(passing.summary.parameters, 44426 + 4 * (6 + 16 + 120 + 84));
  EXPECT_EQ(lenet({Dropout{0.2}}, {Dropout{0.5}}).summary.parameters, 44426);
}

TEST(Summary, ListsStatisticsBesideTheWeights) {
  const std::string text = lower({4, 4, 3}, {BatchNormalization{}}).summary.text();
  EXPECT_NE(text.find("gamma 3, beta 3, moving_mean 3, moving_variance 3"), std::string::npos)
      << text;
}

TEST(Summary, OtherLayersOfKeras) {
  const auto count = [](const Shape& input, const Layer& layer) {
    return lower(input, {layer}).summary.parameters;
  };
  EXPECT_EQ(count({32, 32, 64}, Conv2D{.filters = 128, .kernel_size = 3}), 73856);
  EXPECT_EQ(count({10, 10, 8}, LayerNormalization{}), 16);
  EXPECT_EQ(count({10, 10, 8}, PReLU{}), 800);
  EXPECT_EQ(count({10}, PReLU{}), 10);
}

}  // namespace
}  // namespace gradus
