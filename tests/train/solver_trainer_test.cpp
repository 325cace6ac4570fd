#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "gradus/base/error.hpp"
#include "gradus/data/make.hpp"
#include "gradus/train/instruments.hpp"
#include "gradus/train/model.hpp"

namespace gradus {
namespace {

Model network(const Optimizer& optimizer, std::vector<Metric> metrics = {}) {
  Model model(Input{2}, Dense{.units = 6, .activation = tanh},
              Dense{.units = 1, .activation = sigmoid});
  model.compile({.loss = binary_crossentropy, .optimizer = optimizer, .metrics = metrics});
  return model;
}

data::Dataset moons() {
  return data::make_moons({.train = 120, .test = 40, .noise = 0.1, .seed = 3}).train;
}

std::vector<Optimizer> solvers(int64_t most) {
  return {TruncatedNewton{most}, LBFGS{most}, ConjugateGradient{most}, Rprop{most}};
}

TEST(SolverTrainer, EvaluationsAreEpochs) {
  for (const Optimizer& optimizer : solvers(60)) {
    Model model = network(optimizer, {accuracy});
    const History history = model.fit(moons(), {.epochs = 7, .seed = 1});
    ASSERT_TRUE(history.solver);
    EXPECT_EQ(history.solver->evaluations, 60);
    EXPECT_EQ(history.epochs, 60);
    EXPECT_EQ(history.steps, 60);
    EXPECT_EQ(history.solver->stopped_by, "evaluations used up");
    EXPECT_GT(history.solver->iterations, 0);
    EXPECT_EQ(history.status, Status::kCompleted);
    EXPECT_TRUE(history.learned);
    EXPECT_EQ(history.find("learning_rate"), nullptr);
    EXPECT_EQ(history.find("loss")->size(), 60u);
    EXPECT_EQ(history.find("binary_accuracy") == nullptr ? history.find("accuracy")->size()
                                                         : history.find("binary_accuracy")->size(),
              60u);
  }
}

TEST(SolverTrainer, EndsAtTheBestPointInDouble) {
  const data::Dataset samples = moons();
  for (const Optimizer& optimizer : solvers(50)) {
    Model model = network(optimizer);
    const History history = model.fit(samples, {.seed = 2});
    EXPECT_TRUE(model.options().float64);
    const std::vector<double>& loss = *history.find("loss");
    const auto least = std::min_element(loss.begin(), loss.end());
    EXPECT_EQ(history.best_epoch, least - loss.begin() + 1);
    // evaluate() sums in the same shards.
    EXPECT_NEAR(model.evaluate(samples)["loss"], *least, 1e-14);
    EXPECT_LT(*least, loss.front());
  }
}

TEST(SolverTrainer, GivesTheSameBitsOnAnyNumberOfThreads) {
  for (const Optimizer& optimizer : solvers(30)) {
    Model one = network(optimizer), two = network(optimizer);
    const History a = one.fit(moons(), {.seed = 4, .threads = 1});
    const History b = two.fit(moons(), {.seed = 4, .threads = 2});
    EXPECT_EQ(*a.find("loss"), *b.find("loss"));
    EXPECT_EQ(a.solver, b.solver);
  }
}

TEST(SolverTrainer, StopsWhereTheGradientVanishes) {
  // A line through points that lie on it: a quadratic with its least value 0.
  Tensor x(4, Shape{1}), y(4, Shape{1});
  for (int i = 0; i < 4; ++i) {
    x.data()[i] = static_cast<float>(i);
    y.data()[i] = static_cast<float>(2 * i - 1);
  }
  for (const Optimizer& optimizer : solvers(5000)) {
    Model model(Input{1}, Dense{.units = 1});
    model.compile({.loss = mse, .optimizer = optimizer});
    const History history = model.fit(data::Dataset(x, y), {.seed = 1});
    EXPECT_EQ(history.solver->stopped_by, "gradient norm");
    EXPECT_LT(history.solver->evaluations, 1000);
    EXPECT_NEAR(model.weights("dense/kernel").data()[0], 2, 1e-6);
    EXPECT_NEAR(model.weights("dense/bias").data()[0], -1, 1e-6);
  }
}

TEST(SolverTrainer, CallbacksHearOfEveryEvaluation) {
  struct Counter : Listener {
    int64_t epochs = 0, stop_at;
    explicit Counter(int64_t at) : stop_at(at) {}
    void epoch_end(Training& training) override {
      EXPECT_EQ(training.epoch(), epochs);
      EXPECT_EQ(training.history().epochs, ++epochs);
      if (epochs == stop_at) training.stop();
    }
  };
  const auto counter = std::make_shared<Counter>(13);
  Model model = network(LBFGS{});
  const History history = model.fit(moons(), {.callbacks = {counter}});
  EXPECT_EQ(counter->epochs, 13);
  EXPECT_EQ(history.epochs, 13);
  EXPECT_EQ(history.status, Status::kStopped);
  EXPECT_EQ(history.solver->stopped_by, "a callback");
  EXPECT_EQ(history.solver->evaluations, 13);
}

TEST(SolverTrainer, EndsAtTheTarget) {
  Model model = network(LBFGS{});
  const data::Dataset samples = moons();
  const History history = model.fit(samples, {.until = Until{"loss", 0.3}});
  EXPECT_EQ(history.status, Status::kConverged);
  EXPECT_EQ(history.solver->stopped_by, "target reached");
  EXPECT_EQ(history.best_epoch, history.epochs);
  EXPECT_LE(history.find("loss")->back(), 0.3);
  EXPECT_NEAR(model.evaluate(samples)["loss"], history.find("loss")->back(), 1e-14);
}

// Where the curvature is measured, or a line search has gone too far, the end is not the lowest
// point.
TEST(SolverTrainer, TheGradientNormIsThatOfTheEnd) {
  const data::Dataset samples = moons();
  int higher = 0;
  for (int64_t end = 1; end <= 12; ++end) {
    Model model = network(TruncatedNewton{});
    const History history = model.fit(samples, {.until = Until{"loss", 10, end}});
    ASSERT_EQ(history.epochs, end);
    const std::vector<double>& loss = *history.find("loss");
    higher += loss.back() > *std::min_element(loss.begin(), loss.end()) ? 1 : 0;
    double squares = 0;
    for (const Reading& r :
         Instruments(model).gradients(samples, GradientOf::kWeights, {.samples = 0}))
      squares += r.distribution.norm * r.distribution.norm;
    EXPECT_NEAR(history.solver->gradient_norm, std::sqrt(squares), 1e-12) << end;
  }
  EXPECT_GT(higher, 0);
}

TEST(SolverTrainer, MeasuresValidationAtTheEndPointToo) {
  Model model = network(LBFGS{.max_evaluations = 25});
  const History history = model.fit(
      moons(),
      {.validation = data::make_moons({.train = 50, .seed = 9}).train, .validation_freq = 10});
  const std::vector<double>& loss = *history.find("val_loss");
  EXPECT_FALSE(std::isnan(loss[9]));
  EXPECT_TRUE(std::isnan(loss[10]) || history.best_epoch == 11);
  EXPECT_FALSE(std::isnan(loss[static_cast<size_t>(history.best_epoch - 1)]));
}

TEST(SolverTrainer, RefusesWhatChangesFromOneEvaluationToTheNext) {
  Model model(Input{2}, Dense{.units = 4}, Dropout{.rate = 0.5}, Dense{.units = 1});
  model.compile({.loss = mse, .optimizer = LBFGS{}});
  EXPECT_THROW((void)model.fit(moons(), {}), Error);
  Model normal(Input{2}, Dense{.units = 4}, BatchNormalization{}, Dense{.units = 1});
  normal.compile({.loss = mse, .optimizer = LBFGS{}});
  EXPECT_THROW((void)normal.fit(moons(), {}), Error);
  EXPECT_THROW((void)network(LBFGS{}).train_on_batch(moons()), Error);
}

TEST(SolverTrainer, AStartThatIsNotFiniteIsDiverged) {
  Model model = network(TruncatedNewton{});
  Tensor kernel = model.weights("dense/kernel");
  kernel.data()[0] = std::nanf("");
  model.set_weights("dense/kernel", kernel);
  const History history = model.fit(moons(), {.keep_weights = true});
  EXPECT_EQ(history.status, Status::kDiverged);
  EXPECT_EQ(history.where.layer, "dense");
  EXPECT_EQ(history.solver->stopped_by, "start is not finite");
}

}  // namespace
}  // namespace gradus
