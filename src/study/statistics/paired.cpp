#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "gradus/study/statistics.hpp"
#include "study/statistics/signed_rank.hpp"

namespace gradus::statistics {
namespace {

constexpr size_t kExactUpTo = 100;

struct Ranked {
  std::vector<int64_t> doubled;  // ranks of the sizes, doubled
  int64_t positive = 0;          // their sum over positive differences
  double ties = 0;               // sum of t^3 - t over groups of equal sizes
};

Ranked rank(std::span<const double> differences) {
  std::vector<double> d;
  for (const double v : differences)
    if (v != 0) d.push_back(v);
  std::sort(d.begin(), d.end(), [](double a, double b) { return std::abs(a) < std::abs(b); });
  Ranked ranked;
  for (size_t i = 0; i < d.size();) {
    size_t end = i;
    while (end < d.size() && std::abs(d[end]) == std::abs(d[i])) ++end;
    const double t = static_cast<double>(end - i);
    ranked.ties += t * t * t - t;
    const int64_t shared = static_cast<int64_t>(i + 1 + end);  // twice the mean of i+1 .. end
    for (; i < end; ++i) {
      ranked.doubled.push_back(shared);
      if (d[i] > 0) ranked.positive += shared;
    }
  }
  return ranked;
}

double exact_p(const Ranked& ranked) {
  const std::vector<double> cdf = signed_rank_cdf(ranked.doubled);
  const int64_t all = static_cast<int64_t>(cdf.size()) - 1;
  const int64_t less = std::min(ranked.positive, all - ranked.positive);
  return std::min(1.0, 2 * cdf[static_cast<size_t>(less)]);
}

double normal_p(const Ranked& ranked) {
  const double n = static_cast<double>(ranked.doubled.size());
  const double middle = n * (n + 1) / 4;
  const double variance = n * (n + 1) * (2 * n + 1) / 24 - ranked.ties / 48;
  const double off = std::abs(static_cast<double>(ranked.positive) / 2 - middle) - 0.5;
  return std::min(1.0, 2 * normal_tail(std::max(0.0, off) / std::sqrt(variance)));
}

// The largest k with P(W <= k - 1) <= half the share left out, for untied ranks 1 .. n.
int64_t walsh_rank(int64_t n, double level) {
  if (n <= static_cast<int64_t>(kExactUpTo)) {
    std::vector<int64_t> ranks(static_cast<size_t>(n));
    std::iota(ranks.begin(), ranks.end(), 1);
    const std::vector<double> cdf = signed_rank_cdf(ranks);
    const auto beyond = std::upper_bound(cdf.begin(), cdf.end(), (1 - level) / 2);
    return beyond - cdf.begin();
  }
  const double m = static_cast<double>(n);
  const double deviation = std::sqrt(m * (m + 1) * (2 * m + 1) / 24);
  return static_cast<int64_t>(m * (m + 1) / 4 - normal_quantile((1 + level) / 2) * deviation);
}

}  // namespace

PairedTest wilcoxon(std::span<const double> differences, double level) {
  PairedTest test;
  if (differences.empty()) {
    test.difference = std::numeric_limits<double>::quiet_NaN();
    test.interval = {test.difference, test.difference};
    return test;
  }
  const Ranked ranked = rank(differences);
  if (!ranked.doubled.empty())
    test.p = ranked.doubled.size() <= kExactUpTo ? exact_p(ranked) : normal_p(ranked);

  std::vector<double> sorted(differences.begin(), differences.end());
  std::sort(sorted.begin(), sorted.end());
  const int64_t n = static_cast<int64_t>(sorted.size()), all = n * (n + 1) / 2;
  test.difference = (walsh_average(sorted, (all + 1) / 2) + walsh_average(sorted, all / 2 + 1)) / 2;
  const int64_t k = walsh_rank(n, level);
  test.interval = k < 1 ? Interval{sorted.front(), sorted.back(), IntervalMethod::kRange}
                        : Interval{walsh_average(sorted, k), walsh_average(sorted, all + 1 - k),
                                   IntervalMethod::kSignedRank};
  return test;
}

PairedTest paired_t(std::span<const double> differences, double grid, double level) {
  PairedTest test = resampled_t(differences, 0, grid, level);
  if (test.interval.method == IntervalMethod::kResampled)
    test.interval.method = IntervalMethod::kStudent;
  return test;
}

PairedTest resampled_t(std::span<const double> differences, double overlap, double grid,
                       double level) {
  PairedTest test;
  test.difference = mean(differences);
  test.interval = {test.difference, test.difference};
  if (differences.size() < 2) return test;
  const double n = static_cast<double>(differences.size());
  const double deviation = standard_deviation(differences);
  const double error = std::sqrt((deviation * deviation + grid * grid / 12) * (1 / n + overlap));
  const double half = t_quantile((1 + level) / 2, n - 1) * error;
  test.interval = {test.difference - half, test.difference + half, IntervalMethod::kResampled};
  if (error > 0)
    test.p = std::min(1.0, 2 * t_tail(std::abs(test.difference) / error, n - 1));
  else
    test.p = test.difference == 0 ? 1 : 0;
  return test;
}

double mcnemar(int64_t only_first, int64_t only_second) {
  const int64_t n = only_first + only_second;
  return std::min(1.0, 2 * coin_cdf(std::min(only_first, only_second), n));
}

std::vector<double> holm(std::span<const double> p) {
  std::vector<size_t> order(p.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return p[a] < p[b] || (p[a] == p[b] && a < b); });
  std::vector<double> corrected(p.size());
  double largest = 0;
  for (size_t i = 0; i < order.size(); ++i) {
    largest = std::max(largest, static_cast<double>(order.size() - i) * p[order[i]]);
    corrected[order[i]] = std::min(1.0, largest);
  }
  return corrected;
}

}  // namespace gradus::statistics
