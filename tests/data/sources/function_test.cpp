#include <gtest/gtest.h>

#include <algorithm>

#include "data/draw.hpp"
#include "data/samples.hpp"
#include "gradus/data/load.hpp"
#include "io/support.hpp"

namespace gradus::data {
namespace {

using test::column_of, test::error_of, test::expect_contains;

TEST(Function, EvenPointsRunFromEndToEnd) {
  const Loaded loaded =
      load(sources::Function{.y = "2*x + 1", .x = {-1, 1}}, {.train = 5, .test = 4});
  EXPECT_EQ(column_of(loaded.train, 0), (std::vector<float>{-1, -0.5f, 0, 0.5f, 1}));
  EXPECT_EQ(column_of(loaded.test, 0), (std::vector<float>{-0.75f, -0.25f, 0.25f, 0.75f}));
  for (int64_t r = 0; r < 5; ++r)
    EXPECT_EQ(loaded.train.target(r)[0], 2 * loaded.train.feature(r, 0) + 1);
  EXPECT_EQ(loaded.train.shape(), Shape{1});
  EXPECT_EQ(loaded.train.outputs(), 1);
}

TEST(Function, OnePointLiesInTheMiddle) {
  EXPECT_EQ(load(sources::Function{.y = "x", .x = {2, 4}}, {.train = 1}).train.feature(0, 0), 3);
}

TEST(Function, UniformPointsFillTheRange) {
  const sources::Function source{.y = "abs(x)", .x = {-7, 7}, .draw = sources::Draw::kUniform};
  const Loaded loaded = load(source, {.train = 3000, .test = 750});
  std::vector<float> x = column_of(loaded.train, 0);
  EXPECT_FALSE(std::is_sorted(x.begin(), x.end()));
  std::sort(x.begin(), x.end());
  EXPECT_GE(x.front(), -7);
  EXPECT_LT(x.back(), 7);
  // The largest distance from the uniform distribution (Kolmogorov), at 1.95 / sqrt(n): p = .001.
  double largest = 0;
  for (size_t i = 0; i < x.size(); ++i)
    largest = std::max(largest, std::abs((x[i] + 7.0) / 14 - static_cast<double>(i) / 3000));
  EXPECT_LT(largest, 0.0356);
  EXPECT_EQ(loaded.test.rows(), 750);
}

// The target belongs to the number that the network sees.
TEST(Function, IsComputedAtTheRoundedPoint) {
  const Loaded loaded = load(sources::Function{.y = "1e8*x", .x = {0.1, 0.9}}, {.train = 7});
  for (int64_t r = 0; r < 7; ++r)
    EXPECT_EQ(loaded.train.target(r)[0],
              static_cast<float>(1e8 * double{loaded.train.feature(r, 0)}));
}

TEST(Function, RefusesWhatHasNoValue) {
  const auto refused = [](const sources::Function& f) {
    return error_of([&] { (void)load(f, {.train = 3}); });
  };
  expect_contains(refused({.y = "log(x)", .x = {-1, 1}}), "function: y is nan at x = -1; ");
  expect_contains(refused({.y = "exp(100*x)", .x = {0, 1}}), "function: y is inf at x = 1; ");
  expect_contains(refused({.y = "x", .x = {1, 1}}), "function: x = [1, 1] is no range; ");
  EXPECT_EQ(refused({.y = "t", .x = {0, 1}}), "function: y: unknown name \"t\"; here: x");
  expect_contains(refused({.y = "", .x = {0, 1}}), "function: y: the formula is empty; ");
}

}  // namespace
}  // namespace gradus::data
