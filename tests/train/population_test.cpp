// Networks that train together: what comes of each is what comes of it alone, bit for bit.
#include "gradus/train/population.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

#include "gradus/data/make.hpp"
#include "support/every_part.hpp"
#include "support/populations.hpp"
#include "support/print.hpp"
#include "support/sets.hpp"
#include "train/together.hpp"

namespace gradus {
namespace {

using namespace gradus::test;

class EveryOptimizer : public testing::TestWithParam<Optimizer> {};

// Every kind of layer, in packs of 1, 3, 16 (which is full) and 17 (of which one waits).
TEST_P(EveryOptimizer, TrainsEveryLayerInEveryPackAsAlone) {
  const data::Dataset set = moons(37);
  const OptionsOf options = seeds_from(5, {.batch_size = 16, .epochs = 2});
  for (const Kind& kind : every_kind()) {
    for (const bool float64 : {false, true}) {
      SCOPED_TRACE(testing::Message() << kind.name << (float64 ? " in double" : ""));
      Model model(Input{2}, kind.layers);
      model.compile({.loss = mse, .optimizer = GetParam(), .float64 = float64});
      const std::vector<Model> models(17, model);
      const auto alone = bits_alone(models, set, options, kind.packed);
      for (const size_t count : {1, 3, 16, 17}) expect_alike(alone, models, count, set, options);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(All, EveryOptimizer, testing::ValuesIn(every_optimizer()));

// Mixed optimizers fall into separate packs: as many as there are rules, whatever their numbers.
TEST(Population, SeparatesMixedOptimizers) {
  const data::Dataset set = moons(53);
  std::vector<Model> models;
  std::set<std::string> packs;
  for (int i = 0; i < 40; ++i) {
    const double rate = 0.01 * (1 + i % 4);
    const Optimizer optimizers[] = {SGD{rate}, Adam{rate}, RMSprop{rate}, Nadam{rate},
                                    SGD{.learning_rate = rate, .momentum = 0.9}};
    models.push_back(small(optimizers[i % 5]));
    packs.insert(Together::pack_key(models.back(), set, {.batch_size = 16}));
  }
  EXPECT_EQ(packs.size(), 5U);
  for (const int threads : {1, 2}) {
    const OptionsOf options = seeds_from(3, {.batch_size = 16, .epochs = 3});
    expect_alike(bits_alone(models, set, options), models, models.size(), set, options, threads);
  }
}

TEST(Population, TakesEveryLossAndMetric) {
  const data::Dataset set = moons(40);
  for (const Loss& loss : {Loss(mse), Loss(mae), Loss(losses::Huber{}), Loss(binary_crossentropy)})
    expect_as_alone(std::vector<Model>(3, small(SGD{0.1}, loss)), set,
                    seeds_from(1, {.batch_size = 8, .epochs = 2}));
  Model classes{Input{2}, Dense{6, tanh}, Dense{2, softmax}};
  classes.compile({.loss = categorical_crossentropy, .optimizer = SGD{0.1}, .metrics = {accuracy}});
  expect_as_alone(std::vector<Model>(3, classes), set,
                  seeds_from(1, {.batch_size = 8, .epochs = 2}));
  classes.compile({.loss = mse, .optimizer = SGD{0.1}, .metrics = {accuracy}});
  expect_as_alone(std::vector<Model>(3, classes), set,
                  seeds_from(1, {.batch_size = 8, .epochs = 2}));
}

// A batch of several shards, whose sums are combined by the tree.
TEST(Population, TakesLargeBatches) {
  expect_as_alone(std::vector<Model>(4, small(SGD{0.1})), moons(1500),
                  seeds_from(1, {.batch_size = kAll, .epochs = 4}));
  expect_as_alone(std::vector<Model>(4, small(SGD{0.1})), moons(1500),
                  seeds_from(1, {.batch_size = 700, .epochs = 2}));
}

// One batch an epoch and nothing to look into: many epochs go by before anybody is asked.
TEST(Population, TrainsPlainCoursesAsAlone) {
  const data::Dataset set = data::make_xor();
  for (const Optimizer& optimizer :
       {Optimizer(SGD{0.3}), Optimizer(SGD{.learning_rate = 0.3, .clipnorm = 0.01}),
        Optimizer(Adam{0.1}), Optimizer(Nadam{0.1})}) {
    Model model{Input{2}, Dense{8, relu}, Dense{1, sigmoid}};
    model.compile({.loss = mse, .optimizer = optimizer});
    ASSERT_FALSE(Together::pack_key(model, set, {.batch_size = kAll}).empty());
    expect_as_alone(std::vector<Model>(37, model), set, [](int64_t i) {
      FitOptions options{
          .batch_size = kAll, .epochs = 90 + 7 * (i % 5), .seed = static_cast<uint64_t>(i)};
      if (i % 2 == 0) options.until = Until{.metric = "loss", .value = 0.2, .every = 3 + i % 4};
      return options;
    });
  }
}

// As many samples as fill blocks of every size, and more than a shard, whatever the layers are.
// Dropout is drawn anew at every step of such a course, too.
TEST(Population, TrainsPlainCoursesOfAnySizeAsAlone) {
  const std::vector<std::vector<Layer>> all = {
      {Dense{3, relu}, Dense{.units = 5, .activation = tanh, .use_bias = false}, Dense{1, sigmoid}},
      {Dense{4, relu}, Flatten{}, Dense{1}, ActivationLayer{relu}, ActivationLayer{sigmoid}},
      {Dense{.units = 4, .kernel_constraint = constraints::MaxNorm{0.5}}, ELU{0.7},
       Dense{1, sigmoid}},
      {Dense{4}, ELU{0.7}, Dense{1, relu}, Dropout{0.2}, Dense{1, sigmoid}}};
  for (const std::vector<Layer>& layers : all) {
    for (const Loss& loss : {Loss(mse), Loss(binary_crossentropy)}) {
      for (const bool float64 : {false, true}) {
        Model model(Input{2}, layers);
        model.compile({.loss = loss, .optimizer = SGD{0.2}, .float64 = float64});
        for (const int64_t rows : {1, 3, 23, 1500})
          expect_as_alone(std::vector<Model>(3, model), moons(rows),
                          seeds_from(2, {.batch_size = kAll, .epochs = rows > 100 ? 2 : 9}));
      }
    }
  }
}

TEST(Population, DrawsAnewInEveryPlainEpoch) {
  Model model{Input{2}, Dense{7, relu}, Dropout{0.2}, GaussianNoise{0.1}, Dense{1, sigmoid}};
  model.compile({.loss = mse, .optimizer = Adam{0.02}});
  expect_as_alone(std::vector<Model>(3, model), moons(20),
                  seeds_from(2, {.batch_size = kAll, .epochs = 70}));
}

// Far off from the start, which is no divergence.
TEST(Population, RemembersWhereAPlainCourseBegan) {
  Model model{
      Input{2},
      Dense{.units = 1, .activation = tanh, .bias_initializer = initializers::Constant{-20}}};
  model.compile({.loss = mse, .optimizer = SGD{}});
  expect_as_alone(std::vector<Model>(3, model), data::make_xor(),
                  seeds_from(0, {.batch_size = kAll, .epochs = 5}));
}

TEST(Population, LetsOnePlainCourseBlowUpAlone) {
  std::vector<Model> models;
  for (int i = 0; i < 5; ++i) {
    Model model{Input{2}, Dense{6, relu}, Dense{1}};
    model.compile({.loss = mse, .optimizer = SGD{.learning_rate = i == 1 ? 30.0 : 0.01}});
    models.push_back(model);
  }
  const auto options = seeds_from(4, {.batch_size = kAll, .epochs = 150});
  expect_as_alone(models, data::make_xor(), options);
  Population population(models);
  const std::vector<History> histories = population.fit(data::make_xor(), options);
  EXPECT_EQ(histories[1].status, Status::kDiverged);
  EXPECT_EQ(histories[0].epochs, 150);
}

TEST(Population, GivesEveryNetworkItsOwnNumbers) {
  std::vector<Model> models;
  for (int i = 0; i < 7; ++i) {
    const double k = 1 + i;
    Model model{Input{2},
                Dense{.units = 6,
                      .activation = relu,
                      .kernel_initializer = initializers::RandomNormal{0.1 * k},
                      .kernel_regularizer = regularizers::L2{0.001 * k}},
                Dropout{0.05 * k}, GaussianNoise{0.1 * k}, Dense{1, sigmoid}};
    model.compile({.loss = binary_crossentropy,
                   .optimizer = Adam{.learning_rate = 0.01 * k, .beta_1 = 0.5 + 0.05 * k},
                   .metrics = {accuracy}});
    models.push_back(model);
  }
  expect_as_alone(models, moons(64), [](int64_t i) {
    return FitOptions{.batch_size = 10, .epochs = 2 + i, .seed = static_cast<uint64_t>(90 - i)};
  });
}

TEST(Population, StopsEveryNetworkByItsOwnRule) {
  const data::Dataset set = moons(60);
  expect_as_alone(std::vector<Model>(19, small(Adam{0.05})), set, [&](int64_t i) {
    FitOptions options{.batch_size = 15,
                       .epochs = 30,
                       .seed = static_cast<uint64_t>(i),
                       .validation = moons(20),
                       .batch_history = true};
    if (i % 3 == 0)
      options.callbacks = {EarlyStopping{
          .monitor = "val_loss", .patience = i % 5, .restore_best_weights = i % 2 == 0}};
    if (i % 3 == 1) options.until = Until{.metric = "loss", .value = 0.4, .every = 2};
    if (i % 3 == 2) options.callbacks = {ReduceLROnPlateau{.monitor = "loss", .patience = 1}};
    if (i % 7 == 3) options.steps = 10 + i;
    return options;
  });
}

// A rate that blows the weights up: the trial ends there, its neighbours do not notice.
TEST(Population, LetsOneBlowUpAlone) {
  std::vector<Model> models;
  for (int i = 0; i < 6; ++i) {
    Model model{Input{2}, Dense{6, relu}, Dense{1}};
    model.compile({.loss = mse, .optimizer = SGD{.learning_rate = i == 2 ? 1e8 : 0.05}});
    models.push_back(model);
  }
  const auto options = seeds_from(1, {.batch_size = 10, .epochs = 8});
  expect_as_alone(models, moons(50), options);
  Population population(models);
  const std::vector<History> histories = population.fit(moons(50), options);
  EXPECT_EQ(histories[2].status, Status::kDiverged);
  EXPECT_GE(histories[2].where.step, 1);
  EXPECT_NE(histories[2].where.layer, "");
  EXPECT_EQ(histories[3].epochs, 8);
}

TEST(Population, TakesWeightedSamplesAndPixels) {
  std::vector<float> x, weights;
  std::vector<int32_t> labels;
  for (int i = 0; i < 30; ++i) {
    x.push_back(static_cast<float>(i) / 30);
    x.push_back(static_cast<float>(i % 7));
    labels.push_back(i % 2);
    weights.push_back(0.5F + static_cast<float>(i % 3));
  }
  expect_as_alone(std::vector<Model>(3, small(SGD{0.1})), class_set(2, x, labels, 2, weights),
                  seeds_from(3, {.batch_size = 7, .epochs = 3, .class_weight = {1, 2}}));
}

TEST(Population, TakesRowsOfTargets) {
  Numbers numbers(5);
  std::vector<float> x(3 * 26), targets(2 * 26), weights(26);
  for (float& v : x) v = static_cast<float>(numbers.one());
  for (float& v : targets) v = static_cast<float>(numbers.one());
  for (float& v : weights) v = static_cast<float>(numbers.one(0.5, 2));
  Model model{Input{3}, Dense{5, relu}, Dense{2}};
  model.compile({.loss = mse, .optimizer = SGD{0.1}, .metrics = {metrics::MeanAbsoluteError{}}});
  expect_as_alone(std::vector<Model>(3, model), number_set(3, x, 2, targets, weights),
                  seeds_from(3, {.batch_size = 11, .epochs = 3}));
}

// Stopping rules are each network's own, also where they were given once.
TEST(Population, CountsSeedsFromTheFirst) {
  const data::Dataset set = data::make_xor();
  Model model{Input{2}, Dense{8, relu}, Dense{1, sigmoid}};
  model.compile({.loss = mse, .optimizer = SGD{0.5}});
  Population population(model, 40);
  const FitOptions options{
      .batch_size = kAll,
      .epochs = 60,
      .seed = 20,
      .callbacks = {EarlyStopping{.monitor = "loss", .min_delta = 1e-3, .patience = 2}}};
  ASSERT_LE(Together::least_lanes(model, 4, kAll), 16);
  const std::vector<History> histories = population.fit(set, options);
  for (int64_t i = 0; i < 40; ++i) {
    Model alone = model;
    FitOptions own = options;
    own.seed += static_cast<uint64_t>(i);
    const History history = alone.fit(set, own);
    EXPECT_EQ(bits_of(histories[static_cast<size_t>(i)], population[i]), bits_of(history, alone));
  }
}

// A listener that looks at the weights, and goes back to older ones, in the middle.
class GoesBack : public Listener {
 public:
  void epoch_end(Training& training) override {
    if (training.epoch() == 1) training.remember_weights();
    if (training.epoch() == 3) training.recall_weights();
    sum += training.values()[0];
  }
  double sum = 0;
};

TEST(Population, LetsListenersReachTheWeights) {
  std::vector<std::shared_ptr<GoesBack>> listeners;
  const OptionsOf options_of = [&](int64_t i) {
    listeners.push_back(std::make_shared<GoesBack>());
    return FitOptions{.batch_size = 16,
                      .epochs = 6,
                      .seed = static_cast<uint64_t>(i),
                      .callbacks = {listeners.back()}};
  };
  expect_as_alone(std::vector<Model>(3, small(SGD{0.1})), moons(40), options_of);
  const size_t runs = listeners.size() / 3;  // on every target, and alone at the end
  for (size_t i = 0; i < 3; ++i)
    EXPECT_EQ(listeners[i]->sum, listeners[3 * (runs - 1) + i]->sum) << i;
}

// The padding behind the tensors, which an Adam without epsilon makes 0 / 0 of, is nobody's value.
TEST(Population, ShowsTheSameValuesAsAlone) {
  class Looks : public Listener {
   public:
    void epoch_end(Training& training) override { seen = training.values(); }
    std::vector<double> seen;
  };
  Model model = small(Adam{.learning_rate = 0.01, .epsilon = 0});
  const std::shared_ptr<Looks> lane = std::make_shared<Looks>(), alone = std::make_shared<Looks>();
  const FitOptions options{.batch_size = 16, .epochs = 2, .seed = 1};
  Model copy = model;
  FitOptions watched = options;
  watched.callbacks = {lane};
  std::vector<Member> members = {{&copy, moons(40), watched, {}}};
  train_all(members, 1, Lanes::kNetworks);
  watched.callbacks = {alone};
  (void)model.fit(moons(40), watched);
  ASSERT_FALSE(alone->seen.empty());
  for (const double v : alone->seen) EXPECT_TRUE(std::isfinite(v));
  EXPECT_EQ(lane->seen, alone->seen);
  EXPECT_EQ(Instruments(copy).values(), alone->seen);
  EXPECT_EQ(Instruments(model).values(), alone->seen);
}

// Lanes that become free within an epoch wait for the next one.
TEST(Population, KeepsTheLanesInStep) {
  expect_as_alone(std::vector<Model>(45, small(SGD{0.1})), moons(50), [](int64_t i) {
    return FitOptions{.batch_size = 15, .steps = 5 + i % 9, .seed = static_cast<uint64_t>(i)};
  });
}

// Optimizer state comes back from the lanes as well.
TEST(Population, GoesOnFromWhereItEnded) {
  const data::Dataset set = moons(40);
  for (const Optimizer& optimizer : {Optimizer(Adam{0.02}), Optimizer(Adadelta{})}) {
    const FitOptions options{.batch_size = 8, .epochs = 2, .seed = 3};
    Model alone = small(optimizer), lane = alone;
    (void)alone.fit(set, options);
    std::vector<Member> members = {{&lane, set, options, {}}};
    train_all(members, 1, Lanes::kNetworks);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(lane.train_on_batch(set), alone.train_on_batch(set));
    EXPECT_EQ(weights_of(lane), weights_of(alone));
  }
}

TEST(Population, RefusesWhatCannotBe) {
  EXPECT_THROW(Population(small(SGD{0.1}), -1), Error);
  Population population(small(SGD{0.1}), 2);
  EXPECT_THROW(population.fit(moons(10), {.callbacks = {CSVLogger{"x.csv"}}}), Error);
  EXPECT_THROW(population.fit(moons(10), {.epochs = 0}), Error);
  EXPECT_TRUE(Population(small(SGD{0.1}), 0).fit(moons(10)).empty());
}

}  // namespace
}  // namespace gradus
