#include <gtest/gtest.h>

#include <limits>

#include "gradus/base/random.hpp"
#include "gradus/study/statistics.hpp"

namespace gradus::statistics {
namespace {

using Rows = std::vector<std::vector<double>>;

// One row is Kendall's test: SciPy's kendalltau, exact.
TEST(Trend, OneSeedIsKendallsTest) {
  const Trend five = trend(Rows{{1, 3, 2, 5, 4}});
  EXPECT_NEAR(five.tau, 0.6, 1e-15);
  EXPECT_NEAR(five.p, 0.23333333333333334, 1e-15);
  const Trend eight = trend(Rows{{0.1, 0.2, 0.15, 0.4, 0.5, 0.45, 0.7, 0.9}});
  EXPECT_NEAR(eight.tau, 0.8571428571428571, 1e-15);
  EXPECT_NEAR(eight.p, 0.001736111111111111, 1e-15);
}

// All orders within each row written out.
TEST(Trend, SeedsAddUp) {
  const Trend got = trend(Rows{{1, 2, 3, 4}, {2, 1, 3, 4}, {1, 3, 2, 5}});
  EXPECT_NEAR(got.p, 0.007523148148148148, 1e-15);
  EXPECT_EQ(got.seeds, 3u);
  const Trend falling = trend(Rows{{4, 3, 2, 1}, {4, 3, 1, 2}, {5, 2, 3, 1}});
  EXPECT_EQ(falling.p, got.p);
  EXPECT_EQ(falling.tau, -got.tau);
}

TEST(Trend, TiesUseTheNormalDistribution) {  // S = 33 and its variance 83 by Kendall's formula
  const Trend got = trend(Rows{{1, 2, 2, 3, 3, 3, 5}, {2, 1, 4, 4, 6, 5, 7}});
  EXPECT_NEAR(got.p, 0.00044398497897853764, 1e-15);
  EXPECT_NEAR(got.tau, (0.8997354108424375 + 0.7807200583588265) / 2, 1e-15);
}

TEST(Trend, MissingValuesAreLeftOut) {
  const double none = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(trend(Rows{{1, none, 3, 2, 5, 4}}).p, trend(Rows{{1, 3, 2, 5, 4}}).p);
  const Trend nothing = trend(Rows{{none, 1}, {none, none}});
  EXPECT_EQ(nothing.seeds, 0u);
  EXPECT_EQ(nothing.p, 1);
  EXPECT_EQ(trend(Rows{{2, 2, 2}}).p, 1);
}

TEST(Trend, SeldomSeesWhatIsNotThere) {
  Random random(5, Purpose::kNoise);
  int seen = 0;
  for (int repeat = 0; repeat < 2000; ++repeat) {
    Rows rows(3, std::vector<double>(5));
    for (auto& row : rows)
      for (double& v : row) v = static_cast<double>(random.below(repeat % 2 == 0 ? 4 : 100000));
    seen += trend(rows).p <= 0.05;
  }
  EXPECT_LE(seen, 115);  // 100 expected at most, with a standard error of 10
}

}  // namespace
}  // namespace gradus::statistics
