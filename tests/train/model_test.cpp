// The Model that users hold, beside what it learns.
#include "gradus/train/model.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/histories.hpp"
#include "support/sets.hpp"

namespace gradus {
namespace {

using namespace gradus::test;

Model small(const Optimizer& optimizer = Adam{.learning_rate = 0.05}) {
  Model model{Input{3}, Dense{.units = 5, .activation = tanh}, Dense{.units = 2}};
  model.compile({.loss = mse, .optimizer = optimizer});
  return model;
}

TEST(Model, HoldsBackTheLastShareForValidation) {
  const data::Dataset all = random_numbers(21, 3, 2);
  // A quarter of 21, rounded up, is 6.
  std::vector<uint32_t> kept, held;
  for (uint32_t r = 0; r < 21; ++r) (r < 15 ? kept : held).push_back(r);
  Model split = small(), given = small();
  const FitOptions options{.batch_size = 4, .epochs = 3, .seed = 2};
  FitOptions by_share = options, by_set = options;
  by_share.validation_split = 0.25;
  by_set.validation = all.select(held);
  const History a = split.fit(all, by_share), b = given.fit(all.select(kept), by_set);
  EXPECT_TRUE(same_bits(bits_of(a, split), bits_of(b, given)));
  EXPECT_EQ(column(a, "val_loss").back(), split.evaluate(all.select(held))["loss"]);
}

TEST(Model, ValidatesEveryFewEpochs) {
  const data::Dataset all = random_numbers(20, 3, 2);
  Model model = small(), always = small();
  const FitOptions options{.epochs = 8, .validation = all, .validation_freq = 3};
  FitOptions each = options;
  each.validation_freq = 1;
  const History some = model.fit(all, options), every = always.fit(all, each);
  ASSERT_EQ(column(some, "val_loss").size(), 8U);
  for (size_t e = 0; e < 8; ++e) {
    const double value = column(some, "val_loss")[e];
    if (e == 2 || e == 5 || e == 7) {
      EXPECT_EQ(value, column(every, "val_loss")[e]) << "and after the last epoch";
    } else {
      EXPECT_TRUE(std::isnan(value)) << "epoch " << e + 1;
    }
  }
  EXPECT_EQ(column(some, "loss"), column(every, "loss"));
}

TEST(Model, PredictsAnyNumberOfRows) {
  const Model model = small();
  const data::Dataset all = random_numbers(50, 3, 2);
  const Tensor want = model.predict(all);
  ASSERT_EQ(want.rows(), 50);
  ASSERT_EQ(want.shape(), Shape{2});
  for (const int64_t count : {0, 1, 15, 16, 17, 49}) {
    const Tensor some = model.predict(all.first(count));
    ASSERT_EQ(some.rows(), count);
    for (int64_t i = 0; i < 2 * count; ++i) EXPECT_EQ(some.data()[i], want.data()[i]);
  }
  // Plain rows of numbers, on any number of threads; every row again, in other company.
  const auto& rows = std::get<Tensor>(all.body().features);
  EXPECT_EQ(model.predict(rows, 3), want);
  std::vector<uint32_t> reversed;
  for (uint32_t r = 50; r-- > 0;) reversed.push_back(r);
  const Tensor back = model.predict(all.select(reversed));
  for (int64_t r = 0; r < 50; ++r) EXPECT_EQ(back.row(r)[1], want.row(49 - r)[1]);
}

// Pixels stay bytes; scaled on their way they are the numbers that they would be.
TEST(Model, SeesPixelsAsNumbers) {
  Numbers numbers(1);
  BasicTensor<uint8_t> pixels(40, Shape{3});
  Tensor same(40, Shape{3});
  for (size_t i = 0; i < pixels.size(); ++i) {
    pixels.data()[i] = static_cast<uint8_t>(numbers.below(256));
    same.data()[i] = std::fma(static_cast<float>(pixels.data()[i]), 1 / 255.0F, -0.5F);
  }
  auto body = std::make_shared<data::Body>();
  body->features = pixels;
  body->targets = Tensor(40, Shape{2});
  const data::Dataset bytes = data::Dataset(body).mapped({1 / 255.0F}, {-0.5F});
  const data::Dataset floats(same, body->targets);
  Model a = small(), b = small();
  EXPECT_EQ(a.predict(bytes), b.predict(floats));
  const History of_bytes = a.fit(bytes, {.batch_size = 7, .epochs = 3, .seed = 1});
  EXPECT_TRUE(same_bits(bits_of(of_bytes, a),
                        bits_of(b.fit(floats, {.batch_size = 7, .epochs = 3, .seed = 1}), b)));
}

TEST(Model, EvaluatesAnyNumberOfRows) {
  const Model model = small();
  const data::Dataset all = random_numbers(700, 3, 2);
  for (const int64_t count : {1, 15, 17, 700}) {
    const data::Dataset some = all.first(count);
    const Tensor predicted = model.predict(some);
    double sum = 0;
    for (int64_t r = 0; r < count; ++r)
      for (size_t j = 0; j < 2; ++j) {
        const double e =
            static_cast<double>(predicted.row(r)[j]) - static_cast<double>(some.target(r)[j]);
        sum += e * e / 2;
      }
    const double mean = sum / static_cast<double>(count);
    EXPECT_NEAR(model.evaluate(some)["loss"], mean, 1e-6 * mean);
    EXPECT_EQ(model.evaluate(some, 1)["loss"], model.evaluate(some, 3)["loss"]);
  }
}

TEST(Model, TrainOnBatchIsAFitOfOneStep) {
  const data::Dataset batch = random_numbers(20, 3, 2);
  Model fitted = small(), stepped = small();
  stepped.initialize(4);
  const History history = fitted.fit(batch, {.batch_size = kAll, .epochs = 5, .seed = 4});
  for (size_t e = 0; e < 5; ++e)
    EXPECT_EQ(stepped.train_on_batch(batch), column(history, "loss")[e]) << "update " << e + 1;
  EXPECT_EQ(weights_of(fitted), weights_of(stepped));
  // And goes on where a fit has ended, the optimizer's state included.
  Model longer = small();
  const History six = longer.fit(batch, {.batch_size = kAll, .epochs = 6, .seed = 4});
  EXPECT_EQ(fitted.train_on_batch(batch), column(six, "loss")[5]);
  EXPECT_EQ(weights_of(fitted), weights_of(longer));
}

TEST(Model, KeepsWeightsWhenAsked) {
  const data::Dataset set = random_numbers(20, 3, 2);
  Model model = small(SGD{.learning_rate = 0.1});
  const History once = model.fit(set, {.batch_size = kAll, .epochs = 6, .seed = 1});
  Model parts = small(SGD{.learning_rate = 0.1});
  (void)parts.fit(set, {.batch_size = kAll, .epochs = 3, .seed = 1});
  const History rest =
      parts.fit(set, {.batch_size = kAll, .epochs = 3, .seed = 1, .keep_weights = true});
  EXPECT_EQ(column(rest, "loss").back(), column(once, "loss").back());
  EXPECT_EQ(weights_of(parts), weights_of(model));
  const History anew = parts.fit(set, {.batch_size = kAll, .epochs = 3, .seed = 1});
  EXPECT_EQ(column(anew, "loss")[0], column(once, "loss")[0]) << "drawn anew without asking";
}

TEST(Model, CopiesAreDeep) {
  const data::Dataset set = random_numbers(20, 3, 2);
  Model model = small();
  model.initialize(1);
  const std::vector<float> before = weights_of(model);
  Model copy = model;
  (void)copy.train_on_batch(set);
  EXPECT_EQ(weights_of(model), before);
  EXPECT_NE(weights_of(copy), before);
  // A copy carries the optimizer's state along.
  Model third = copy;
  EXPECT_EQ(third.train_on_batch(set), copy.train_on_batch(set));
  EXPECT_EQ(weights_of(third), weights_of(copy));
  const Model moved = std::move(third);
  EXPECT_EQ(weights_of(moved), weights_of(copy));
}

TEST(Model, GivesAndTakesWeightsByName) {
  Model model = small();
  EXPECT_EQ(model.weight_names(), (std::vector<std::string>{"dense/kernel", "dense/bias",
                                                            "dense_1/kernel", "dense_1/bias"}));
  EXPECT_EQ(model.parameters(), 3 * 5 + 5 + 5 * 2 + 2);
  Tensor kernel = model.weights("dense_1/kernel");
  EXPECT_EQ(kernel.rows(), 5);
  EXPECT_EQ(kernel.shape(), Shape{2});
  kernel.row(3)[1] = 42;
  model.set_weights("dense_1/kernel", kernel);
  EXPECT_EQ(model.weights("dense_1/kernel"), kernel);
  EXPECT_EQ(model.weights("dense/bias").rows(), 1);
  EXPECT_EQ(error_of([&] { (void)model.weights("dense_1/kernal"); }),
            "weights: no tensor \"dense_1/kernal\"; did you mean \"dense_1/kernel\"?");
  EXPECT_EQ(error_of([&] { model.set_weights("dense/bias", Tensor(1, Shape{4})); }),
            "weights: dense/bias has 5 values, got 4; give as many");
}

TEST(Model, Float64ComputesInDouble) {
  Model model = small();
  model.compile({.loss = mse, .optimizer = SGD{}, .float64 = true});
  const data::Dataset set = random_numbers(20, 3, 2);
  const double precise = model.evaluate(set)["loss"];
  model.compile({.loss = mse, .optimizer = SGD{}});
  const double single = model.evaluate(set)["loss"];
  EXPECT_NE(single, precise);
  EXPECT_NEAR(single, precise, 1e-6 * precise);
}

TEST(Model, SaysWhatIsWrongBeforeAnyWork) {
  const data::Dataset set = random_numbers(20, 3, 2);
  const auto said = [&](const FitOptions& options) {
    Model model = small();
    return error_of([&] { (void)model.fit(set, options); });
  };
  EXPECT_EQ(said({.batch_size = -1}),
            "batch_size: -1 is no batch size; give a whole number from 1, or \"all\"");
  EXPECT_EQ(said({.epochs = 0}), "epochs: nothing to train; give at least one epoch");
  EXPECT_EQ(said({.steps = -5}),
            "steps: is negative; give a number of updates, or 0 to count "
            "epochs");
  EXPECT_EQ(said({.validation_freq = 0}),
            "validation_freq: must be at least 1; measure every epoch with 1");
  EXPECT_EQ(said({.validation_split = 1}),
            "validation_split: is no share; give a number from 0, below 1");
  EXPECT_EQ(said({.validation_split = 0.99}),
            "validation_split: leaves nothing to train on; give a smaller share");
  EXPECT_EQ(said({.callbacks = {EarlyStopping{}}}),
            "callbacks: val_loss needs validation samples; give data.validation");
  EXPECT_EQ(said({.callbacks = {EarlyStopping{.monitor = "acuracy"}}}),
            "monitor: no metric \"acuracy\"; one of loss, learning_rate");
  EXPECT_EQ(said({.until = Until{"val_loss", 1, 1}}),
            "until: val_loss needs validation samples; give data.validation");
  EXPECT_EQ(said({.until = Until{"los", 1, 1}}),
            "monitor: no metric \"los\"; did you mean \"loss\"?");
  EXPECT_EQ(said({.until = Until{"loss", 1, 0}}),
            "until.every: must be at least 1; look after every epoch with 1");
  EXPECT_EQ(said({.class_weight = {1, 2}}), "class_weight: needs class labels; remove it");
  Model model = small();
  EXPECT_EQ(error_of([&] { (void)model.fit(data::Dataset{}); }),
            "data: there are no samples; give at least one");
  EXPECT_EQ(error_of([&] { (void)model.evaluate(data::Dataset{}); }),
            "data: there are no samples; give at least one");
  model.compile({.loss = mse, .optimizer = LBFGS{.max_evaluations = 0}});
  EXPECT_EQ(error_of([&] { (void)model.fit(random_numbers(20, 3, 2)); }),
            "max_evaluations: nothing to train; give at least one evaluation");
  EXPECT_EQ(error_of([&] { (void)model.predict(random_numbers(3, 4, 2)); }),
            "[input] expected samples of shape 3 but received 4; reshape them");
  EXPECT_EQ(error_of([&] { (void)model.fit(random_numbers(20, 3, 1)); }),
            "[output] 2 units for 1 target; give the last layer 1 unit");
  EXPECT_EQ(error_of([&] {
              model.compile({.loss = mse, .optimizer = SGD{.clipvalue = 1, .clipnorm = 1}});
            }),
            "[sgd] more than one way to clip the gradient; give one of clipvalue, clipnorm, "
            "global_clipnorm");
  EXPECT_EQ(error_of([] { Model(Input{3}, std::vector<Layer>{}); }),
            "layers: there is no layer; give at least one, such as \"dense 1\"");
}

// Features 1, 3, 5, 7 (mean 4, variance 5) and 0, 0, 0, 8 (mean 2, variance 12).
data::Dataset four_rows() {
  return number_set(2, {1, 0, 3, 0, 5, 0, 7, 8}, 1, {0, 1, 2, 3});
}

TEST(Model, NormalizationAdaptsAsATrainingBegins) {
  Model model{Input{2}, Normalization{}, Dense{.units = 1}};
  model.compile({.loss = mse, .optimizer = SGD{.learning_rate = 0.1}});
  const auto numbers = [&](const std::string& name) {
    const Tensor tensor = model.weights("normalization/" + name);
    return std::vector<float>(tensor.data(), tensor.data() + tensor.size());
  };
  using Floats = std::vector<float>;
  EXPECT_EQ(numbers("mean"), (Floats{0, 0})) << "passes through until then";
  EXPECT_EQ(numbers("variance"), (Floats{1, 1}));
  FitOptions fit{.batch_size = 2, .epochs = 2};
  (void)model.fit(four_rows(), fit);
  EXPECT_EQ(numbers("mean"), (Floats{4, 2}));
  EXPECT_EQ(numbers("variance"), (Floats{5, 12}));
  // Other samples: kept weights keep their numbers, new ones measure anew.
  fit.keep_weights = true;
  (void)model.fit(four_rows().first(2), fit);
  EXPECT_EQ(numbers("mean"), (Floats{4, 2}));
  fit.keep_weights = false;
  (void)model.fit(four_rows().first(2), fit);
  EXPECT_EQ(numbers("mean"), (Floats{2, 0}));
  EXPECT_EQ(numbers("variance"), (Floats{1, 0}));
  const data::Dataset set = four_rows();
  const Tensor out = model.predict(set);
  const Tensor kernel = model.weights("dense/kernel"), bias = model.weights("dense/bias");
  // (5 - 2) / 1, and (0 - 0) / 1e-7.
  EXPECT_NEAR(out.data()[2], 3 * kernel.data()[0] + bias.data()[0], 1e-5F);
}

TEST(Model, MovingStatisticsFollowTheBatches) {
  Model model{Input{2}, BatchNormalization{.momentum = 0.75}, Dense{.units = 1}};
  model.compile({.loss = mse, .optimizer = SGD{.learning_rate = 0.1}});
  (void)model.fit(four_rows(), {.batch_size = kAll, .epochs = 2});
  // .75 (.75 m + .25 b) + .25 b with m = 0 and 1, b = 4, 2 and 5, 12.
  const Tensor mean = model.weights("batch_normalization/moving_mean"),
               variance = model.weights("batch_normalization/moving_variance");
  EXPECT_NEAR(mean.data()[0], 1.75, 1e-6);
  EXPECT_NEAR(mean.data()[1], 0.875, 1e-6);
  EXPECT_NEAR(variance.data()[0], 0.5625 + 0.4375 * 5, 1e-5);
  EXPECT_NEAR(variance.data()[1], 0.5625 + 0.4375 * 12, 1e-5);
  EXPECT_EQ(model.parameters(), 8 + 3);
  const Model copy = model;
  EXPECT_EQ(copy.predict(four_rows()), model.predict(four_rows()));
  EXPECT_EQ(copy.evaluate(four_rows())["loss"], model.evaluate(four_rows())["loss"]);
}

TEST(Model, ASmallResidualNetworkLearns) {
  // Bright above or below: two classes of 4x4 images.
  Numbers numbers(3);
  std::vector<float> x;
  std::vector<int32_t> labels;
  for (int32_t r = 0; r < 64; ++r) {
    for (int i = 0; i < 16; ++i) {
      const bool bright = (i < 8) == (r % 2 == 0);
      x.push_back(static_cast<float>(numbers.one(0, 0.75)) + (bright ? 0.25F : 0));
    }
    labels.push_back(r % 2);
  }
  const data::Dataset set = class_set(16, x, labels, 2).reshaped({4, 4, 1});
  const auto convolution = [](const std::string& name) {
    return Conv2D{.filters = 4,
                  .kernel_size = 3,
                  .padding = Padding::kSame,
                  .use_bias = false,
                  .layer = {.name = name}};
  };
  Model model{
      Input{4, 4, 1},        convolution("stem"), BatchNormalization{},
      ActivationLayer{relu}, convolution("body"), Add{.layer = {.inputs = {"stem", "body"}}},
      MaxPooling2D{},        Flatten{},           Dense{.units = 2, .activation = softmax}};
  model.compile({.loss = sparse_categorical_crossentropy,
                 .optimizer = Adam{.learning_rate = 0.02},
                 .metrics = {accuracy}});
  const History history = model.fit(set, {.batch_size = 16, .epochs = 30, .seed = 1});
  EXPECT_LT(column(history, "loss").back(), 0.1);
  EXPECT_EQ(column(history, "accuracy").back(), 1);
}

}  // namespace
}  // namespace gradus
