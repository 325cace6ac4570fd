#pragma once

#include <vector>

#include "gradus/train/model.hpp"

/// What trains in every combination: each kind of layer, each optimizer.
namespace gradus::test {

/// Networks of two inputs and one output that between them have every kind of layer.
struct Kind {
  const char* name;
  std::vector<Layer> layers;
  bool packed = true;  ///< layers that lanes do not have train one network after another
};

inline std::vector<Kind> every_kind() {
  const Regularizer both = regularizers::L1L2{.l1 = 0.01, .l2 = 0.02};
  // Images of the two features.
  const auto image = [](std::vector<Layer> rest) {
    std::vector<Layer> layers = {Dense{16}, Reshape{Shape{4, 4, 1}}};
    layers.insert(layers.end(), rest.begin(), rest.end());
    layers.emplace_back(Dense{1});
    return layers;
  };
  const Layer convolution = Conv2D{.filters = 3, .kernel_size = {2, 2}};
  const Layer stem = Dense{.units = 4, .activation = tanh, .layer = {.name = "stem"}};
  const Layer body = Dense{.units = 4, .layer = {.name = "body"}};
  return {
      {"dense", {Dense{7, relu}, Dense{5, tanh}, Dense{1}}},
      {"dropout", {Dense{9, relu}, Dropout{0.3}, Dense{1}}},
      {"noise", {Dense{9}, LeakyReLU{0.1}, GaussianNoise{0.2}, Dense{1}}},
      {"no bias", {Dense{.units = 5, .activation = tanh, .use_bias = false}, Dense{1}}},
      {"penalties",
       {Dense{.units = 5, .activation = tanh, .kernel_regularizer = both},
        Dense{.units = 1, .bias_regularizer = both}}},
      {"constraint",
       {Dense{.units = 5, .activation = tanh, .kernel_constraint = constraints::MaxNorm{0.5}},
        Dense{1}}},
      {"reshape",
       {Dense{.units = 4, .activation = gelu}, Reshape{Shape{2, 2}}, Flatten{}, Dense{1}}},
      {"add", {stem, Dense{4, tanh}, body, Add{{.inputs = {"stem", "body"}}}, ELU{0.7}, Dense{1}}},
      {"concatenate",
       {stem, Dense{3, tanh}, body, Concatenate{{.inputs = {"stem", "body"}}}, Dense{1}},
       false},
      {"normalization", {Normalization{}, Dense{4, relu}, Dense{1}}, false},
      {"batch normalization",
       {Dense{6}, BatchNormalization{}, ActivationLayer{relu}, Dense{1}},
       false},
      {"layer normalization", {Dense{6}, LayerNormalization{}, Dense{1}}, false},
      {"prelu", {Dense{6}, PReLU{}, Dense{1}}, false},
      {"max pooling", image({convolution, MaxPooling2D{{2, 2}}, Flatten{}}), false},
      {"average pooling", image({convolution, AveragePooling2D{{2, 2}}, Flatten{}}), false},
      {"global max pooling",
       image({ZeroPadding2D{{1, 1}}, convolution, SpatialDropout2D{0.3}, GlobalMaxPooling2D{}}),
       false},
      {"global average pooling", image({convolution, GlobalAveragePooling2D{}}), false}};
}

/// Every rule, and what may be asked of one.
inline std::vector<Optimizer> every_optimizer() {
  return {SGD{.learning_rate = 0.1},
          SGD{.learning_rate = 0.1, .momentum = 0.9},
          SGD{.learning_rate = 0.1, .momentum = 0.9, .nesterov = true},
          RMSprop{},
          RMSprop{.epsilon_inside_root = false},
          RMSprop{.momentum = 0.5, .centered = true},
          Adagrad{},
          Adadelta{},
          Adam{},
          Adam{.amsgrad = true},
          AdamW{},
          Adamax{},
          Nadam{},
          SGD{.learning_rate = 0.5, .clipnorm = 0.05},
          SGD{.learning_rate = 0.5, .global_clipnorm = 0.05},
          SGD{.learning_rate = 0.5, .clipvalue = 0.01},
          SGD{.learning_rate = schedules::InverseTimeDecay{0.5, 0.1}}};
}

}  // namespace gradus::test
