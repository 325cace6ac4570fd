#include <gtest/gtest.h>

#include <cmath>

#include "gradus/study/statistics.hpp"

namespace gradus::statistics {
namespace {

TEST(Ranks, FAndStudentizedRangeAgreeWithScipy) {
  EXPECT_NEAR(f_tail(3.5, 2, 18), 0.05199869781422897, 1e-14);
  EXPECT_NEAR(f_tail(0.2, 4, 8), 0.9313819845887328, 1e-14);
  EXPECT_NEAR(f_tail(12, 3, 7), 0.003786779939305284, 1e-15);
  EXPECT_EQ(f_tail(0, 3, 7), 1);
  const std::pair<size_t, double> quantiles[] = {{2, 2.771807648699355},
                                                 {3, 3.314493155398122},
                                                 {4, 3.6331595749026278},
                                                 {10, 4.474124221725907},
                                                 {88, 6.005973945173567}};
  for (const auto& [k, q] : quantiles) EXPECT_NEAR(range_quantile(0.95, k), q, 1e-9 * q) << k;
  EXPECT_NEAR(range_quantile(0.9, 5), 3.478280550703068, 3e-9);
}

// Table 5 of Demsar (2006): q / sqrt(2) is 1.960 for 2 and 2.569 for 4 classifiers.
TEST(Ranks, CriticalDifference) {
  EXPECT_NEAR(critical_difference(2, 1), 1.960 * std::sqrt(1.0), 5e-4);
  EXPECT_NEAR(critical_difference(4, 14), 2.569 * std::sqrt(4 * 5 / (6.0 * 14)), 2e-4);
}

// SciPy's friedmanchisquare, turned into Iman and Davenport's F; post-hoc p-values by statsmodels.
TEST(Ranks, FriedmanWithTies) {
  const std::vector<std::vector<double>> blocks = {{0.92, 0.88, 0.90, 0.85},
                                                   {0.95, 0.91, 0.91, 0.80},
                                                   {0.89, 0.90, 0.88, 0.81},
                                                   {0.97, 0.93, 0.95, 0.90},
                                                   {0.90, 0.90, 0.86, 0.84}};
  const Ranks got = average_ranks(blocks, true);
  EXPECT_EQ(got.blocks, 5u);
  const double expected[] = {1.3, 2.2, 2.5, 4.0};
  for (size_t i = 0; i < 4; ++i) EXPECT_NEAR(got.average[i], expected[i], 1e-15);
  EXPECT_NEAR(got.p, 0.0002441702158728517, 1e-15);
  const double against[] = {1, 0.2832893805902735, 0.2832893805902735, 0.00283093455362351};
  for (size_t i = 0; i < 4; ++i) EXPECT_NEAR(got.against_best[i], against[i], 1e-14);
  // Lower is better: the ranks turn round.
  EXPECT_NEAR(average_ranks(blocks, false).average[3], 1, 1e-15);
}

TEST(Ranks, NaNRanksLastAndLittleSaysNothing) {
  const Ranks got =
      average_ranks(std::vector<std::vector<double>>{{NAN, 1, NAN}, {0, 2, NAN}}, true);
  EXPECT_EQ(got.average, (std::vector<double>{2.25, 1, 2.75}));
  EXPECT_EQ(average_ranks({}, true).p, 1);
  const Ranks equal = average_ranks(std::vector<std::vector<double>>{{1, 1}, {2, 2}}, true);
  EXPECT_EQ(equal.p, 1);
  EXPECT_EQ(equal.average, (std::vector<double>{1.5, 1.5}));
  const Ranks agreed =
      average_ranks(std::vector<std::vector<double>>{{1, 2}, {1, 2}, {1, 2}}, true);
  EXPECT_EQ(agreed.p, 0);
  EXPECT_EQ(agreed.against_best[1], 1);
}

}  // namespace
}  // namespace gradus::statistics
