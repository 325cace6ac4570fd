#include "gradus/nn/metrics.hpp"

#include <gtest/gtest.h>

namespace gradus {
namespace {

TEST(Metrics, NamesAreTheKindsAndOnesOwn) {
  EXPECT_EQ(metric_name(accuracy), "accuracy");
  EXPECT_EQ(metric_name(metrics::TopKCategoricalAccuracy{3}), "top_k_categorical_accuracy");
  EXPECT_EQ(metric_name(metrics::MeanSquaredError{}), "mse");
  EXPECT_EQ(metric_name(metrics::Custom{"share of cats", {}}), "share of cats");
}

}  // namespace
}  // namespace gradus
