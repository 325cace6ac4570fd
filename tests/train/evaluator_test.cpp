// Metrics of a training and of an evaluation, against MetricAccumulator fed by hand.
#include "train/evaluator.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/histories.hpp"
#include "support/sets.hpp"

namespace gradus {
namespace {

using namespace gradus::test;

metrics::Custom largest_error() {
  return {.name = "largest_error",
          .value = [](std::span<const double> p, std::span<const double> t) {
            double most = 0;
            for (size_t i = 0; i < p.size(); ++i) most = std::max(most, std::abs(p[i] - t[i]));
            return most;
          }};
}

/// A metric over a data set, sample by sample.
double by_hand(const Metric& metric, const Loss& loss, const Model& model, const data::Dataset& set,
               const std::vector<double>& class_weight = {}) {
  const Tensor predictions = model.predict(set);
  MetricAccumulator accumulator(resolve(metric, loss, model.outputs()), model.outputs());
  for (int64_t r = 0; r < set.rows(); ++r) {
    const size_t own = set.row_index()[static_cast<size_t>(r)];
    const std::vector<float>& weights = set.body().weights;
    double weight = weights.empty() ? 1 : static_cast<double>(weights[own]);
    if (!class_weight.empty()) weight *= class_weight[static_cast<size_t>(set.label(r))];
    if (set.has_classes()) {
      accumulator.add(predictions.row(r), set.label(r), weight);
    } else {
      const std::vector<float> target = set.target(r);
      accumulator.add(predictions.row(r), std::span<const float>(target), weight);
    }
  }
  return accumulator.result();
}

struct Case {
  const char* name;
  Loss loss;
  Activation last;
  data::Dataset set;
  std::vector<Metric> metrics;
};

std::vector<Case> cases() {
  const std::vector<Metric> of_classes = {accuracy,
                                          metrics::Precision{},
                                          metrics::TopKCategoricalAccuracy{.k = 2},
                                          metrics::Recall{},
                                          metrics::MeanSquaredError{},
                                          largest_error(),
                                          metrics::BinaryAccuracy{.threshold = 0.3},
                                          metrics::SparseCategoricalAccuracy{},
                                          metrics::MeanAbsoluteError{}};
  const std::vector<Metric> of_one = {accuracy, metrics::Precision{}, metrics::Recall{},
                                      metrics::BinaryAccuracy{}, metrics::MeanAbsoluteError{}};
  const std::vector<Metric> of_numbers = {metrics::MeanSquaredError{}, largest_error(),
                                          metrics::MeanAbsoluteError{}};
  std::vector<Case> all;
  for (const bool weighted : {false, true}) {
    all.push_back({"classes", categorical_crossentropy, softmax,
                   random_classes(333, 5, 4, 1, weighted), of_classes});
    all.push_back({"one output", binary_crossentropy, sigmoid,
                   random_classes(100, 5, 2, 2, weighted), of_one});
    all.push_back({"numbers", mse, linear, random_numbers(77, 5, 3, 3, weighted), of_numbers});
  }
  return all;
}

Model model_for(const Case& c, bool float64) {
  const int64_t units =
      c.set.has_classes() ? (c.set.classes() == 2 ? 1 : c.set.classes()) : c.set.outputs();
  Model model{Input{5}, Dense{.units = 9, .activation = tanh},
              Dense{.units = units, .activation = c.last}};
  model.compile({.loss = c.loss, .optimizer = SGD{}, .metrics = c.metrics, .float64 = float64});
  model.initialize(3);
  return model;
}

TEST(Evaluation, MetricsEqualTheAccumulators) {
  for (const Case& c : cases()) {
    for (const bool float64 : {false, true}) {
      SCOPED_TRACE(testing::Message() << c.name << " float64 " << float64);
      const Model model = model_for(c, float64);
      for (const int threads : {1, 3}) {
        const Evaluation got = model.evaluate(c.set, threads);
        ASSERT_EQ(got.values.size(), 2 + c.metrics.size());
        for (size_t i = 0; i < c.metrics.size(); ++i) {
          SCOPED_TRACE(metric_name(c.metrics[i]));
          EXPECT_EQ(got.values[2 + i].first, metric_name(c.metrics[i]));
          // The same numbers, in float's order or in double's.
          EXPECT_NEAR(got.values[2 + i].second, by_hand(c.metrics[i], c.loss, model, c.set), 2e-7);
        }
      }
    }
  }
}

// While training, with a rate of 0 so that all batches see the same weights.
TEST(Training, MetricsEqualTheAccumulators) {
  for (Case& c : cases()) {
    SCOPED_TRACE(c.name);
    Model model = model_for(c, false);
    model.compile({.loss = c.loss, .optimizer = SGD{.learning_rate = 0}, .metrics = c.metrics});
    const std::vector<double> class_weight =
        c.set.classes() == 4 ? std::vector<double>{1, 3, 0.5, 2} : std::vector<double>{};
    const History history = model.fit(c.set, {.batch_size = 32,
                                              .epochs = 2,
                                              .validation = c.set,
                                              .class_weight = class_weight,
                                              .keep_weights = true});
    for (const Metric& metric : c.metrics) {
      SCOPED_TRACE(metric_name(metric));
      EXPECT_NEAR(column(history, metric_name(metric))[1],
                  by_hand(metric, c.loss, model, c.set, class_weight), 2e-7);
      EXPECT_NEAR(column(history, "val_" + metric_name(metric))[1],
                  by_hand(metric, c.loss, model, c.set), 2e-7)
          << "class weights are the training's alone";
    }
  }
}

// Keras's sum_over_batch_size: weighted losses are added, and divided by the number of rows.
TEST(Evaluation, LossIsTheWeightedSumOverTheRows) {
  const data::Dataset set = number_set(1, {0, 0, 0}, 1, {1, 2, 3}, {1, 0, 0.5});
  Model model{Input{1}, Dense{.units = 1}};
  model.compile({.loss = mse, .optimizer = SGD{}, .metrics = {metrics::MeanSquaredError{}}});
  const Evaluation got = model.evaluate(set);
  EXPECT_NEAR(got["loss"], (1 + 0.5 * 9) / 3, 1e-6);
  EXPECT_NEAR(got["mse"], (1 + 0.5 * 9) / 1.5, 1e-6) << "a metric is a weighted mean";
}

TEST(Evaluation, NamesWhatThereIs) {
  Model model{Input{1}, Dense{.units = 1}};
  model.compile({.loss = mse, .metrics = {metrics::MeanAbsoluteError{}}});
  const Evaluation got = model.evaluate(number_set(1, {0}, 1, {1}));
  EXPECT_EQ(error_of([&] { (void)got["data_los"]; }),
            "evaluation: no metric \"data_los\"; did you mean \"data_loss\"?");
}

// A metric that says nothing of such outputs is refused, whoever would have summed it.
TEST(Evaluation, RefusesMetricsThatSayNothing) {
  Model model{Input{1}, Dense{.units = 1}};
  model.compile({.loss = mse, .metrics = {metrics::CategoricalAccuracy{}}});
  EXPECT_EQ(error_of([&] { (void)model.evaluate(number_set(1, {0}, 1, {1})); }),
            "[categorical_accuracy] the largest of one output says nothing; use binary_accuracy");
}

}  // namespace
}  // namespace gradus
