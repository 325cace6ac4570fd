// Whole trainings: what they learn, the same bits whatever the threads and targets, when they end.
#include "train/trainer.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "gradus/data/make.hpp"
#include "support/histories.hpp"
#include "support/sets.hpp"

namespace gradus {
namespace {

using namespace gradus::test;

Model xor_model(bool float64 = false) {
  Model model{Input{2}, Dense{.units = 8, .activation = tanh},
              Dense{.units = 1, .activation = sigmoid}};
  model.compile({.loss = mse,
                 .optimizer = Adam{.learning_rate = 0.05},
                 .metrics = {accuracy},
                 .float64 = float64});
  return model;
}

TEST(Training, LearnsXor) {
  const data::Dataset set = data::make_xor();
  for (const bool float64 : {false, true}) {
    for (uint64_t seed = 0; seed < 8; ++seed) {
      SCOPED_TRACE(testing::Message() << "seed " << seed << " float64 " << float64);
      const std::vector<double> first = on_limited_targets([&] {
        Model model = xor_model(float64);
        const History history =
            model.fit(set, {.batch_size = kAll, .epochs = 300, .seed = seed, .threads = 1});
        EXPECT_LT(column(history, "loss").back(), 0.01);
        EXPECT_EQ(column(history, "accuracy").back(), 1);
        EXPECT_EQ(history.status, Status::kCompleted);
        EXPECT_TRUE(history.learned);
        EXPECT_EQ(history.epochs, 300);
        EXPECT_EQ(history.steps, 300);
        EXPECT_EQ(model.evaluate(set)["accuracy"], 1);
        return bits_of(history, model);
      });
      Model again = xor_model(float64);
      const History history =
          again.fit(set, {.batch_size = kAll, .epochs = 300, .seed = seed, .threads = 3});
      EXPECT_TRUE(same_bits(first, bits_of(history, again))) << "another number of threads";
      const History second =
          again.fit(set, {.batch_size = kAll, .epochs = 300, .seed = seed, .threads = 1});
      EXPECT_TRUE(same_bits(first, bits_of(second, again))) << "the same model, once more";
    }
  }
}

TEST(Training, LearnsXorInBatches) {
  const data::Dataset set = data::make_xor();
  for (const int64_t batch : {1, 2, 3}) {
    Model model = xor_model();
    const History history = model.fit(set, {.batch_size = batch, .epochs = 300, .seed = 1});
    EXPECT_LT(column(history, "loss").back(), 0.01) << "batches of " << batch;
    EXPECT_EQ(history.steps, 300 * ((4 + batch - 1) / batch));
  }
}

// Shards enough for seven threads, dropout, penalties, weights, metrics of both kinds.
TEST(Training, ThreadsAndTargetsDoNotChangeABit) {
  const data::Dataset train = random_classes(2500, 6, 4, 1, true),
                      test = random_classes(300, 6, 4, 2);
  const auto run = [&](int threads, int64_t batch) {
    Model model{
        Input{6},
        Dense{.units = 33, .activation = relu, .kernel_regularizer = regularizers::L2{1e-4}},
        Dropout{.rate = 0.2}, Dense{.units = 4, .activation = softmax}};
    model.compile({.loss = categorical_crossentropy,
                   .optimizer = SGD{.learning_rate = 0.3, .momentum = 0.9},
                   .metrics = {accuracy, metrics::Precision{}}});
    const History history = model.fit(train, {.batch_size = batch,
                                              .epochs = 3,
                                              .seed = 5,
                                              .validation = test,
                                              .class_weight = {1, 2, 0.5, 1},
                                              .batch_history = true,
                                              .threads = threads});
    EXPECT_TRUE(history.learned);
    return bits_of(history, model);
  };
  for (const int64_t batch : {int64_t{1100}, kAll}) {
    const std::vector<double> want = on_limited_targets([&] { return run(1, batch); });
    for (const int threads : {2, 3, 7})
      EXPECT_TRUE(same_bits(run(threads, batch), want)) << threads << " threads";
  }
}

TEST(Training, SeedAndShuffleMatter) {
  const data::Dataset train = random_classes(100, 3, 2);
  const auto run = [&](uint64_t seed, bool shuffle) {
    Model model{Input{3}, Dense{.units = 2, .activation = softmax}};
    model.compile({.loss = categorical_crossentropy, .optimizer = SGD{.learning_rate = 0.5}});
    const History history =
        model.fit(train, {.batch_size = 10, .epochs = 2, .seed = seed, .shuffle = shuffle});
    return bits_of(history, model);
  };
  EXPECT_TRUE(same_bits(run(1, true), run(1, true)));
  EXPECT_FALSE(same_bits(run(1, true), run(2, true)));
  EXPECT_FALSE(same_bits(run(1, true), run(1, false)));
}

// Each epoch has an order of its own, a function of the seed and its number: row r has a loss of
// r^2.
TEST(Training, ShufflesEachEpochAnew) {
  std::vector<float> targets;
  for (int r = 0; r < 20; ++r) targets.push_back(static_cast<float>(r));
  const data::Dataset set = number_set(1, std::vector<float>(20, 0.0F), 1, targets);
  Model model{Input{1}, Dense{.units = 1}};
  model.compile({.loss = mse, .optimizer = SGD{.learning_rate = 0}});
  const History history =
      model.fit(set, {.batch_size = 1, .epochs = 3, .seed = 9, .batch_history = true});
  ASSERT_EQ(history.batch_loss.size(), 60U);
  for (uint32_t epoch = 0; epoch < 3; ++epoch) {
    const std::vector<uint32_t> order = Random(9, Purpose::kShuffle, 0, epoch).permutation(20);
    for (size_t i = 0; i < 20; ++i) {
      const double row = static_cast<double>(order[i]);
      EXPECT_EQ(history.batch_loss[epoch * 20 + i], row * row) << "epoch " << epoch;
    }
  }
}

// Without shuffling the samples come in their order: an epoch is train_on_batch on each run of
// rows.
TEST(Training, WithoutShufflingKeepsTheOrder) {
  const data::Dataset train = random_numbers(23, 3, 1);
  Model model{Input{3}, Dense{.units = 1}}, byhand = model;
  for (Model* m : {&model, &byhand}) m->compile({.loss = mse, .optimizer = Adam{}});
  const History history = model.fit(train, {.batch_size = 8, .epochs = 1, .shuffle = false});
  double sum = 0;
  for (uint32_t first = 0; first < 23; first += 8) {
    std::vector<uint32_t> rows;
    for (uint32_t r = first; r < std::min(first + 8, 23U); ++r) rows.push_back(r);
    sum += byhand.train_on_batch(train.select(rows)) * static_cast<double>(rows.size());
  }
  EXPECT_EQ(weights_of(model), weights_of(byhand));
  EXPECT_NEAR(column(history, "loss")[0], sum / 23, 1e-12) << "the last batch is smaller";
}

TEST(Training, UntilLooksAtMultiplesOfEvery) {
  const data::Dataset set = data::make_xor();
  Model model = xor_model();
  const auto fit = [&](Until until) {
    return model.fit(set, {.batch_size = kAll, .epochs = 400, .seed = 3, .until = until});
  };
  const History free = model.fit(set, {.batch_size = kAll, .epochs = 400, .seed = 3});
  const std::vector<double>& losses = column(free, "loss");
  const auto first = std::find_if(losses.begin(), losses.end(), [](double l) { return l <= 0.02; });
  const int64_t epoch = first - losses.begin() + 1;
  ASSERT_GT(epoch, 10);
  ASSERT_LT(epoch, 300);
  for (const int64_t every : {1, 7, 10}) {
    const History history = fit({"loss", 0.02, every});
    EXPECT_EQ(history.status, Status::kConverged);
    EXPECT_EQ(history.epochs, (epoch + every - 1) / every * every) << "every " << every;
    EXPECT_TRUE(history.learned);
  }
  const History accurate = fit({"accuracy", 1, 1});  // larger is better
  EXPECT_EQ(accurate.status, Status::kConverged);
  EXPECT_EQ(column(accurate, "accuracy").back(), 1);
  EXPECT_EQ(fit({"loss", 0, 1}).status, Status::kCompleted);
}

// An epoch that reaches the target is one that callbacks see.
TEST(Training, CallbacksSeeTheLastEpoch) {
  struct Count : Listener {
    int begun = 0, ended = 0, last = 0;
    void epoch_begin(Training&) override { ++begun; }
    void epoch_end(Training&) override { ++ended; }
    void train_end(Training& t) override { last = static_cast<int>(t.history().epochs); }
  };
  const auto count = std::make_shared<Count>();
  Model model = xor_model();
  const History history = model.fit(
      data::make_xor(),
      {.batch_size = kAll, .epochs = 400, .callbacks = {count}, .until = Until{"loss", 0.02, 1}});
  EXPECT_EQ(history.status, Status::kConverged);
  EXPECT_EQ(count->begun, history.epochs);
  EXPECT_EQ(count->ended, history.epochs);
  EXPECT_EQ(count->last, history.epochs);
}

TEST(Training, CountsStepsInsteadOfEpochs) {
  const data::Dataset train = random_numbers(100, 3, 1);
  Model model{Input{3}, Dense{.units = 1}};
  model.compile({.loss = mse, .optimizer = SGD{}});
  const History history =
      model.fit(train, {.batch_size = 30, .epochs = 50, .steps = 10, .batch_history = true});
  EXPECT_EQ(history.steps, 10);
  EXPECT_EQ(history.epochs, 3) << "four batches an epoch, and two of a third";
  EXPECT_EQ(history.batch_loss.size(), 10U);
  // The part of an epoch is the mean over the rows that it saw.
  const std::vector<double>& l = history.batch_loss;
  EXPECT_NEAR(column(history, "loss")[0], (30 * (l[0] + l[1] + l[2]) + 10 * l[3]) / 100, 1e-12);
  EXPECT_NEAR(column(history, "loss")[2], (l[8] + l[9]) / 2, 1e-12);
  const History all = model.fit(train, {.batch_size = kAll, .steps = 7});
  EXPECT_EQ(all.steps, 7);
  EXPECT_EQ(all.epochs, 7);
}

TEST(Training, HistoryHoldsTheRateOfTheLastUpdate) {
  const data::Dataset train = random_numbers(40, 3, 1);
  Model model{Input{3}, Dense{.units = 1}};
  const schedules::ExponentialDecay decay{
      .initial_learning_rate = 0.1, .decay_rate = 0.5, .decay_steps = {1}};
  model.compile({.loss = mse, .optimizer = SGD{.learning_rate = decay}});
  const History history = model.fit(train, {.batch_size = 10, .epochs = 2, .batch_history = true});
  EXPECT_NEAR(column(history, "learning_rate")[0], 0.1 / 8, 1e-15);
  EXPECT_NEAR(column(history, "learning_rate")[1], 0.1 / 128, 1e-15);
  ASSERT_EQ(history.batch_learning_rate.size(), 8U);
  for (int i = 0; i < 8; ++i)
    EXPECT_NEAR(history.batch_learning_rate[static_cast<size_t>(i)], 0.1 * std::pow(0.5, i), 1e-15);
  // Its own order: loss, metrics, the rate, validation.
  EXPECT_EQ(history.columns[0].name, "loss");
  EXPECT_EQ(history.columns[1].name, "learning_rate");
}

// A factor comes and goes; the rate follows at the next update, the constant one too.
TEST(Training, ListenersMayChangeTheRate) {
  struct Halve : Listener {
    void epoch_end(Training& t) override {
      t.set_rate_factor(t.epoch() == 0 ? 0.5 : t.epoch() == 1 ? 0.25 : 1);
    }
  };
  Model model{Input{3}, Dense{.units = 1}};
  model.compile({.loss = mse, .optimizer = SGD{.learning_rate = 0.5}});
  const History history =
      model.fit(random_numbers(16, 3, 1), {.epochs = 4, .callbacks = {std::make_shared<Halve>()}});
  EXPECT_EQ(column(history, "learning_rate"), (std::vector<double>{0.5, 0.25, 0.125, 0.5}));
}

TEST(Training, ListenersMayStopAfterABatch) {
  struct Stop : Listener {
    int64_t begun = 0, steps = 0;
    double loss = 0;
    void batch_begin(Training&) override { ++begun; }
    void batch_end(Training& t) override {
      steps = t.step();
      loss = t.batch_loss();
      if (t.step() == 6) t.stop();
    }
    [[nodiscard]] bool wants_batches() const override { return true; }
  };
  const auto stop = std::make_shared<Stop>();
  Model model{Input{3}, Dense{.units = 1}};
  model.compile({.loss = mse, .optimizer = SGD{.learning_rate = 0.3}});
  const History history =
      model.fit(random_numbers(40, 3, 1, 7),
                {.batch_size = 10, .epochs = 9, .callbacks = {stop}, .batch_history = true});
  EXPECT_EQ(history.status, Status::kStopped);
  EXPECT_EQ(history.steps, 6);
  EXPECT_EQ(history.epochs, 2);
  EXPECT_EQ(stop->begun, 6);
  EXPECT_EQ(stop->loss, history.batch_loss.back());
}

TEST(Training, StoppedByACallbackItKeepsTheBestWeights) {
  const data::Dataset all = random_numbers(60, 4, 1, 3);
  Model model{Input{4}, Dense{.units = 20, .activation = tanh}, Dense{.units = 1}};
  model.compile({.loss = mse, .optimizer = SGD{.learning_rate = 0.4}});
  const FitOptions options{
      .batch_size = 5,
      .epochs = 200,
      .seed = 2,
      .validation_split = 0.5,
      .callbacks = {EarlyStopping{.patience = 3, .restore_best_weights = true}}};
  const History history = model.fit(all, options);
  ASSERT_EQ(history.status, Status::kStopped);
  const std::vector<double>& losses = column(history, "val_loss");
  const double best = *std::min_element(losses.begin(), losses.end());
  ASSERT_LT(best, losses.back());
  std::vector<uint32_t> held;
  for (uint32_t r = 30; r < 60; ++r) held.push_back(r);
  EXPECT_EQ(model.evaluate(all.select(held))["loss"], best);
}

}  // namespace
}  // namespace gradus
