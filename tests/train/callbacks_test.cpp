// Callbacks on a training that is played, not run: hand-made values of a metric, epoch by epoch.
// Expected epochs come from Keras 3.15's own callbacks on the same values.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <sstream>

#include "gradus/train/model.hpp"
#include "support/histories.hpp"

namespace gradus {
namespace {

using namespace gradus::test;

constexpr double kNotMeasured = std::numeric_limits<double>::quiet_NaN();

/// Plays one value an epoch to a callback. Weights are the number of the epoch after which they
/// stood.
class Play : public Training {
 public:
  explicit Play(std::string metric) { history_.columns = {{std::move(metric), {}}}; }

  void run(const Callback& callback, const std::vector<double>& values) {
    history_.columns[0].values.clear();
    history_.epochs = 0;
    rates_.clear();
    stop_ = false;
    callback.listener().train_begin(*this);
    for (epoch_ = 0; epoch_ < std::ssize(values) && !stop_; ++epoch_) {
      callback.listener().epoch_begin(*this);
      weights_ = ++history_.epochs;
      history_.columns[0].values.push_back(values[static_cast<size_t>(epoch_)]);
      callback.listener().epoch_end(*this);
      rates_.push_back(factor_);
    }
    callback.listener().train_end(*this);
  }

  [[nodiscard]] const History& history() const override { return history_; }
  [[nodiscard]] int64_t epoch() const override { return epoch_; }
  [[nodiscard]] int64_t step() const override { return epoch_; }
  [[nodiscard]] double batch_loss() const override { return 0; }
  [[nodiscard]] double learning_rate() const override { return factor_; }  // of a base rate of 1
  void stop() override { stop_ = true; }
  void set_rate_factor(double factor) override { factor_ = factor; }
  [[nodiscard]] double rate_factor() const override { return factor_; }
  void remember_weights() override { kept_ = weights_; }
  void recall_weights() override { weights_ = kept_; }

  [[nodiscard]] int64_t weights() const { return weights_; }
  [[nodiscard]] const std::vector<double>& rates() const { return rates_; }

