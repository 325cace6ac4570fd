// Three updates of a network of most layers, against what Keras 3.15 makes of the same weights, the
// same seven images and SGD 0.5: its losses before each update, and sums of absolute weights after.
#include <gtest/gtest.h>

#include <cmath>

#include "gradus/base/random.hpp"
#include "gradus/train/model.hpp"

namespace gradus {
namespace {

Model network() {
  Conv2D first{6, Size2D{3, 4}, relu};
  first.strides = Size2D{2, 1};
  first.padding = Padding::kSame;
  MaxPooling2D pool{2};
  pool.padding = Padding::kSame;
  pool.layer.name = "pool";
  Conv2D wide{5, 3};
  wide.dilation_rate = 2;
  wide.padding = Padding::kSame;
  PReLU slopes;
  slopes.layer.name = "slopes";
  Conv2D shortcut{5, 1};
  shortcut.use_bias = false;
  shortcut.layer.name = "shortcut";
  shortcut.layer.inputs = {"pool"};
  Add sum;
  sum.layer.inputs = {"slopes", "shortcut"};
  AveragePooling2D mean{Size2D{3, 2}};
  mean.padding = Padding::kSame;
  return Model{Input{9, 8, 3},
               first,
               BatchNormalization{},
               pool,
               wide,
               LayerNormalization{},
               slopes,
               shortcut,
               sum,
               mean,
               ZeroPadding2D{1},
               Conv2D{4, 2, tanh},
               GlobalMaxPooling2D{},
               Dense{3, softmax}};
}

TEST(KerasStep, ThreeUpdatesOfMostLayers) {
  Model model = network();
  model.initialize(3);
  model.compile({.loss = categorical_crossentropy, .optimizer = SGD{0.5}});
  Random random(1, Purpose::kDrawData);
  auto body = std::make_shared<data::Body>();
  Tensor images(7, Shape{9, 8, 3});
  for (float& v : images.values()) v = static_cast<float>(random.uniform() * 2 - 1);
  body->features = std::move(images);
  body->labels = {0, 1, 2, 0, 1, 2, 0};
  body->classes = 3;
  const data::Dataset batch(body);
  Tensor alpha = model.weights("slopes/alpha");
  for (float& v : alpha.values()) v = static_cast<float>(random.uniform());
  model.set_weights("slopes/alpha", alpha);

  EXPECT_NEAR(model.train_on_batch(batch), 1.5116179, 1e-6);
  EXPECT_NEAR(model.train_on_batch(batch), 1.0166830, 1e-6);
  EXPECT_NEAR(model.train_on_batch(batch), 0.8843499, 1e-6);
  const auto sum_of = [&](const std::string& name) {
    const Tensor weights = model.weights(name);
    double total = 0;
    for (const float v : weights.values()) total += std::abs(static_cast<double>(v));
    return total;
  };
  EXPECT_NEAR(sum_of("conv2d/kernel"), 24.904500, 3e-6);
  EXPECT_NEAR(sum_of("conv2d/bias"), 0.253421, 3e-6);
  EXPECT_NEAR(sum_of("batch_normalization/gamma"), 5.880756, 3e-6);
  EXPECT_NEAR(sum_of("batch_normalization/beta"), 0.303091, 3e-6);
  EXPECT_NEAR(sum_of("batch_normalization/moving_mean"), 0.027117, 3e-6);
  EXPECT_NEAR(sum_of("batch_normalization/moving_variance"), 5.830589, 3e-6);
  EXPECT_NEAR(sum_of("conv2d_1/kernel"), 33.520662, 3e-6);
  EXPECT_NEAR(sum_of("layer_normalization/gamma"), 4.985443, 3e-6);
  EXPECT_NEAR(sum_of("layer_normalization/beta"), 0.163682, 3e-6);
  EXPECT_NEAR(sum_of("slopes/alpha"), 32.700879, 3e-6);
  EXPECT_NEAR(sum_of("shortcut/kernel"), 12.929998, 3e-6);
  EXPECT_NEAR(sum_of("conv2d_2/kernel"), 15.697096, 3e-6);
  EXPECT_NEAR(sum_of("dense/kernel"), 5.134536, 3e-6);
  EXPECT_NEAR(sum_of("dense/bias"), 0.597805, 3e-6);
}

}  // namespace
}  // namespace gradus
