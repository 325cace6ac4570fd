#include <algorithm>
#include <cmath>
#include <numeric>

#include "gradus/base/math.hpp"
#include "gradus/study/statistics.hpp"

namespace gradus::statistics {
namespace {

constexpr double kDensity = 0.39894228040143267794;  // 1 / sqrt(2 pi)

// P(range of k standard normal values <= q) = k * integral of phi(z) (Phi(z) - Phi(z - q))^(k-1),
// z being the largest, by Simpson's rule: beyond 9 nothing is left of phi.
double range_cdf(double q, size_t k) {
  constexpr int kSteps = 1200;
  constexpr double kLow = -9, kHigh = 9, kStep = (kHigh - kLow) / kSteps;
  const double power = static_cast<double>(k - 1);
  double sum = 0;
  for (int i = 0; i <= kSteps; ++i) {
    const double z = kLow + kStep * i;
    const double inside = normal_tail(z - q) - normal_tail(z);
    if (inside <= 0) continue;
    const double weight = i == 0 || i == kSteps ? 1 : i % 2 == 1 ? 4 : 2;
    sum += weight * math::exp(-z * z / 2 + power * math::log(inside));
  }
  return static_cast<double>(k) * kDensity * sum * kStep / 3;
}

// The ranks of one block, 1 the best, equal values sharing theirs; adds t^3 - t for t equal ones.
std::vector<double> ranks_of(const std::vector<double>& block, bool higher, double& ties) {
  std::vector<size_t> order(block.size());
  std::iota(order.begin(), order.end(), size_t{0});
  const auto before = [&](size_t a, size_t b) {
    if (std::isnan(block[a]) || std::isnan(block[b]))
      return !std::isnan(block[a]) && std::isnan(block[b]);
    return higher ? block[a] > block[b] : block[a] < block[b];
  };
  std::sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return before(a, b) || (!before(b, a) && a < b); });
  std::vector<double> out(block.size());
  for (size_t i = 0, end = 0; i < order.size(); i = end) {
    while (end < order.size() && !before(order[i], order[end])) ++end;
    for (size_t j = i; j < end; ++j) out[order[j]] = static_cast<double>(i + 1 + end) / 2;
    const double t = static_cast<double>(end - i);
    ties += t * t * t - t;
  }
  return out;
}

}  // namespace

double range_quantile(double p, size_t k) {
  double low = 0, high = 1;
  while (range_cdf(high, k) < p) high *= 2;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (range_cdf(middle, k) < p ? low : high) = middle;
  }
  return high;
}

Ranks average_ranks(std::span<const std::vector<double>> blocks, bool higher_is_better) {
  Ranks out;
  out.blocks = blocks.size();
  if (blocks.empty() || blocks.front().size() < 2) return out;
  const size_t points = blocks.front().size();
  out.average.assign(points, 0);
  double ties = 0;
  for (const std::vector<double>& block : blocks) {
    const std::vector<double> ranks = ranks_of(block, higher_is_better, ties);
    for (size_t i = 0; i < points; ++i) out.average[i] += ranks[i];
  }
  const double n = static_cast<double>(blocks.size()), k = static_cast<double>(points);
  double squares = 0;
  for (double& rank : out.average) {
    squares += rank * rank;
    rank /= n;
  }
  const double shared = 1 - ties / (n * k * (k * k - 1));
  const double most = n * (k - 1);  // of Friedman's statistic, where all blocks agree
  const double friedman =
      shared > 0 ? (12 / (n * k * (k + 1)) * squares - 3 * n * (k + 1)) / shared : 0;
  if (n > 1 && shared > 0)
    out.p = friedman >= most * (1 - 1e-12)
                ? 0
                : f_tail((n - 1) * friedman / (most - friedman), k - 1, (k - 1) * (n - 1));
  const double best = *std::min_element(out.average.begin(), out.average.end());
  const double error = std::sqrt(k * (k + 1) / (6 * n));
  std::vector<double> p;
  bool skipped = false;  // the best itself is not compared
  for (const double rank : out.average) {
    if (rank > best || skipped) p.push_back(std::min(1.0, 2 * normal_tail((rank - best) / error)));
    skipped = skipped || rank == best;
  }
  const std::vector<double> corrected = holm(p);
  const auto first = std::find(out.average.begin(), out.average.end(), best);
  out.against_best = corrected;
  out.against_best.insert(out.against_best.begin() + (first - out.average.begin()), 1.0);
  return out;
}

double critical_difference(size_t points, size_t blocks, double level) {
  const double k = static_cast<double>(points), n = static_cast<double>(blocks);
  return range_quantile(1 - level, points) / std::sqrt(2.0) * std::sqrt(k * (k + 1) / (6 * n));
}

}  // namespace gradus::statistics