 private:
  History history_;
  std::vector<double> rates_;
  int64_t epoch_ = 0, weights_ = 0, kept_ = -1;
  double factor_ = 1;
  bool stop_ = false;
};

const std::vector<double> kFalling = {5, 4, 3, 3.5, 3.2, 2.9, 2.95, 3.1, 3.3, 2.8, 4, 5, 6};
const std::vector<double> kFlat(8, 1.0);
const std::vector<double> kRising = {0.1,  0.2, 0.3, 0.25, 0.35, 0.35,
                                     0.35, 0.3, 0.4, 0.1,  0.1,  0.1};
const std::vector<double> kSlow = {5, 4.95, 4.9, 4.85, 4.8, 4.75, 4.7, 4.65, 4.6};
constexpr double kInf = std::numeric_limits<double>::infinity();

struct StopCase {
  const std::vector<double>& values;
  EarlyStopping spec;
  int64_t epochs, weights;  // done, and those left behind
};

TEST(EarlyStopping, StopsWhereKerasStops) {
  const std::vector<double> infinite_then = {kInf, kInf, 3, 2, 2, 2}, infinite(4, kInf);
  const StopCase cases[] = {
      {kFalling, {}, 4, 4},
      {kFalling, {.patience = 1}, 4, 4},
      {kFalling, {.patience = 2}, 5, 5},
      {kFalling, {.patience = 3}, 9, 9},
      {kFalling, {.patience = 4}, 13, 13},
      {kFalling, {.patience = 3, .restore_best_weights = true}, 9, 6},
      {kFalling, {.patience = 20, .restore_best_weights = true}, 13, 10},
      {kFlat, {}, 2, 2},
      {kFlat, {.patience = 3}, 4, 4},
      {kFlat, {.patience = 3, .restore_best_weights = true}, 4, 1},
      {kRising, {.patience = 2, .mode = Mode::kMax}, 7, 7},
      {kRising, {.patience = 3, .mode = Mode::kMax, .restore_best_weights = true}, 8, 5},
      {kSlow, {.min_delta = 0.08, .patience = 2}, 9, 9},
      {kSlow, {.min_delta = 0.08, .patience = 1}, 2, 2},
      {kSlow, {.min_delta = 0.12, .patience = 3}, 9, 9},
      {kSlow, {.min_delta = 0.12, .patience = 2, .restore_best_weights = true}, 3, 1},
      {kSlow, {.min_delta = 0.03, .patience = 2}, 9, 9},
      {kFalling, {.patience = 3, .baseline = 3.3}, 9, 9},
      {kFalling, {.patience = 3, .baseline = 1}, 4, 4},
      {kFalling, {.patience = 5, .baseline = 2.9, .restore_best_weights = true}, 5, 3},
      {kRising, {.patience = 3, .mode = Mode::kMax, .baseline = 0.3}, 4, 4},
      {kFalling, {.patience = 1, .start_from_epoch = 4}, 7, 7},
      {kFalling, {.patience = 2, .restore_best_weights = true, .start_from_epoch = 6}, 9, 7},
      {kFlat, {.start_from_epoch = 5}, 7, 7},
      {kFlat, {.patience = 2, .restore_best_weights = true, .start_from_epoch = 20}, 8, 8},
      {infinite_then, {.patience = 2}, 6, 6},
      {infinite, {.patience = 2}, 3, 3},
  };
  int number = 0;
  for (const StopCase& c : cases) {
    SCOPED_TRACE(testing::Message() << "case " << number++);
    Play play("val_loss");
    const Callback callback(c.spec);
    play.run(callback, c.values);
    EXPECT_EQ(play.history().epochs, c.epochs);
    EXPECT_EQ(play.weights(), c.weights);
    play.run(callback, c.values);  // what the run before left behind does not count
    EXPECT_EQ(play.history().epochs, c.epochs) << "the second time";
    EXPECT_EQ(play.weights(), c.weights) << "the second time";
  }
}

TEST(EarlyStopping, KnowsWhichWayIsBetter) {
  const auto epochs_of = [](const std::string& metric, Mode mode) {
    Play play(metric);
    play.run(EarlyStopping{.monitor = metric, .patience = 2, .mode = mode}, kRising);
    return play.history().epochs;
  };
  for (const char* metric : {"accuracy", "val_accuracy", "val_binary_accuracy", "precision",
                             "val_recall", "val_top_k_categorical_accuracy"}) {
    EXPECT_EQ(epochs_of(metric, Mode::kAuto), 7) << metric;
    EXPECT_EQ(epochs_of(metric, Mode::kMin), 3) << metric;
  }
  for (const char* metric : {"loss", "val_loss", "mse", "val_mae"})
    EXPECT_EQ(epochs_of(metric, Mode::kAuto), 3) << metric;
}

// Epochs between two measurements (validation_freq) are no epochs to it.
TEST(EarlyStopping, WaitsForMeasurements) {
  Play play("val_loss");
  play.run(EarlyStopping{.patience = 2, .restore_best_weights = true},
           {kNotMeasured, 3, kNotMeasured, 2, kNotMeasured, 2.5, kNotMeasured, 2.5, kNotMeasured});
  EXPECT_EQ(play.history().epochs, 8);
  EXPECT_EQ(play.weights(), 4);
}

TEST(EarlyStopping, NamesTheMetricsThereAre) {
  Play play("loss");
  EXPECT_EQ(error_of([&] { play.run(EarlyStopping{.monitor = "los"}, kFlat); }),
            "monitor: no metric \"los\"; did you mean \"loss\"?");
  EXPECT_EQ(error_of([&] { play.run(EarlyStopping{}, kFlat); }),
            "monitor: no metric \"val_loss\"; val_loss needs validation samples");
}

struct RateCase {
  const std::vector<double>& values;
  ReduceLROnPlateau spec;
  std::vector<double> rates;  // after each epoch
};

TEST(ReduceLROnPlateau, ReducesWhereKerasReduces) {
  const RateCase cases[] = {
      {kFalling,
       {.patience = 1},
       {1, 1, 1, 1e-1, 1e-2, 1e-2, 1e-3, 1e-4, 1e-5, 1e-5, 1e-6, 1e-7, 1e-8}},
      {kFalling,
       {.factor = 0.5, .patience = 2},
       {1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25, 0.125, 0.125}},
      {kFlat, {.factor = 0.5, .patience = 2}, {1, 1, 0.5, 0.5, 0.25, 0.25, 0.125, 0.125}},
      {kFlat,
       {.factor = 0.5, .patience = 2, .cooldown = 2},
       {1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25}},
      {kFlat,
       {.factor = 0.5, .patience = 1, .cooldown = 1},
       {1, 0.5, 0.25, 0.125, 0.0625, 0.03125, 0.015625, 0.0078125}},
      {kFlat,
       {.factor = 0.25, .patience = 1, .min_lr = 0.1},
       {1, 0.25, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1}},
      {kSlow, {.factor = 0.5, .patience = 2, .min_delta = 0.08}, {1, 1, 1, 1, 1, 1, 1, 1, 1}},
      {kSlow,
       {.factor = 0.5, .patience = 1, .min_delta = 0.08},
       {1, 0.5, 0.5, 0.25, 0.25, 0.125, 0.125, 0.0625, 0.0625}},
      {kSlow,
       {.factor = 0.5, .patience = 2, .min_delta = 0.12},
       {1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.125}},
      {kSlow, {.factor = 0.5, .patience = 2}, {1, 1, 1, 1, 1, 1, 1, 1, 1}},
      {kRising,
       {.factor = 0.5, .patience = 2, .mode = Mode::kMax},
       {1, 1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25}},
      {kRising,
       {.factor = 0.5, .patience = 1, .mode = Mode::kMax, .cooldown = 2},
       {1, 1, 1, 0.5, 0.5, 0.25, 0.25, 0.125, 0.125, 0.0625, 0.0625, 0.03125}},
  };
  int number = 0;
  for (const RateCase& c : cases) {
    SCOPED_TRACE(testing::Message() << "case " << number++);
    Play play("val_loss");
    play.run(c.spec, c.values);
    ASSERT_EQ(play.rates().size(), c.rates.size());
    for (size_t i = 0; i < c.rates.size(); ++i)
      EXPECT_NEAR(play.rates()[i], c.rates[i], 1e-15 + 1e-12 * c.rates[i]) << "epoch " << i + 1;
  }
}

TEST(CSVLogger, WritesALineAnEpoch) {
  const std::string file =
      testing::TempDir() + "gradus_csv_logger_test_" + std::to_string(getpid()) + ".csv";
  Play play("loss");
  const Callback callback(CSVLogger{file});
  for (int run = 0; run < 2; ++run) {  // the second time anew
    play.run(callback, {0.5, 0.25, kNotMeasured, 1.0 / 3});
    std::ifstream in(file);
    std::stringstream text;
    text << in.rdbuf();
    EXPECT_EQ(text.str(), "epoch,loss\n1,0.5\n2,0.25\n3,nan\n4,0.333333333\n");
  }
  std::filesystem::remove(file);
}

TEST(Callback, IsMadeFromASpec) {
  const Callback stopping = make_callback(EarlyStopping{.monitor = "loss", .patience = 3});
  EXPECT_EQ(stopping.monitor(), "loss");
  Play play("loss");
  play.run(stopping, kFlat);
  EXPECT_EQ(play.history().epochs, 4);
  EXPECT_EQ(make_callback(ReduceLROnPlateau{}).monitor(), "val_loss");
}

TEST(Monitored, IsTheLastValue) {
  History history;
  history.columns = {{"loss", {3, 2}}, {"accuracy", {}}};
  EXPECT_EQ(monitored(history, "loss"), 2);
  EXPECT_TRUE(std::isnan(monitored(history, "accuracy"))) << "before the first epoch has ended";
  EXPECT_EQ(error_of([&] { (void)monitored(history, "acuracy"); }),
            "monitor: no metric \"acuracy\"; did you mean \"accuracy\"?");
}

}  // namespace
}  // namespace gradus
