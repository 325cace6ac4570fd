// Trainings that go wrong, and are told from those that only do not learn.
#include <gtest/gtest.h>

#include <cmath>

#include "nn/best_constant.hpp"
#include "support/histories.hpp"
#include "support/sets.hpp"

namespace gradus {
namespace {

using namespace gradus::test;

Model two_layers(double rate, Activation activation = relu) {
  Model model{Input{3}, Dense{.units = 6, .activation = activation}, Dense{.units = 2}};
  model.compile({.loss = mse, .optimizer = SGD{.learning_rate = rate}});
  return model;
}

TEST(Divergence, IsNamedAndLeavesTheWeightsOfTheStepsStart) {
  const data::Dataset train = random_numbers(50, 3, 2);
  for (const int64_t batch : {int64_t{10}, kAll}) {
    SCOPED_TRACE(batch);
    const FitOptions options{.batch_size = batch, .epochs = 5, .seed = 3};
    Model model = two_layers(1e20), stepped = two_layers(1e20);
    const History history = model.fit(train, options);
    EXPECT_EQ(history.status, Status::kDiverged);
    EXPECT_FALSE(history.learned);
    // The first update makes weights of 1e20; the products of two layers of them overflow.
    EXPECT_EQ(history.where.step, 1);
    EXPECT_EQ(history.where.layer, "dense_1");
    EXPECT_EQ(history.where.batch, batch == kAll ? 0 : 1);
    EXPECT_EQ(history.steps, 1);
    EXPECT_EQ(history.epochs, batch == kAll ? 1 : 0) << "the epoch that broke off is not counted";
    EXPECT_EQ(column(history, "loss").size(), static_cast<size_t>(history.epochs));
    FitOptions one = options;
    one.steps = 1;
    (void)stepped.fit(train, one);
    EXPECT_EQ(weights_of(model), weights_of(stepped));
  }
}

TEST(Divergence, OfTheLossAlone) {
  // One layer: predictions of 1e21 are finite in float, their squares are not.
  Model model{Input{3}, Dense{.units = 1}};
  model.compile({.loss = mse, .optimizer = SGD{.learning_rate = 1e21}});
  const History history = model.fit(random_numbers(8, 3, 1), {.batch_size = kAll, .epochs = 3});
  EXPECT_EQ(history.status, Status::kDiverged);
  EXPECT_EQ(history.where, (Where{1, "loss", 0}));
}

TEST(Divergence, OfTheSamples) {
  data::Dataset good = random_numbers(20, 3, 2);
  std::vector<float> x(60, 0.5F);
  x[10 * 3 + 1] = kNan<float>;
  const data::Dataset bad = number_set(3, x, 2, std::vector<float>(40, 0.0F));
  Model model = two_layers(0.1);
  const History history = model.fit(bad, {.batch_size = 5, .epochs = 1, .shuffle = false});
  EXPECT_EQ(history.status, Status::kDiverged);
  EXPECT_EQ(history.where, (Where{2, "input", 2}));
}

// Where dropout and noise are drawn, the search walks the same draw.
TEST(Divergence, OfAnActivation) {
  const activations::Custom broken{.name = "log",
                                   .value = [](double z) { return std::log(z); },
                                   .derivative = [](double z, double) { return 1 / z; }};
  Model model{Input{3}, Dense{.units = 4, .layer = {.name = "first"}}, Dropout{.rate = 0.5},
              ActivationLayer{.activation = broken, .layer = {.name = "logarithm"}},
              Dense{.units = 2}};
  model.compile({.loss = mse, .optimizer = SGD{}});
  const History history = model.fit(random_numbers(20, 3, 2), {.epochs = 1});
  EXPECT_EQ(history.status, Status::kDiverged);
  EXPECT_EQ(history.where, (Where{0, "logarithm", 0}));
}

// The last update may break weights that no later batch looks at.
TEST(Divergence, OfTheWeightsAfterTheLastUpdate) {
  Model model{Input{3}, Dense{.units = 6, .activation = relu}, Dense{.units = 2}};
  model.compile({.loss = mse, .optimizer = SGD{.learning_rate = 1e39}});
  const History history =
      model.fit(random_numbers(20, 3, 2), {.batch_size = kAll, .epochs = 1, .seed = 3});
  EXPECT_EQ(history.status, Status::kDiverged);
  EXPECT_EQ(history.where.step, 1);
  EXPECT_EQ(history.where.layer, "dense");
  EXPECT_EQ(history.where.batch, -1);
}

// An error that grows threefold with every step.
TEST(Divergence, OfAFiniteLoss) {
  Model model{Input{1}, Dense{.units = 1, .kernel_initializer = initializers::Ones{}}};
  model.compile({.loss = mse, .optimizer = SGD{.learning_rate = 1}});
  const data::Dataset set = number_set(1, {1, 1, 1, 1}, 1, {0, 1, 0, 1});
  const History history = model.fit(set, {.epochs = 3});
  EXPECT_EQ(column(history, "loss"), (std::vector<double>{0.5, 2.5, 20.5}));
  EXPECT_EQ(history.status, Status::kDiverged);
  EXPECT_EQ(history.where, Where{}) << "every value was finite";
  EXPECT_EQ(history.epochs, 3);
  EXPECT_FALSE(history.learned);
}

// Saturated at -1 where half of the targets are 1: a loss of 2.5, the best constant's is 1/4. It
// has not moved, so it has not diverged either.
TEST(Divergence, IsNotABadStart) {
  Model model{
      Input{1},
      Dense{.units = 1, .activation = tanh, .bias_initializer = initializers::Constant{-20}}};
  model.compile({.loss = mse, .optimizer = SGD{}});
  const History history =
      model.fit(number_set(1, {0, 0, 0, 0}, 1, {0, 1, 0, 1}), {.batch_size = 2, .epochs = 3});
  EXPECT_NEAR(column(history, "loss").back(), 2.5, 1e-6);
  EXPECT_EQ(history.status, Status::kCompleted);
  EXPECT_FALSE(history.learned);
}

TEST(Learned, IsNotANetworkOfZeros) {
  const Dense zeros{.units = 4, .activation = relu, .kernel_initializer = initializers::Zeros{}};
  Model model{
      Input{3}, zeros,
      Dense{.units = 2, .activation = softmax, .kernel_initializer = initializers::Zeros{}}};
  model.compile({.loss = categorical_crossentropy, .optimizer = SGD{.learning_rate = 0.5}});
  const History history = model.fit(random_classes(64, 3, 2), {.epochs = 30});
  EXPECT_EQ(history.status, Status::kCompleted);
  EXPECT_FALSE(history.learned) << "the constant is all that it finds";
  Model alive{Input{3}, Dense{.units = 2, .activation = softmax}};
  alive.compile({.loss = categorical_crossentropy, .optimizer = SGD{.learning_rate = 0.5}});
  EXPECT_TRUE(alive.fit(random_classes(64, 3, 2), {.epochs = 30}).learned);
}

// A right answer under noise that drowns it: learned, as is seen with the noise off; and no
// divergence, by whose mark the noise alone is far too much.
TEST(Learned, LooksPastDropoutAndNoise) {
  const data::Dataset set = number_set(1, {-1, 0, 1, 2, 3}, 1, {-2, 0, 2, 4, 6});
  for (const Layer& hides : {Layer(GaussianNoise{20}), Layer(Dropout{0.9})}) {
    Model model{Input{1}, Dense{.units = 1}, hides};
    model.compile({.loss = mse, .optimizer = SGD{.learning_rate = 0}});
    const auto last = [&](float weight) {
      Tensor kernel(1, Shape{1});
      kernel.data()[0] = weight;
      model.set_weights("dense/kernel", kernel);
      return model.fit(set, {.epochs = 40, .seed = 1, .keep_weights = true});
    };
    const History right = last(2), wrong = last(-2);
    const double mark = 0.95 * 8;
    EXPECT_GT(column(right, "loss").back(), mark);
    EXPECT_TRUE(right.learned);
    EXPECT_EQ(right.status, Status::kCompleted);
    EXPECT_GT(column(wrong, "loss").back(), mark);
    EXPECT_FALSE(wrong.learned);
  }
}

// Weights multiply a training's loss, and so the mark: ten times the weight is no divergence.
TEST(Learned, WeighsTheMarkAsTheLoss) {
  const auto run = [](double weight) {
    Model model{Input{3}, Dense{.units = 2, .activation = softmax}};
    model.compile(
        {.loss = categorical_crossentropy, .optimizer = SGD{.learning_rate = 0.5 / weight}});
    return model.fit(random_classes(64, 3, 2), {.epochs = 30, .class_weight = {weight, weight}});
  };
  const History one = run(1), ten = run(16), tenth = run(1.0 / 16);
  EXPECT_NEAR(column(ten, "loss").back(), 16 * column(one, "loss").back(), 1e-4);
  for (const History& history : {one, ten, tenth}) {
    EXPECT_EQ(history.status, Status::kCompleted);
    EXPECT_TRUE(history.learned);
  }
}

// A penalty is no part of what is learned.
TEST(Learned, LooksAtTheLossOfTheData) {
  Model model{Input{3}, Dense{.units = 2,
                              .activation = softmax,
                              .kernel_regularizer = regularizers::L2{0.01},
                              .bias_regularizer = regularizers::L1{0.001}}};
  model.compile({.loss = categorical_crossentropy,
                 .optimizer = SGD{.learning_rate = 0.5},
                 .metrics = {metrics::MeanAbsoluteError{}}});
  const data::Dataset train = random_classes(64, 3, 2);
  const History history = model.fit(train, {.batch_size = 20, .epochs = 10, .validation = train});
  for (size_t e = 0; e < 10; ++e) {
    EXPECT_NEAR(column(history, "loss")[e],
                column(history, "data_loss")[e] + column(history, "regularization_loss")[e], 1e-12);
    EXPECT_GT(column(history, "regularization_loss")[e], 0);
  }
  const Evaluation end = model.evaluate(train);
  EXPECT_EQ(end["loss"], column(history, "val_loss").back());
  EXPECT_EQ(end["data_loss"], column(history, "val_data_loss").back());
  EXPECT_EQ(end["mae"], column(history, "val_mae").back());
  double penalty = 0;
  for (const float w : weights_of(model)) penalty += 0.01 * static_cast<double>(w * w);
  const Tensor bias = model.weights("dense/bias");
  for (const float b : bias.values())
    penalty += 0.001 * std::abs(static_cast<double>(b)) - 0.01 * static_cast<double>(b * b);
  EXPECT_NEAR(end["loss"] - end["data_loss"], penalty, 1e-7);
  EXPECT_TRUE(history.learned);
}

// Good weights under a penalty far above the loss of the best constant.
TEST(Learned, IsNotDisturbedByPenalties) {
  Model model{Input{1}, Dense{.units = 1, .kernel_regularizer = regularizers::L2{10}}};
  model.compile({.loss = mse, .optimizer = SGD{.learning_rate = 0}});
  Tensor two(1, Shape{1});
  two.data()[0] = 2;
  model.set_weights("dense/kernel", two);
  const data::Dataset set = number_set(1, {-1, 0, 1, 2, 3}, 1, {-2, 0, 2, 4, 6});
  const History history = model.fit(set, {.batch_size = 2, .epochs = 2, .keep_weights = true});
  EXPECT_EQ(column(history, "loss"), (std::vector<double>{40, 40}));
  EXPECT_EQ(column(history, "data_loss"), (std::vector<double>{0, 0}));
  EXPECT_EQ(column(history, "regularization_loss"), (std::vector<double>{40, 40}));
  EXPECT_TRUE(history.learned);
  EXPECT_EQ(history.status, Status::kCompleted);
}

}  // namespace
}  // namespace gradus
