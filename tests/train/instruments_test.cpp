// Instruments of a trained or planted network.
#include "gradus/train/instruments.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/errors.hpp"
#include "support/histories.hpp"
#include "support/sets.hpp"

namespace gradus {
namespace {

using namespace gradus::test;

const Reading& find(const std::vector<Reading>& readings, const std::string& layer,
                    const std::string& quantity = "") {
  for (const Reading& r : readings)
    if (r.layer == layer && (quantity.empty() || r.quantity == quantity)) return r;
  ADD_FAILURE() << "no reading of " << layer << " " << quantity;
  return readings.at(0);
}

std::vector<std::string> layers_of(const std::vector<Reading>& readings) {
  std::vector<std::string> names;
  for (const Reading& r : readings) names.push_back(r.layer);
  return names;
}

Tensor matrix(int64_t rows, std::vector<float> values) {
  Tensor t(rows, Shape{static_cast<int64_t>(values.size()) / rows});
  std::copy(values.begin(), values.end(), t.data());
  return t;
}
Tensor row(std::vector<float> values) {
  return matrix(1, std::move(values));
}

Model deep(bool float64) {
  Model model{Input{4},
              Dense{.units = 6, .activation = tanh, .kernel_regularizer = regularizers::L2{0.01}},
              Dropout{.rate = 0.5},
              BatchNormalization{},
              Dense{.units = 5, .activation = sigmoid},
              Dense{.units = 3, .activation = softmax}};
  model.compile({.loss = categorical_crossentropy, .float64 = float64});
  return model;
}

TEST(Instruments, ActivationsAreWhatLayersPutOut) {
  const data::Dataset samples = random_classes(700, 4, 3);
  const Model model = deep(false);
  const Instruments look(model);
  const std::vector<Reading> all = look.activations(samples, {.samples = 0, .values = true});
  EXPECT_EQ(layers_of(all),
            (std::vector<std::string>{"dense", "batch_normalization", "dense_1", "dense_2"}));
  const Tensor out = model.predict(samples);
  ASSERT_EQ(all.back().values.size(), out.size());
  for (size_t i = 0; i < out.size(); ++i)
    ASSERT_EQ(all.back().values[i], static_cast<double>(out.data()[i]));
  EXPECT_EQ(all.back().distribution.count, 2100);
  EXPECT_NEAR(all.back().distribution.mean, 1.0 / 3, 1e-7);
  // Dropout hands on when it predicts, and is shown where it is named.
  const std::vector<Reading> named =
      look.activations(samples, {.samples = 3, .layers = {"dropout", "dense"}, .values = true});
  EXPECT_EQ(layers_of(named), (std::vector<std::string>{"dense", "dropout"}));
  EXPECT_EQ(named[0].values, named[1].values);
  EXPECT_EQ(named[0].values.size(), 18U);
}

TEST(Instruments, LookAtNoNegativeNumberOfSamples) {
  const Model model = deep(false);
  EXPECT_EQ(error_of([&] {
              (void)Instruments(model).activations(random_classes(7, 4, 3), {.samples = -5});
            }),
            "samples: -5 is no count; give 0 for all, or more");
}

// Every weight, by central differences of the loss that evaluate gives.
TEST(Instruments, GradientsOfWeightsAgainstFiniteDifferences) {
  const data::Dataset samples = random_classes(600, 4, 3);
  Instruments look(deep(true));
  Model probe = deep(true);
  const std::vector<Reading> all =
      look.gradients(samples, GradientOf::kWeights, {.samples = 0, .values = true});
  EXPECT_EQ(all.size(), 8U);
  for (const char* name : {"dense/kernel", "batch_normalization/gamma", "dense_2/bias"}) {
    const std::string full = name;
    const Reading& reading =
        find(all, full.substr(0, full.find('/')), full.substr(full.find('/') + 1));
    const Tensor middle = probe.weights(name);
    ASSERT_EQ(reading.values.size(), middle.size());
    for (size_t i = 0; i < middle.size(); ++i) {
      Tensor moved = middle;
      moved.data()[i] = middle.data()[i] + 0x1p-12F;
      const double above = static_cast<double>(moved.data()[i]);
      probe.set_weights(name, moved);
      const double high = probe.evaluate(samples)["loss"];
      moved.data()[i] = middle.data()[i] - 0x1p-12F;
      probe.set_weights(name, moved);
      const double low = probe.evaluate(samples)["loss"];
      probe.set_weights(name, middle);
      const double numeric = (high - low) / (above - static_cast<double>(moved.data()[i]));
      EXPECT_NEAR(reading.values[i], numeric, 2e-8) << name << " " << i;
    }
  }
}

// The gradient of the mean loss with respect to one feature, summed over one-row sets.
TEST(Instruments, GradientsOfInputsAgainstFiniteDifferences) {
  std::vector<float> x = {0.25F, -0.5F, 0.75F,  0.125F, -0.25F, 0.5F,
                          1,     -1,    0.375F, 0,      0.5F,   -0.125F};
  const Instruments look(deep(true));
  const Model model = deep(true);
  const auto set = [&] { return class_set(4, x, {0, 2, 1}, 3); };
  const std::vector<Reading> inputs = look.gradients(set(), GradientOf::kInputs, {.values = true});
  ASSERT_EQ(layers_of(inputs), std::vector<std::string>{"input"});
  ASSERT_EQ(inputs[0].values.size(), x.size());
  for (size_t i = 0; i < x.size(); ++i) {
    const float middle = x[i];
    x[i] = middle + 0x1p-12F;
    const double high = model.evaluate(set())["loss"];
    x[i] = middle - 0x1p-12F;
    const double low = model.evaluate(set())["loss"];
    x[i] = middle;
    EXPECT_NEAR(inputs[0].values[i], (high - low) / 0x1p-11, 1e-8) << i;
  }
}

// d L / d v_i = (o_i - y_i) / N at the logits of a softmax under cross-entropy.
TEST(Instruments, GradientOfActivationsAtTheLogits) {
  const data::Dataset samples = random_classes(300, 4, 3);
  const Instruments look(deep(true));
  const InstrumentOptions options{.samples = 0, .layers = {"dense_2"}, .values = true};
  const std::vector<double> dv =
      look.gradients(samples, GradientOf::kActivations, options)[0].values;
  const std::vector<double> o = look.activations(samples, options)[0].values;
  ASSERT_EQ(dv.size(), 900U);
  for (size_t i = 0; i < dv.size(); ++i) {
    const double y = samples.label(static_cast<int64_t>(i / 3)) == static_cast<int32_t>(i % 3);
    EXPECT_NEAR(dv[i] * 300, o[i] - y, 1e-9);
  }
}

TEST(Instruments, SameBitsForAnyThreads) {
  const data::Dataset samples = random_classes(900, 4, 3);
  const Instruments look(deep(false));
  for (const GradientOf of :
       {GradientOf::kWeights, GradientOf::kActivations, GradientOf::kInputs}) {
    const auto one = look.gradients(samples, of, {.values = true, .threads = 1});
    const auto three = look.gradients(samples, of, {.values = true, .threads = 3});
    ASSERT_EQ(one.size(), three.size());
    for (size_t i = 0; i < one.size(); ++i) {
      EXPECT_EQ(one[i].values, three[i].values);
      EXPECT_EQ(one[i].distribution.quantiles, three[i].distribution.quantiles);
    }
  }
}

// relu units 0 and 3 see every sample from the wrong side; unit 1 never; unit 2 at most of them.
TEST(Instruments, PlantedDeadUnitsAreFound) {
  Model model{Input{1}, Dense{.units = 4, .activation = relu},
              Dense{.units = 3, .activation = relu}, Dense{.units = 1}};
  model.set_weights("dense/kernel", row({1, 1, 1, -1}));
  model.set_weights("dense/bias", row({-1, 2, -0.9375F, 0}));
  model.set_weights("dense_1/kernel", matrix(4, {1, -1, 0, 1, -1, 1, 1, -1, 1, 1, -1, 1}));
  model.set_weights("dense_1/bias", row({0, 0, 0}));
  std::vector<float> x, y;
  for (int i = 0; i <= 1000; ++i) {
    x.push_back(static_cast<float>(i) / 1000);  // 0 .. 1
    y.push_back(0);
  }
  const Instruments look(model);
  const auto all = look.dead_units(number_set(1, x, 1, y), {.samples = 0});
  EXPECT_EQ(layers_of(all), (std::vector<std::string>{"dense", "dense_1"}));
  EXPECT_EQ(all[0].values, (std::vector<double>{1, 0, 0, 1}));
  EXPECT_EQ(all[1].values, (std::vector<double>{0, 1, 0}));
  EXPECT_EQ(all[0].distribution.mean, 0.5);
  // Only the last 62 samples wake unit 2: the first 900 find it dead.
  EXPECT_EQ(look.dead_units(number_set(1, x, 1, y), {.samples = 900})[0].values,
            (std::vector<double>{1, 0, 1, 1}));
}

// Channels count as units, at all their places.
TEST(Instruments, DeadChannelsOfImages) {
  Model model{Input{3, 3, 1}, Conv2D{.filters = 2, .kernel_size = {2, 2}, .activation = relu},
              Flatten{}, Dense{.units = 1}};
  model.set_weights("conv2d/kernel", row({0, 0, 0, 0, 0, 0, 1, 1}));
  model.set_weights("conv2d/bias", row({-0.5F, -2}));
  std::vector<float> x(18, 0);
  x[8] = 1;  // one corner of one sample, seen by one place of each filter
  Tensor in(2, Shape{3, 3, 1});
  std::copy(x.begin(), x.end(), in.data());
  const data::Dataset samples(in, Tensor(2, Shape{1}));
  EXPECT_EQ(Instruments(model).dead_units(samples)[0].values, (std::vector<double>{0, 1}));
}

TEST(Instruments, PlantedSaturatedUnitsAreFound) {
  Model model{Input{1}, Dense{.units = 3, .activation = tanh},
              Dense{.units = 3, .activation = sigmoid}, Dense{.units = 2, .activation = relu}};
  model.set_weights("dense/kernel", row({0, 1, -1}));
  model.set_weights("dense/bias", row({3, 2, -2}));  // tanh 2.6 is 0.98903, 2.7 is 0.99101
  model.set_weights("dense_1/kernel", matrix(3, {0, 0, 0, 0, 0, 0, 0, 0, 0}));
  model.set_weights("dense_1/bias", row({-4.6F, 4.6F, -4.5F}));  // 0.00995, 0.99005, 0.01099
  const data::Dataset far = number_set(1, {0.7F, 5, 2}, 1, {0, 0, 0});
  const data::Dataset near = number_set(1, {0.7F, 0.6F, 2}, 1, {0, 0, 0});
  const Instruments look(model);
  const auto all = look.saturated_units(far);
  EXPECT_EQ(layers_of(all), (std::vector<std::string>{"dense", "dense_1"}));
  EXPECT_EQ(all[0].values, (std::vector<double>{1, 1, 1}));
  EXPECT_EQ(all[1].values, (std::vector<double>{1, 1, 0}));
  EXPECT_EQ(look.saturated_units(near)[0].values, (std::vector<double>{1, 0, 0}));
}

TEST(Instruments, CollapseIsExactEquality) {
  Model model{Input{1}, Dense{.units = 1}};
  const data::Dataset samples = number_set(1, {0, 1, 0.5F}, 1, {0, 2, 1});
  model.set_weights("dense/kernel", row({0}));
  Collapse found = Instruments(model).collapse(samples);
  EXPECT_TRUE(found.equal);
  EXPECT_EQ(found.target_span, 2);
  EXPECT_TRUE(found.within(1e-6));
  model.set_weights("dense/kernel", row({0x1p-8F}));
  found = Instruments(model).collapse(samples);
  EXPECT_FALSE(found.equal);
  EXPECT_EQ(found.span, 0x1p-8);
  EXPECT_FALSE(found.within(1e-3));
  EXPECT_TRUE(found.within(1e-2));
  model.set_weights("dense/kernel", row({std::nanf("")}));
  found = Instruments(model).collapse(samples);
  EXPECT_FALSE(found.equal);
  EXPECT_FALSE(found.within(0.05));
}

// In double two predictions may differ where they are one in float.
TEST(Instruments, CollapseInTheNumbersOfTheNetwork) {
  Model model{Input{1}, Dense{.units = 1}};
  model.compile({.loss = mse, .float64 = true});
  model.set_weights("dense/kernel", row({1e-12F}));
  model.set_weights("dense/bias", row({1}));
  const data::Dataset samples = number_set(1, {0, 1}, 1, {0, 1});
  EXPECT_FALSE(Instruments(model).collapse(samples).equal);
  model.compile({.loss = mse, .float64 = false});
  EXPECT_TRUE(Instruments(model).collapse(samples).equal);
}

TEST(Instruments, WeightsAndNormalisations) {
  const Model model = deep(false);
  const Instruments look(model);
  const auto all = look.weights({.values = true});
  EXPECT_EQ(find(all, "dense_1", "kernel").values.size(), 30U);
  EXPECT_EQ(find(all, "dense_1", "kernel").values[7],
            static_cast<double>(model.weights("dense_1/kernel").data()[7]));
  const auto norms = look.batch_normalization();
  ASSERT_EQ(norms.size(), 4U);
  EXPECT_EQ(find(norms, "batch_normalization", "gamma").values, std::vector<double>(6, 1));
  EXPECT_EQ(find(norms, "batch_normalization", "moving_mean").values, std::vector<double>(6, 0));
  EXPECT_EQ(find(norms, "batch_normalization", "moving_variance").distribution.norm,
            std::sqrt(6.0));
}

TEST(Instruments, UpdateRatioBetweenTwoStates) {
  Model model{Input{2}, Dense{.units = 1}, Dense{.units = 1, .use_bias = false}};
  model.set_weights("dense/kernel", matrix(2, {3, 0}));
  model.set_weights("dense/bias", row({4}));
  model.set_weights("dense_1/kernel", row({0}));
  const std::vector<double> before = Instruments(model).values();
  model.set_weights("dense/bias", row({4.5F}));
  const auto ratios = Instruments(model).update_ratio(before);
  EXPECT_EQ(layers_of(ratios), (std::vector<std::string>{"dense", "dense_1", ""}));
  EXPECT_EQ(ratios[0].values, std::vector<double>{0.1});
  EXPECT_TRUE(std::isnan(ratios[1].distribution.mean)) << "there was nothing to change";
  EXPECT_EQ(ratios[2].distribution.mean, 0.1);
}

// A listener sees the weights of every update; a copy moved there reads as the model does then.
TEST(Instruments, FollowATraining) {
  struct Watcher : Listener {
    explicit Watcher(const Model& model) : look(model) {}
    void train_begin(Training& t) override { start = t.values(); }
    void epoch_end(Training& t) override {
      look.set_values(t.values());
      norms.push_back(look.weights()[0].distribution.norm);
    }
    Instruments look;
    std::vector<double> start, norms;
  };
  Model model{Input{4}, Dense{.units = 3, .activation = softmax}};
  model.compile({.loss = categorical_crossentropy, .optimizer = SGD{.learning_rate = 0.5}});
  const auto watcher = std::make_shared<Watcher>(model);
  const data::Dataset samples = random_classes(100, 4, 3);
  const std::vector<float> bits = [&] {
    Model alone = model;
    alone.fit(samples, {.epochs = 3, .seed = 4});
    return weights_of(alone);
  }();
  model.fit(samples, {.epochs = 3, .seed = 4, .callbacks = {watcher}});
  EXPECT_EQ(weights_of(model), bits) << "looking changes nothing";
  ASSERT_EQ(watcher->norms.size(), 3U);
  EXPECT_LT(watcher->norms[0], watcher->norms[2]);
  EXPECT_EQ(watcher->norms[2], Instruments(model).weights()[0].distribution.norm);
  model.initialize(4);
  EXPECT_EQ(watcher->start, Instruments(model).values());
}

TEST(Instruments, NamesMistakes) {
  const Instruments look(deep(false));
  const data::Dataset samples = random_classes(5, 4, 3);
  EXPECT_NE(error_of([&] {
              (void)look.activations(samples, {.layers = {"dense_9"}});
            }).find("no layer \"dense_9\""),
            std::string::npos);
  EXPECT_NE(
      error_of([&] { (void)look.weights({.layers = {"dens"}}); }).find("did you mean \"dense\"?"),
      std::string::npos);
  EXPECT_NE(error_of([&] {
              (void)look.activations(random_classes(5, 3, 3));
            }).find("expected samples of shape 4"),
            std::string::npos);
  const Model plain{Input{4}, Dense{.units = 3}};
  EXPECT_NE(
      error_of([&] { (void)Instruments(plain).gradients(samples); }).find("the model has no loss"),
      std::string::npos);
  EXPECT_NE(error_of([&] {
              (void)look.update_ratio(std::vector<double>{1, 2});
            }).find("another network's"),
            std::string::npos);
}

}  // namespace
}  // namespace gradus
