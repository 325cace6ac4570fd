#pragma once

#include <cstdint>
#include <span>
#include <vector>

/// The statistics behind findings. Their own quantile functions, so that an answer has the same
/// digits on every machine. Functions of a sample expect finite values; those of an empty sample
/// are NaN.
namespace gradus::statistics {

// Distributions. Relative error below 1e-12 but where stated.

/// P(Z > z) of the standard normal distribution; keeps its digits far out.
[[nodiscard]] double normal_tail(double z);
/// z with P(Z <= z) = p, 0 < p < 1.
[[nodiscard]] double normal_quantile(double p);
/// P(T > t) of Student's distribution with `freedom` degrees, freedom > 0.
[[nodiscard]] double t_tail(double t, double freedom);
/// t with P(T <= t) = p, 0 < p < 1. Relative error below 1e-10.
[[nodiscard]] double t_quantile(double p, double freedom);
/// P(X <= successes) of n tosses of a fair coin.
[[nodiscard]] double coin_cdf(int64_t successes, int64_t n);

// Descriptions.

[[nodiscard]] double mean(std::span<const double> values);
/// The mean of the middle two, for an even count.
[[nodiscard]] double median(std::span<const double> values);
/// With n - 1 below; NaN for fewer than two values.
[[nodiscard]] double standard_deviation(std::span<const double> values);
/// Standard error of the mean; NaN for fewer than two values. With `overlap`, the number of
/// held-out samples for each training sample (1 / (K - 1) for K folds), of values from resampled
/// training sets, which agree more than independent ones: sqrt((1 / n + overlap) s^2) of Nadeau and
/// Bengio, "Inference for the generalization error" (2003).
[[nodiscard]] double standard_error(std::span<const double> values, double overlap = 0);
/// The p-quantile, 0 <= p <= 1, linear between order statistics (NumPy's default, type 7 of
/// Hyndman and Fan 1996).
[[nodiscard]] double quantile(std::span<const double> values, double p);

// Intervals.

enum class IntervalMethod {
  kNone,            ///< a single value, or none
  kRange,           ///< smallest to largest: too few values for an interval at the level asked
  kOrderStatistic,  ///< two order statistics, at least the level for any distribution
  kStudent,
  kWilson,
  kSignedRank,  ///< Walsh averages, by inverting Wilcoxon's test
};

struct Interval {
  double low, high;
  IntervalMethod method = IntervalMethod::kNone;
};

/// Student's t interval.
[[nodiscard]] Interval interval_of_mean(std::span<const double> values, double level = 0.95);
/// By order statistics, which hold the level for any distribution; the range below 6 values at 95
/// %. (Percentiles of a bootstrap were tried: at 33 values they held the median in 92 of 100
/// samples.)
[[nodiscard]] Interval interval_of_median(std::span<const double> values, double level = 0.95);
/// Wilson's score interval of a share (1927). Both may be fractions, where trials count for less
/// than one.
[[nodiscard]] Interval interval_of_share(double successes, double n, double level = 0.95);

// Tests of paired differences, two-sided.

struct PairedTest {
  double p = 1;
  double difference;  ///< Hodges and Lehmann's median of Walsh averages, or the mean
  Interval interval;  ///< of that difference
};

/// Wilcoxon's signed rank test. Differences of 0 are left out of the ranks; equal sizes share
/// theirs. The null distribution is exact, ties included, up to 100 differences, beyond that the
/// normal one with both corrections. The interval needs 2^(1-n) <= 1 - level; else it is the range.
[[nodiscard]] PairedTest wilcoxon(std::span<const double> differences, double level = 0.95);

/// Student's paired test. `grid` is the step in which values come (10 for epochs that are looked at
/// every 10): its rounding variance, grid^2 / 12 (Sheppard), is added to the differences', so that
/// two or three equal differences do not pass for certainty.
[[nodiscard]] PairedTest paired_t(std::span<const double> differences, double grid = 0,
                                  double level = 0.95);

/// McNemar's exact test: of the pairs that disagree, as many one way as the other?
[[nodiscard]] double mcnemar(int64_t only_first, int64_t only_second);

/// Holm's correction (1979): p-values that may be compared with one level whatever their number.
[[nodiscard]] std::vector<double> holm(std::span<const double> p);

// Comparisons, as findings make them.

/// Which test a comparison used.
enum class TestKind {
  kNone,      ///< fewer than two pairs, or all values equal
  kWilcoxon,  ///< where so many pairs can reach the level
  kStudent,   ///< with fewer
  kMcNemar,
};

/// Two variants over the same seeds.
struct Comparison {
  size_t pairs = 0;
  TestKind test = TestKind::kNone;
  double p = 1;           ///< of this comparison alone
  double corrected = 1;   ///< by Holm, over the comparisons made together
  double difference = 0;  ///< first minus second: Hodges-Lehmann, mean, or of shares
  Interval interval{0, 0};
  /// The smallest difference that would have been seen four times in five; infinity where none
  /// could.
  double visible = 0;
  [[nodiscard]] bool differs(double level = 0.05) const { return corrected <= level; }
};

/// The differences of one pair of variants.
struct PairedSample {
  std::vector<double> first, second;  ///< of the same seeds, finite, in the same order
  bool share = false;                 ///< 0 or 1 each
};

/// Compares each pair and corrects over all. The test depends on the count of pairs and
/// comparisons alone, never on the values: shares by McNemar; others by Wilcoxon where even the
/// strictest of Holm's levels can be reached by the pairs there are, otherwise by Student.
[[nodiscard]] std::vector<Comparison> compare(std::span<const PairedSample> samples,
                                              double level = 0.05);

/// Whether values rise or fall along an axis.
struct Trend {
  double tau = 0;    ///< mean over seeds of Kendall's tau-b
  double p = 1;      ///< that of their sum, if the axis changed nothing at all
  size_t seeds = 0;  ///< with at least two values
};

/// `rows` holds a row for each seed: its values in the order of the axis, NaN where there is none.
/// Kendall's S is summed over seeds and held against its distribution over all orders within each
/// seed: exact without ties up to 3000 pairs, otherwise normal with ties and continuity corrected.
[[nodiscard]] Trend trend(std::span<const std::vector<double>> rows);

}  // namespace gradus::statistics
