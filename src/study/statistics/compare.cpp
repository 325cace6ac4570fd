#include <algorithm>
#include <cmath>
#include <limits>

#include "gradus/study/statistics.hpp"
#include "study/statistics/grid.hpp"

namespace gradus::statistics {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kPower = 0.8;  // "four times in five"
// How much wider Wilcoxon's test spreads than Student's on normal values: sqrt(pi / 3).
constexpr double kWilcoxonLoss = 1.0233267079464885;

// 2^(1-n): the smallest p that n signs can give.
double smallest_p(size_t n) {
  return n > 1000 ? 0 : 2 * coin_cdf(0, static_cast<int64_t>(n));
}

Comparison compare_shares(const PairedSample& sample, double level) {
  Comparison out;
  out.pairs = sample.first.size();
  out.test = TestKind::kMcNemar;
  int64_t only_first = 0, only_second = 0;
  for (size_t i = 0; i < out.pairs; ++i) {
    only_first += sample.first[i] > sample.second[i];
    only_second += sample.first[i] < sample.second[i];
  }
  out.p = mcnemar(only_first, only_second);
  const double n = static_cast<double>(out.pairs);
  const double net = static_cast<double>(only_first - only_second);
  const double apart = static_cast<double>(only_first + only_second);
  out.difference = net / n;
  // Agresti and Min (2005): half a pair more in each of the four cells.
  const double half = normal_quantile(0.975) * std::sqrt(apart + 1 - net * net / (n + 2)) / (n + 2);
  const double middle = net / (n + 2);
  out.interval = {middle - half, middle + half, IntervalMethod::kStudent};
  size_t needed = 1;
  while (smallest_p(needed) > level) ++needed;
  const double reach = -normal_quantile(level / 2) + normal_quantile(kPower);
  out.visible = std::max(static_cast<double>(needed) / n, reach * std::sqrt(apart / n / n));
  if (out.visible > 1) out.visible = kInfinity;
  return out;
}

Comparison compare_values(const PairedSample& sample, double level) {
  Comparison out;
  out.pairs = sample.first.size();
  std::vector<double> differences(out.pairs);
  for (size_t i = 0; i < out.pairs; ++i) differences[i] = sample.first[i] - sample.second[i];
  const double grid = grid_of(sample.first, sample.second), n = static_cast<double>(out.pairs);
  const bool folds = sample.overlap > 0, by_rank = !folds && smallest_p(out.pairs) <= level;
  const PairedTest test =
      by_rank ? wilcoxon(differences) : resampled_t(differences, sample.overlap, grid);
  out.test = by_rank ? TestKind::kWilcoxon : folds ? TestKind::kResampled : TestKind::kStudent;
  out.p = test.p;
  out.difference = test.difference;
  out.interval = test.interval;
  const double deviation = standard_deviation(differences);
  const double error =
      std::sqrt((deviation * deviation + grid * grid / 12) * (1 / n + sample.overlap));
  const double reach = -t_quantile(level / 2, n - 1) + t_quantile(kPower, n - 1);
  out.visible = reach * error * (by_rank ? kWilcoxonLoss : 1);
  return out;
}

}  // namespace

std::vector<Comparison> compare(std::span<const PairedSample> samples, double level) {
  size_t tests = 0;
  for (const PairedSample& sample : samples) tests += sample.first.size() >= 2;
  const double strictest = level / static_cast<double>(std::max<size_t>(tests, 1));

  std::vector<Comparison> out;
  std::vector<double> p;
  for (const PairedSample& sample : samples) {
    Comparison one;
    if (sample.first.size() >= 2) {
      one = sample.share ? compare_shares(sample, strictest) : compare_values(sample, strictest);
      if (sample.first == sample.second) {
        one.test = TestKind::kNone;
        one.visible = 0;
      }
      p.push_back(one.p);
    } else {
      one.pairs = sample.first.size();
      one.visible = kInfinity;
      if (one.pairs == 1) one.difference = sample.first[0] - sample.second[0];
      one.interval = {one.difference, one.difference};
    }
    out.push_back(one);
  }
  const std::vector<double> corrected = holm(p);
  for (size_t i = 0, next = 0; i < out.size(); ++i)
    if (out[i].pairs >= 2) out[i].corrected = corrected[next++];
  return out;
}

}  // namespace gradus::statistics
