#include <gtest/gtest.h>

#include <cmath>

#include "engine/reference.hpp"
#include "support/lanes.hpp"
#include "support/targets.hpp"
#include "support/tolerance.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

struct Case {
  MetricKind kind;
  bool labels, weights;
  size_t samples, outputs;
};

template <class T>
void check(const Case& c) {
  SCOPED_TRACE(testing::Message() << "metric " << static_cast<int>(c.kind) << " labels " << c.labels
                                  << " weights " << c.weights << ", " << c.samples << " samples of "
                                  << c.outputs);
  const size_t n = c.outputs;
  Numbers numbers(c.samples * 100 + n);
  std::vector<double> y = numbers.many(c.samples * n, 0, 1), target, labels;
  const std::vector<double> weights =
      c.weights ? numbers.many(c.samples, 0, 3) : std::vector<double>(c.samples, 1);
  if (n > 1) y[1] = y[0];  // a tie, and the threshold itself
  if (n > 2) y[2] = 0.5;
  for (size_t r = 0; r < c.samples; ++r) {
    labels.push_back(static_cast<double>(numbers.below(n == 1 ? 2 : n)));
    const bool soft = !c.labels && c.kind != MetricKind::kBinaryAccuracy;
    for (size_t j = 0; j < n; ++j) {
      const bool here = n == 1 ? labels[r] == 1 : labels[r] == static_cast<double>(j);
      target.push_back(soft ? numbers.one(0, 1) : here ? 1 : 0);
    }
  }
  const AlignedVector<T> in = to_lanes<T>(y, n), rows = to_lanes<T>(target, n),
                         classes = to_lanes<T>(labels, 1), shares = to_lanes<T>(weights, 1);
  const std::vector<double> got = on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    Guarded<double> sums(std::vector<double>(kLanes, 0.25));
    kernels.metric({c.kind, in.data(), c.labels ? nullptr : rows.data(),
                    c.labels ? classes.data() : nullptr, c.weights ? shares.data() : nullptr,
                    c.samples, n, sums.data()});
    EXPECT_TRUE(sums.intact());
    return sums.values();
  });
  std::vector<double> want(kLanes, 0.25);
  for (size_t r = 0; r < c.samples; ++r) {
    want[r % kLanes] += weights[r] * reference::metric(c.kind, {&y[r * n], n}, {&target[r * n], n});
  }
  for (size_t l = 0; l < kLanes; ++l)
    EXPECT_NEAR(got[l], want[l], twin_tolerance<T>(kMetricError, static_cast<double>(n), want[l]));
}

TEST(Metric, EqualsItsTwin) {
  size_t turn = 0;
  for (const MetricKind kind : {MetricKind::kBinaryAccuracy, MetricKind::kCategoricalAccuracy,
                                MetricKind::kMse, MetricKind::kMae}) {
    for (const size_t outputs : {1, 2, 3, 5, 16, 17}) {
      for (const size_t samples : {1, 3, 15, 16, 17, 33}) {
        const Case c{kind, turn % 2 == 0, turn % 3 == 0, samples, outputs};
        check<float>(c);
        check<double>(c);
        ++turn;
      }
    }
  }
}

// A network that gives NaN is right nowhere, and not about class 0.
TEST(Metric, NanIsNeverTheLargest) {
  const std::vector<double> y = {kNan<double>, kNan<double>, kNan<double>,  //
                                 kNan<double>, 0.1,          0.7},
                            labels = {0, 2};
  const AlignedVector<float> in = to_lanes<float>(y, 3), classes = to_lanes<float>(labels, 1);
  on_targets<float>([&](const cpu::Kernels<float>& kernels) {
    std::vector<double> sums(kLanes, 0.0);
    kernels.metric({MetricKind::kCategoricalAccuracy, in.data(), nullptr, classes.data(), nullptr,
                    2, 3, sums.data()});
    EXPECT_EQ(sums[0], 0);
    EXPECT_EQ(sums[1], 1);
    return sums;
  });
}

}  // namespace
}  // namespace gradus::engine
