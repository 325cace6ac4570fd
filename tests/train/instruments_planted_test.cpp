// What was planted in a network is what instruments find, exactly.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "gradus/train/instruments.hpp"
#include "support/histories.hpp"
#include "support/sets.hpp"

namespace gradus {
namespace {

using namespace gradus::test;

const Reading& find(const std::vector<Reading>& readings, const std::string& layer,
                    const std::string& quantity) {
  for (const Reading& r : readings)
    if (r.layer == layer && r.quantity == quantity) return r;
  ADD_FAILURE() << "no reading of " << layer << " " << quantity;
  return readings.at(0);
}

Tensor row(const std::vector<float>& values) {
  Tensor t(1, Shape{static_cast<int64_t>(values.size())});
  std::copy(values.begin(), values.end(), t.data());
  return t;
}

// Eight tensors of two norms, no two alike: none may stand for another.
TEST(InstrumentsPlanted, EveryTensorOfEveryNormalisation) {
  Model model{Input{2}, BatchNormalization{}, Dense{.units = 2},
              BatchNormalization{.layer = {.name = "second"}}, Dense{.units = 1}};
  float next = 1;
  const char* const tensors[] = {"gamma", "beta", "moving_mean", "moving_variance"};
  for (const char* layer : {"batch_normalization", "second"}) {
    for (const char* tensor : tensors) {
      model.set_weights(std::string(layer) + "/" + tensor, row({next, next + 0.5F}));
      next += 1;
    }
  }
  const auto readings = Instruments(model).batch_normalization();
  ASSERT_EQ(readings.size(), 8U);
  double wanted = 1;
  size_t at = 0;
  for (const char* layer : {"batch_normalization", "second"}) {
    for (const char* tensor : tensors) {
      EXPECT_EQ(readings[at].layer, layer);
      EXPECT_EQ(readings[at].quantity, tensor);
      EXPECT_EQ(find(readings, layer, tensor).values, (std::vector<double>{wanted, wanted + 0.5}));
      EXPECT_EQ(find(readings, layer, tensor).distribution.mean, wanted + 0.25);
      wanted += 1;
      ++at;
    }
  }
}

// A norm without one of its two tensors has three.
TEST(InstrumentsPlanted, NormalisationsWithoutScaleOrCentre) {
  const Model model{Input{2}, BatchNormalization{.center = false},
                    BatchNormalization{.scale = false, .layer = {.name = "second"}},
                    Dense{.units = 1}};
  std::vector<std::string> names;
  for (const Reading& r : Instruments(model).batch_normalization())
    names.push_back(r.layer + "/" + r.quantity);
  EXPECT_EQ(names, (std::vector<std::string>{"batch_normalization/gamma",
                                             "batch_normalization/moving_mean",
                                             "batch_normalization/moving_variance", "second/beta",
                                             "second/moving_mean", "second/moving_variance"}));
}

// After one batch the moving statistics have gone a hundredth of the way to the batch's.
TEST(InstrumentsPlanted, MovingStatisticsOfOneBatch) {
  Model model{Input{1}, BatchNormalization{}, Dense{.units = 1}};
  model.compile({.loss = mse, .optimizer = SGD{.learning_rate = 0}});
  model.fit(number_set(1, {1, 3, 5, 7}, 1, {0, 0, 0, 0}), {.batch_size = kAll, .epochs = 1});
  const auto readings = Instruments(model).batch_normalization();
  EXPECT_NEAR(find(readings, "batch_normalization", "moving_mean").values[0], 0.04, 1e-7);
  EXPECT_NEAR(find(readings, "batch_normalization", "moving_variance").values[0], 0.99 + 0.05,
              1e-6);
}

TEST(InstrumentsPlanted, ShareOfZeros) {
  Model model{Input{1}, Dense{.units = 4, .activation = relu}, Dense{.units = 1}};
  model.set_weights("dense/kernel", row({1, 1, -1, 0}));
  model.set_weights("dense/bias", row({0, -2, 0, 0.5F}));
  model.compile({.loss = mse});
  // Of the units: above 0 at 1, 2, 3; at 3; never; always.
  const data::Dataset samples = number_set(1, {0, 1, 2, 3}, 1, {9, 9, 9, 9});
  const Instruments look(model);
  const auto activations = look.activations(samples);
  EXPECT_EQ(find(activations, "dense", "activations").distribution.zeros, 8.0 / 16);
  EXPECT_EQ(find(activations, "dense_1", "activations").distribution.zeros, 0);
  EXPECT_EQ(find(look.weights(), "dense", "kernel").distribution.zeros, 0.25);
  EXPECT_EQ(find(look.weights(), "dense", "bias").distribution.zeros, 0.5);
  EXPECT_EQ(find(look.weights(), "dense_1", "bias").distribution.zeros, 1);
  // No gradient reaches the weights of the unit that is never above 0.
  const auto gradients = look.gradients(samples);
  EXPECT_EQ(find(gradients, "dense", "kernel").values[2], 0);
  EXPECT_EQ(find(gradients, "dense", "kernel").distribution.zeros, 0.25);
  EXPECT_EQ(find(gradients, "dense", "bias").distribution.zeros, 0.25);
}

// One update of plain SGD moves the weights by the rate times the gradient's norm.
TEST(InstrumentsPlanted, UpdateRatioOfAnSgdStep) {
  Model model{Input{3}, Dense{.units = 4, .activation = tanh}, Dense{.units = 2}};
  model.compile({.loss = mse, .optimizer = SGD{.learning_rate = 0.25}, .float64 = true});
  model.initialize(5);
  const data::Dataset samples = random_numbers(40, 3, 2);
  const Instruments before(model);
  const auto gradients = before.gradients(samples);
  const auto norm = [](const std::vector<Reading>& readings, const std::string& layer) {
    double squares = 0;
    for (const Reading& r : readings)
      if (layer.empty() || r.layer == layer) squares += r.distribution.norm * r.distribution.norm;
    return std::sqrt(squares);
  };
  (void)model.train_on_batch(samples);
  const auto ratios = Instruments(model).update_ratio(before.values());
  ASSERT_EQ(ratios.size(), 3U);
  for (const Reading& r : ratios) {
    const double wanted = 0.25 * norm(gradients, r.layer) / norm(before.weights(), r.layer);
    EXPECT_NEAR(r.distribution.mean, wanted, 1e-12 * wanted) << r.layer;
    EXPECT_GT(wanted, 1e-3);
  }
}

// The third layer turns NaN where an input of 7 comes by, which is in the fourth batch.
TEST(InstrumentsPlanted, FirstLayerAndStepWithANaN) {
  const activations::Custom trap{
      .name = "trap",
      .value = [](double z) { return z > 5 ? std::numeric_limits<double>::quiet_NaN() : z; },
      .derivative = [](double, double) { return 1.0; }};
  std::vector<float> x(20, 0.5F);
  x[17] = 7;
  for (const bool normalised : {false, true}) {
    Model model = normalised
                      ? Model{Input{1}, Dense{.units = 1}, Dense{.units = 1, .activation = trap},
                              BatchNormalization{}, Dense{.units = 1}}
                      : Model{Input{1}, Dense{.units = 1}, Dense{.units = 1, .activation = trap},
                              Dense{.units = 1}};
    model.compile({.loss = mse, .optimizer = SGD{.learning_rate = 0}});
    for (const char* name : {"dense/kernel", "dense_1/kernel"}) model.set_weights(name, row({1}));
    const History history =
        model.fit(number_set(1, x, 1, std::vector<float>(20, 0.0F)),
                  {.batch_size = 5, .epochs = 2, .shuffle = false, .keep_weights = true});
    EXPECT_EQ(history.status, Status::kDiverged);
    EXPECT_EQ(history.where, (Where{3, "dense_1", 3})) << normalised;
    // On other samples nothing is wrong with it.
    const auto readings = Instruments(model).activations(number_set(1, {1, 2}, 1, {0, 0}));
    EXPECT_TRUE(std::isfinite(readings.back().distribution.norm));
    const auto bad = Instruments(model).activations(number_set(1, {1, 7}, 1, {0, 0}));
    EXPECT_TRUE(std::isfinite(find(bad, "dense", "activations").distribution.norm));
    EXPECT_TRUE(std::isnan(find(bad, "dense_1", "activations").distribution.norm));
  }
}

}  // namespace
}  // namespace gradus
