#include "study/statistics/rank_sum.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "gradus/study/statistics.hpp"

namespace gradus::statistics {
namespace {

constexpr size_t kExact = 25;

// Twice the mean ranks of all values, the first sample's first; `ties` is the sum of t^3 - t.
std::vector<int64_t> doubled_ranks(std::span<const double> first, std::span<const double> second,
                                   double& ties) {
  std::vector<double> all(first.begin(), first.end());
  all.insert(all.end(), second.begin(), second.end());
  std::vector<double> sorted = all;
  std::sort(sorted.begin(), sorted.end());
  ties = 0;
  for (auto at = sorted.begin(); at != sorted.end();) {
    const auto end = std::upper_bound(at, sorted.end(), *at);
    const auto t = static_cast<double>(end - at);
    ties += t * t * t - t;
    at = end;
  }
  std::vector<int64_t> ranks;
  for (const double v : all) {
    const auto [low, high] = std::equal_range(sorted.begin(), sorted.end(), v);
    ranks.push_back((low - sorted.begin()) + (high - sorted.begin()) + 1);
  }
  return ranks;
}

// The share of all choices of `n` ranks whose sum lies as far from its mean as this one.
double exact(const std::vector<int64_t>& ranks, size_t n, int64_t sum) {
  int64_t most = 0;
  for (const int64_t rank : ranks) most += rank;
  const auto sums = static_cast<size_t>(most) + 1;
  std::vector<std::vector<double>> ways(n + 1, std::vector<double>(sums));
  ways[0][0] = 1;
  for (const int64_t rank : ranks)
    for (size_t k = n; k > 0; --k)
      for (size_t s = sums; s-- > static_cast<size_t>(rank);)
        ways[k][s] += ways[k - 1][s - static_cast<size_t>(rank)];
  // Twice n (N + 1) / 2, which is whole.
  const int64_t mean = static_cast<int64_t>(n) * (static_cast<int64_t>(ranks.size()) + 1);
  double all = 0, far = 0;
  for (size_t s = 0; s < sums; ++s) {
    all += ways[n][s];
    if (std::abs(static_cast<int64_t>(s) - mean) >= std::abs(sum - mean)) far += ways[n][s];
  }
  return far / all;
}

}  // namespace

RankSum rank_sum(std::span<const double> first, std::span<const double> second) {
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  if (first.empty() || second.empty()) return {kNone, kNone};
  std::vector<double> differences;
  for (const double a : first)
    for (const double b : second) differences.push_back(a - b);
  RankSum out{1, median(differences)};

  double ties = 0;
  const std::vector<int64_t> ranks = doubled_ranks(first, second, ties);
  int64_t sum = 0;
  for (size_t i = 0; i < first.size(); ++i) sum += ranks[i];
  if (first.size() <= kExact && second.size() <= kExact) {
    out.p = exact(ranks, first.size(), sum);
    return out;
  }
  const auto m = static_cast<double>(first.size()), n = static_cast<double>(second.size());
  const double all = m + n;
  const double variance = m * n / 12 * (all + 1 - ties / (all * (all - 1)));
  if (!(variance > 0)) return out;
  const double off = std::abs(static_cast<double>(sum) / 2 - m * (all + 1) / 2) - 0.5;
  out.p = std::min(1.0, 2 * normal_tail(std::max(off, 0.0) / std::sqrt(variance)));
  return out;
}

}  // namespace gradus::statistics
