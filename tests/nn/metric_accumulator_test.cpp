#include "gradus/nn/metric_accumulator.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "gradus/base/error.hpp"

namespace gradus {
namespace {

using Row = std::vector<double>;

const std::vector<Row> kPredictions = {
    {0.2, 0.7, 0.4}, {0.9, 0.05, 0.3}, {0.4, 0.4, 0.2}, {0.1, 0.8, 0.5}, {0.6, 0.5, 0.7}};
const std::vector<int32_t> kLabels = {1, 2, 0, 1, 0};
const Row kWeights = {1, 2, 0.5, 3, 1.5};

double measured(const Metric& metric, bool weighted) {
  MetricAccumulator sum(metric, 3);
  for (size_t i = 0; i < kPredictions.size(); ++i) {
    sum.add(kPredictions[i], kLabels[i], weighted ? kWeights[i] : 1);
  }
  return sum.result();
}

struct Golden {
  Metric metric;
  double plain, weighted;
};

// Keras 3.15.1, whose means are float's; the last are exact.
const std::vector<Golden> kGolden = {
    {metrics::BinaryAccuracy{}, 0.7333333432674408, 0.7500000074505806},
    {metrics::BinaryAccuracy{0.4}, 0.600000011920929, 0.562500013038516},
    {metrics::CategoricalAccuracy{}, 0.6, 0.5625},
    {metrics::SparseCategoricalAccuracy{}, 0.6, 0.5625},
    {metrics::TopKCategoricalAccuracy{2}, 1.0, 1.0},
    {metrics::MeanSquaredError{}, 0.22350000441074372, 0.2260416727513075},
    {metrics::MeanAbsoluteError{}, 0.4100000083446503, 0.4000000059604645},
    {metrics::Precision{}, 0.6, 0.6111111111111112},
    {metrics::Recall{}, 0.6, 0.6875},
};

TEST(MetricAccumulator, ValuesAreThoseOfKeras) {
  for (const Golden& golden : kGolden) {
    EXPECT_NEAR(measured(golden.metric, false), golden.plain, 3e-8) << metric_name(golden.metric);
    EXPECT_NEAR(measured(golden.metric, true), golden.weighted, 3e-8) << metric_name(golden.metric);
  }
}

TEST(MetricAccumulator, LabelsAndOneHotRowsAndFloatsAgree) {
  const std::vector<std::vector<float>> quarters = {{0.25F, 0.5F, 0}, {0.75F, 0, 0.5F}};
  for (const Golden& golden : kGolden) {
    MetricAccumulator labels(golden.metric, 3), rows(golden.metric, 3), doubles(golden.metric, 3);
    for (size_t i = 0; i < quarters.size(); ++i) {
      const auto label = static_cast<int32_t>(i + 1);
      std::vector<float> one_hot(3);
      one_hot[i + 1] = 1;
      labels.add(quarters[i], label);
      rows.add(quarters[i], one_hot);
      doubles.add(Row(quarters[i].begin(), quarters[i].end()), label);
    }
    EXPECT_EQ(labels.result(), rows.result()) << metric_name(golden.metric);
    EXPECT_EQ(labels.result(), doubles.result()) << metric_name(golden.metric);
  }
}

TEST(MetricAccumulator, MergedPartsAreTheWhole) {
  for (const Golden& golden : kGolden) {
    MetricAccumulator first(golden.metric, 3), second(golden.metric, 3);
    for (size_t i = 0; i < kPredictions.size(); ++i) {
      (i < 2 ? first : second).add(kPredictions[i], kLabels[i], kWeights[i]);
    }
    first.merge(second);
    EXPECT_NEAR(first.result(), measured(golden.metric, true), 1e-15);
  }
}

TEST(MetricAccumulator, BinaryLabelsOfOneOutput) {
  MetricAccumulator accuracy_of_one(accuracy, 1), precision(metrics::Precision{}, 1);
  const std::vector<float> high = {0.9F}, low = {0.1F}, middle = {0.5F};
  for (MetricAccumulator* sum : {&accuracy_of_one, &precision}) {
    sum->add(high, 1);
    sum->add(high, 0);
    sum->add(low, 0);
    sum->add(middle, 0);  // 0.5 is not above 0.5
  }
  EXPECT_EQ(accuracy_of_one.result(), 0.75);
  EXPECT_EQ(precision.result(), 0.5);
}

TEST(MetricAccumulator, TiesGoToTheFirstForAccuracyAndCountForTopK) {
  const Row tied = {0.4, 0.4, 0.2};
  MetricAccumulator first(metrics::CategoricalAccuracy{}, 3),
      top(metrics::TopKCategoricalAccuracy{1}, 3);
  first.add(tied, 1);
  top.add(tied, 1);
  EXPECT_EQ(first.result(), 0);
  EXPECT_EQ(top.result(), 1);
}

TEST(MetricAccumulator, PredictionsThatAreNaNAreRightNowhere) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (int32_t label : {0, 1, 2}) {
    for (const Metric& metric :
         {Metric(metrics::CategoricalAccuracy{}), Metric(metrics::TopKCategoricalAccuracy{2})}) {
      MetricAccumulator sum(metric, 3);
      sum.add(Row{nan, nan, nan}, label);
      EXPECT_EQ(sum.result(), 0) << label;
    }
  }
}

TEST(MetricAccumulator, EmptyIsNaNAndRatiosOfNothingAreZero) {
  EXPECT_TRUE(std::isnan(MetricAccumulator(accuracy, 3).result()));
  MetricAccumulator precision(metrics::Precision{}, 1), recall(metrics::Recall{}, 1);
  precision.add(Row{0.1}, 1);
  recall.add(Row{0.9}, 0);
  EXPECT_EQ(precision.result(), 0);
  EXPECT_EQ(recall.result(), 0);
  recall.add(Row{0.9}, 1);
  EXPECT_EQ(recall.result(), 1);
  recall.reset();
  EXPECT_EQ(recall.result(), 0);
}

TEST(MetricAccumulator, OwnMetricSeesDoublesAndOneHotRows) {
  const metrics::Custom own{
      "own", [](std::span<const double> p, std::span<const double> t) { return p[0] + 10 * t[1]; }};
  MetricAccumulator sum(own, 2);
  sum.add(std::vector<float>{0.5F, 0}, 1);
  sum.add(Row{1.5, 0}, 0, 3);
  EXPECT_DOUBLE_EQ(sum.result(), (10.5 + 3 * 1.5) / 4);
}

TEST(MetricAccumulator, MetricsThatSayNothingAreRefused) {
  const auto message = [](const Metric& metric, int64_t outputs) -> std::string {
    try {
      MetricAccumulator sum(metric, outputs);
    } catch (const Error& e) {
      return e.what();
    }
    return "";
  };
  EXPECT_EQ(message(metrics::CategoricalAccuracy{}, 1),
            "[categorical_accuracy] the largest of one output says nothing; use binary_accuracy");
  EXPECT_EQ(message(metrics::TopKCategoricalAccuracy{}, 3),
            "[top_k_categorical_accuracy] k is 5 of 3 outputs, so every sample counts; give a k "
            "below the number of outputs");
}

TEST(ResolveMetric, AccuracyAsTheLossHasIt) {
  const Metric binary = metrics::BinaryAccuracy{}, categorical = metrics::CategoricalAccuracy{};
  EXPECT_EQ(resolve(accuracy, binary_crossentropy, 1), binary);
  EXPECT_EQ(resolve(accuracy, binary_crossentropy, 10), binary);
  EXPECT_EQ(resolve(accuracy, categorical_crossentropy, 10), categorical);
  EXPECT_EQ(resolve(accuracy, sparse_categorical_crossentropy, 10), categorical);
  EXPECT_EQ(resolve(accuracy, mse, 1), binary);
  EXPECT_EQ(resolve(accuracy, mse, 10), categorical);
  EXPECT_EQ(resolve(metrics::Recall{}, mse, 10), Metric(metrics::Recall{}));
}

}  // namespace
}  // namespace gradus
