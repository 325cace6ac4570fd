#include <gtest/gtest.h>

#include <cmath>

#include "data/draw.hpp"
#include "data/samples.hpp"
#include "io/support.hpp"

namespace gradus::data {
namespace {

std::vector<double> centre_of(const Dataset& set, int32_t label) {
  std::vector<double> mean(static_cast<size_t>(set.shape().size()), 0);
  double n = 0;
  for (int64_t r = 0; r < set.rows(); ++r) {
    if (set.label(r) != label) continue;
    ++n;
    for (size_t i = 0; i < mean.size(); ++i) mean[i] += set.feature(r, static_cast<int64_t>(i));
  }
  for (double& m : mean) m /= n;
  return mean;
}

TEST(Blobs, SpreadEquallyOverTheirCentres) {
  const Dataset set = draw(sources::Blobs{.centers = 4, .features = 3}, 10, {});
  EXPECT_EQ(set.shape(), Shape{3});
  EXPECT_EQ(test::class_counts(set), (std::vector<int64_t>{3, 3, 2, 2}));
}

TEST(Blobs, TrainingAndTestSamplesShareTheirCentres) {
  const sources::Blobs source{.cluster_std = 0.01};
  const Dataset train = draw(source, 30, {7, DrawStreams::kTrain});
  const Dataset test = draw(source, 30, {7, DrawStreams::kTest});
  for (int32_t c = 0; c < 3; ++c) {
    for (size_t i = 0; i < 2; ++i) {
      EXPECT_NEAR(centre_of(train, c)[i], centre_of(test, c)[i], 0.05);
      EXPECT_LE(std::abs(centre_of(train, c)[i]), 10.05);
    }
  }
}

TEST(Blobs, HaveTheirDeviation) {
  const Dataset set = draw(sources::Blobs{.centers = 1, .cluster_std = 3}, 20000, {});
  const double mean = centre_of(set, 0)[1];
  double sum = 0;
  for (float v : test::column_of(set, 1)) sum += (v - mean) * (v - mean);
  EXPECT_NEAR(std::sqrt(sum / 20000), 3, 0.06);
}

TEST(Blobs, NeedASampleACentre) {
  test::expect_contains(test::error_of([] { (void)draw(sources::Blobs{.centers = 5}, 4, {}); }),
                        "blobs: 5 centers, but 4 samples; ");
}

}  // namespace
}  // namespace gradus::data
