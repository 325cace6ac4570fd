#include "train/adapt.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "support/histories.hpp"
#include "support/sets.hpp"

namespace gradus {
namespace {

using namespace gradus::test;

std::vector<double> start(const Network& network) {
  std::vector<double> values(static_cast<size_t>(network.graph.values()));
  initialize(network, 0, values);
  return values;
}

TEST(Adapt, MeasuresTheChannelsAsTheNetworkSeesThem) {
  // Two samples of two places with two channels each; seen as 2 x + 1.
  const data::Dataset samples =
      number_set(4, {0, 10, 1, 10, 2, 10, 5, 14}, 1, {0, 0}).reshaped({2, 2}).mapped({2}, {1});
  const Network network = lower({2, 2}, {Normalization{}, Flatten{}, Dense{1}});
  std::vector<double> values = start(network);
  adapt(network, samples, values);
  const auto at = static_cast<size_t>(network.graph.statistics_at());
  EXPECT_EQ(values[at], 5) << "of 1, 3, 5, 11";
  EXPECT_EQ(values[at + 1], 23) << "of 21, 21, 21, 29";
  EXPECT_EQ(values[at + 2], 14) << "(16 + 4 + 0 + 36) / 4";
  EXPECT_EQ(values[at + 3], 12) << "(4 + 4 + 4 + 36) / 4";
}

TEST(Adapt, IsNeededWhereNothingWasMeasured) {
  const Network network = lower({3}, {Normalization{}, Dense{1}});
  std::vector<double> values = start(network);
  EXPECT_TRUE(awaits_data(network, values));
  adapt(network, random_numbers(9, 3, 1), values);
  EXPECT_FALSE(awaits_data(network, values));
  const Network plain = lower({3}, {Normalization{.adapt = false}, BatchNormalization{}});
  EXPECT_FALSE(awaits_data(plain, start(plain)));
}

}  // namespace
}  // namespace gradus
