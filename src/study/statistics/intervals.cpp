#include <algorithm>
#include <cmath>

#include "gradus/study/statistics.hpp"

namespace gradus::statistics {

Interval interval_of_mean(std::span<const double> values, double level) {
  Interval out = resampled_interval(values, 0, level);
  if (out.method == IntervalMethod::kResampled) out.method = IntervalMethod::kStudent;
  return out;
}

Interval resampled_interval(std::span<const double> values, double overlap, double level) {
  const double middle = mean(values);
  if (values.size() < 2) return {middle, middle};
  const double freedom = static_cast<double>(values.size() - 1);
  const double half = t_quantile((1 + level) / 2, freedom) * standard_error(values, overlap);
  return {middle - half, middle + half, IntervalMethod::kResampled};
}

Interval interval_of_median(std::span<const double> values, double level) {
  if (values.size() < 2) return {mean(values), mean(values)};
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  // [x_k, x_(n+1-k)] misses the median when fewer than k values lie on one side of it.
  const int64_t n = static_cast<int64_t>(sorted.size());
  int64_t k = 0;
  while (2 * coin_cdf(k, n) <= 1 - level) ++k;
  if (k == 0) return {sorted.front(), sorted.back(), IntervalMethod::kRange};
  return {sorted[static_cast<size_t>(k - 1)], sorted[static_cast<size_t>(n - k)],
          IntervalMethod::kOrderStatistic};
}

Interval interval_of_share(double successes, double n, double level) {
  if (!(n > 0)) return {NAN, NAN};
  const double z = normal_quantile((1 + level) / 2), share = successes / n, square = z * z / n;
  const double middle = (share + square / 2) / (1 + square);
  const double half = z / (1 + square) * std::sqrt(share * (1 - share) / n + square / (4 * n));
  return {successes <= 0 ? 0 : std::max(0.0, middle - half),
          successes >= n ? 1 : std::min(1.0, middle + half), IntervalMethod::kWilson};
}

}  // namespace gradus::statistics
