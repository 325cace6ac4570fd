#include <gtest/gtest.h>

#include <cmath>

#include "gradus/base/random.hpp"
#include "gradus/study/statistics.hpp"

namespace gradus::statistics {
namespace {

using Rows = std::vector<std::vector<double>>;

// Rows of noise of which each value resembles the one before it.
Rows noise(Random& random, size_t rows, size_t n, double correlation) {
  Rows out(rows);
  for (std::vector<double>& row : out) {
    double v = random.normal();
    for (size_t i = 0; i < n; ++i) {
      row.push_back(v);
      v = correlation * v + std::sqrt(1 - correlation * correlation) * random.normal();
    }
  }
  return out;
}

double share_of_false(size_t rows, size_t n, double correlation) {
  constexpr int kTries = 600;
  Random random(n * 10 + rows, Purpose::kNoise);
  int seen = 0;
  for (int i = 0; i < kTries; ++i) seen += slope(noise(random, rows, n, correlation)).p <= 0.05;
  return static_cast<double>(seen) / kTries;
}

// 5 % and two standard errors.
TEST(Slope, SeldomSeesWhatIsNotThereHoweverAlikeNeighboursAre) {
  for (const size_t rows : {1, 3})
    for (const size_t n : {5, 12, 75})
      for (const double correlation : {0.0, 0.5, 0.8, 0.9})
        EXPECT_LE(share_of_false(rows, n, correlation), 0.068)
            << rows << " rows of " << n << ", " << correlation;
}

// What was done before, and why it is not: Kendall's test takes neighbours for independent.
TEST(Slope, KendallsTestSeesTrendsInCorrelatedNoise) {
  Random random(1, Purpose::kNoise);
  int seen = 0;
  for (int i = 0; i < 300; ++i) seen += trend(noise(random, 3, 75, 0.8)).p <= 0.05;
  EXPECT_GT(seen, 90);
}

TEST(Slope, SeesWhatIsThere) {
  Random random(2, Purpose::kNoise);
  int seen = 0;
  for (int i = 0; i < 100; ++i) {
    Rows rows = noise(random, 3, 25, 0.5);
    for (std::vector<double>& row : rows)
      for (size_t k = 0; k < row.size(); ++k) row[k] -= 0.3 * static_cast<double>(k);
    const Slope got = slope(rows);
    seen += got.p <= 0.01;
    EXPECT_LT(got.slope, 0);
  }
  EXPECT_GE(seen, 90);
}

TEST(Slope, LinesAndWhatIsTooShort) {
  const Slope line = slope(Rows{{1, 3, 5, 7}});
  EXPECT_NEAR(line.slope, 2, 1e-14);
  EXPECT_LT(line.p, 1e-10);
  EXPECT_EQ(slope(Rows{{1, 2}, {3}}).p, 1);
  EXPECT_EQ(slope(Rows{{2, 2, 2, 2}}).p, 1);
  EXPECT_EQ(slope(Rows{}).slope, 0);
}

// NumPy and SciPy, with the matrices of the autoregression written out.
TEST(Slope, TwoRowsOfNeighboursThatResembleEachOther) {
  const Slope got = slope(Rows{{-0.65, -0.41, 1.25, 1.49, -0.15, 0.22, -0.01, 0.52, -0.52, 0.39,
                                0.97, 2.44, 2.37, 2.53, 1.06, 3.23},
                               {-1.92, -0.15, -0.18, -0.6, -0.62, -0.6, 0.31, 0.5, 1.94, 0.21, 0.67,
                                0.29, 1.44, -0.13, 0.39, 1.19}});
  EXPECT_NEAR(got.slope, 0.15278676470588237, 1e-14);
  EXPECT_NEAR(got.autocorrelation, 0.5826030839502911, 1e-10);
  EXPECT_NEAR(got.p, 0.03514414824647346, 1e-10);
}

}  // namespace
}  // namespace gradus::statistics
