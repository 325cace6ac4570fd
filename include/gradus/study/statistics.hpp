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
/// P(F > f) of Fisher's distribution, f >= 0.
[[nodiscard]] double f_tail(double f, double above, double below);
/// q with P(range of k standard normal values <= q) = p: the studentized range with infinite
/// degrees, k >= 2. Relative error below 1e-9.
[[nodiscard]] double range_quantile(double p, size_t k);
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
  kResampled,   ///< Student's with Nadeau and Bengio's variance
  kBootstrap,
};

struct Interval {
  double low, high;
  IntervalMethod method = IntervalMethod::kNone;
};

/// Student's t interval.
[[nodiscard]] Interval interval_of_mean(std::span<const double> values, double level = 0.95);
/// The same of values from resampled training sets, such as folds: with the standard error of
/// Nadeau and Bengio for this overlap.
[[nodiscard]] Interval resampled_interval(std::span<const double> values, double overlap,
                                          double level = 0.95);
/// Efron's bias-corrected and accelerated bootstrap of the mean (1987), 10000 samples drawn with a
/// seed of its own. Below 32 values Student's: few values drawn again say too little of their own
/// spread, and percentiles of a bootstrap declare a winner among equals in 24 of 100 searches at 3
/// values.
[[nodiscard]] Interval bootstrap_of_mean(std::span<const double> values, double level = 0.95);
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

/// Student's test of differences from resampled training sets, with the variance
/// (1 / n + overlap) (s^2 + grid^2 / 12) of Nadeau and Bengio (2003); of repeated folds all n
/// differences (Bouckaert and Frank 2004). Overlap 0 is paired_t.
[[nodiscard]] PairedTest resampled_t(std::span<const double> differences, double overlap,
                                     double grid = 0, double level = 0.95);

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
  kResampled,  ///< Student's with Nadeau and Bengio's variance: over folds
  kChosen,     ///< of the best of many: see compare_chosen
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
  double overlap = 0;                 ///< of the trainings of folds: see standard_error
};

/// Compares each pair and corrects over all. The test depends on the count of pairs and
/// comparisons alone, never on the values: shares by McNemar; folds by Nadeau and Bengio; others by
/// Wilcoxon where even the
/// strictest of Holm's levels can be reached by the pairs there are, otherwise by Student.
[[nodiscard]] std::vector<Comparison> compare(std::span<const PairedSample> samples,
                                              double level = 0.05);

/// Compares what was chosen as the best of many, whose luck is part of why it was chosen.
///
/// `points` holds the values of each over the same folds or seeds (at least two). Without `groups`
/// the point of the best mean is compared with each, in the order of the points, itself included;
/// with them (a group's number for each point, from 0) the best of each group with those of all
/// others, in the order (0, 1), (0, 2) ... (1, 2) ...
///
/// Holm's correction holds for comparisons fixed beforehand: of equal points it declares the best
/// of 88 different from another in 25 of 100 searches over 5 seeds. So the correction is that of
/// 1999 simulated searches among equal points with these points' spreads, folds that overlap
/// included: `corrected` is the share of those whose largest statistic is at least this one's. The
/// statistic is Nadeau and Bengio's t with a variance no smaller than the median point's, since
/// one of many small samples always happens to be steady.
[[nodiscard]] std::vector<Comparison> compare_chosen(std::span<const std::vector<double>> points,
                                                     bool higher_is_better, double overlap = 0,
                                                     std::span<const size_t> groups = {},
                                                     double level = 0.05);

/// How points rank over blocks, such as data sets or folds.
struct Ranks {
  std::vector<double> average;  ///< of each point; 1 is the best
  size_t blocks = 0;
  double p = 1;  ///< that all are equal: Friedman's test in Iman and Davenport's form (1980)
  /// Each against the point of the best average rank, corrected by Holm (Demsar 2006).
  std::vector<double> against_best;
};

/// `blocks` holds the values of all points in each block; equal values share their rank, NaN ranks
/// last. Folds that overlap are not independent blocks: p is then too small.
[[nodiscard]] Ranks average_ranks(std::span<const std::vector<double>> blocks,
                                  bool higher_is_better);
/// Nemenyi's critical difference of average ranks: points further apart differ.
[[nodiscard]] double critical_difference(size_t points, size_t blocks, double level = 0.05);

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

/// A straight line through a series in time, whose values resemble those before them.
struct Slope {
  /// Mean of the rows, from each value (or average) to the next; 0 without a row of three values.
  double slope = 0;
  double p = 1;                ///< two-sided, that it is 0
  double autocorrelation = 0;  ///< of neighbours about their lines, as the test allows for
};

/// `rows` holds finite values at even steps, a row for each training. Least squares in each row;
/// the errors are taken for a first-order autoregression, common to all rows. Its coefficient is
/// what makes the autocorrelation of residuals expected that was found, plus one standard error:
/// with independent errors assumed, a steady curve whose neighbours correlate by 0.8 passes for a
/// trend in 41 of 100 cases. The degrees of freedom are those of as many independent values. Rows
/// of more than 80 values are averaged to at least 40 first.
[[nodiscard]] Slope slope(std::span<const std::vector<double>> rows);

}  // namespace gradus::statistics
