// Quantiles by bins against values put in order.
#include "train/quantiles.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "support/batches.hpp"

namespace gradus {
namespace {

using test::Numbers;

constexpr double kShares[] = {0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 1};

void expect_as_in_order(const std::vector<double>& values) {
  std::vector<double> order = values;
  std::sort(order.begin(), order.end());
  const std::vector<double> found = quantiles(values, kShares);
  ASSERT_EQ(found.size(), std::size(kShares));
  for (size_t k = 0; k < found.size(); ++k) {
    const double at = kShares[k] * static_cast<double>(order.size() - 1);
    const auto low = static_cast<size_t>(at);
    const double part = at - static_cast<double>(low);
    const double a = order[low];
    const double wanted = part > 0 ? a + part * (order[low + 1] - a) : a;
    EXPECT_EQ(std::bit_cast<uint64_t>(found[k]), std::bit_cast<uint64_t>(wanted + 0.0))
        << values.size() << " values, share " << kShares[k] << ": " << found[k] << ", in order "
        << wanted;
  }
}

TEST(Quantiles, AreThoseOfTheOrder) {
  Numbers numbers(3);
  for (const size_t count : {1, 2, 3, 7, 64, 65, 100, 1000, 20000}) {
    std::vector<double> even(count), relu(count), steep(count), steps(count), same(count, 0.3);
    for (size_t i = 0; i < count; ++i) {
      even[i] = numbers.one();
      relu[i] = std::max(0.0, numbers.one());
      steep[i] = std::exp(40 * numbers.one());  // nearly all in the first bin
      steps[i] = std::floor(5 * numbers.one());
    }
    for (const std::vector<double>& values : {even, relu, steep, steps, same})
      expect_as_in_order(values);
  }
}

TEST(Quantiles, HoldAtTheEndsOfTheRange) {
  const double most = std::numeric_limits<double>::max();
  const double least = std::numeric_limits<double>::denorm_min();
  expect_as_in_order({-most, most, 0, 1, -1});  // a range beyond all numbers
  expect_as_in_order({0, least, 2 * least, 3 * least, least});
  expect_as_in_order({1, 1 + 0x1p-52, 1 + 0x1p-51, 1});
  expect_as_in_order({-0.0, 0.0, -0.0});
}

}  // namespace
}  // namespace gradus
