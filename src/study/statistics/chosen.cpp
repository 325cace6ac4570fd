#include <algorithm>
#include <cmath>
#include <limits>

#include "gradus/base/random.hpp"
#include "gradus/study/statistics.hpp"
#include "study/statistics/grid.hpp"

namespace gradus::statistics {
namespace {

constexpr size_t kSearches = 1999;
constexpr double kPower = 0.8;  // "four times in five"

using Table = std::vector<std::vector<double>>;  // [point][value]

struct Pair {
  size_t first, second;
};

// What is compared, given the means: the best with each, or the bests of groups.
std::vector<Pair> pairs_of(const std::vector<double>& means, std::span<const size_t> groups,
                           bool higher) {
  const auto better = [&](size_t a, size_t b) {
    return higher ? means[a] > means[b] : means[a] < means[b];
  };
  std::vector<Pair> out;
  if (groups.empty()) {
    size_t best = 0;
    for (size_t i = 1; i < means.size(); ++i)
      if (better(i, best)) best = i;
    for (size_t i = 0; i < means.size(); ++i) out.push_back({best, i});
    return out;
  }
  constexpr size_t kNone = std::numeric_limits<size_t>::max();
  std::vector<size_t> best(*std::max_element(groups.begin(), groups.end()) + 1, kNone);
  for (size_t i = 0; i < means.size(); ++i)
    if (best[groups[i]] == kNone || better(i, best[groups[i]])) best[groups[i]] = i;
  std::erase(best, kNone);
  for (size_t a = 0; a < best.size(); ++a)
    for (size_t b = a + 1; b < best.size(); ++b) out.push_back({best[a], best[b]});
  return out;
}

// The variance of each point's values about its own mean and the folds' common ups and downs.
std::vector<double> variances_of(const Table& table, const std::vector<double>& means) {
  const size_t points = table.size(), n = table.front().size();
  std::vector<double> common(n, 0), out;
  for (size_t i = 0; i < points; ++i)
    for (size_t k = 0; k < n; ++k)
      common[k] += (table[i][k] - means[i]) / static_cast<double>(points);
  for (size_t i = 0; i < points; ++i) {
    double sum = 0;
    for (size_t k = 0; k < n; ++k) {
      const double rest = table[i][k] - means[i] - common[k];
      sum += rest * rest;
    }
    const double m = static_cast<double>(points);
    out.push_back(sum / static_cast<double>(n - 1) * m / std::max(1.0, m - 1));
  }
  return out;
}

struct Statistic {
  double difference, error, t;
};

class Field {
 public:
  Field(Table table, double overlap, double grid)
      : table_(std::move(table)), overlap_(overlap), grid_(grid) {
    for (const std::vector<double>& row : table_) means_.push_back(mean(row));
    variances_ = variances_of(table_, means_);
    floor_ = 2 * median(variances_);
  }
  [[nodiscard]] const std::vector<double>& means() const { return means_; }
  [[nodiscard]] const std::vector<double>& variances() const { return variances_; }

  [[nodiscard]] Statistic statistic(const Pair& pair) const {
    const std::vector<double>&a = table_[pair.first], &b = table_[pair.second];
    const double n = static_cast<double>(a.size());
    const double difference = means_[pair.first] - means_[pair.second];
    double sum = 0;
    for (size_t k = 0; k < a.size(); ++k) {
      const double off = a[k] - b[k] - difference;
      sum += off * off;
    }
    const double variance = std::max(sum / (n - 1), floor_) + grid_ * grid_ / 12;
    const double error = std::sqrt(variance * (1 / n + overlap_));
    return {difference, error, difference == 0 ? 0 : std::abs(difference) / error};
  }

 private:
  Table table_;
  std::vector<double> means_, variances_;
  double overlap_, grid_, floor_ = 0;
};

// The largest statistics of searches among equal points with these spreads, sorted. Trainings that
// overlap have a part in common: the share overlap / (1 + overlap) of their variance, for which
// Nadeau and Bengio's variance is exact.
std::vector<double> largest_by_luck(const std::vector<double>& variances, size_t n, double overlap,
                                    std::span<const size_t> groups, bool higher) {
  const double common = overlap / (1 + overlap);
  Random random(0, Purpose::kBootstrap, 1);
  std::vector<double> out;
  for (size_t search = 0; search < kSearches; ++search) {
    Table table;
    for (const double variance : variances) {
      const double size = std::sqrt(variance);
      const double shared = overlap > 0 ? std::sqrt(common) * random.normal() : 0;
      std::vector<double>& row = table.emplace_back(n);
      for (double& v : row) v = size * (shared + std::sqrt(1 - common) * random.normal());
    }
    const Field field(std::move(table), overlap, 0);
    double largest = 0;
    for (const Pair& pair : pairs_of(field.means(), groups, higher))
      largest = std::max(largest, field.statistic(pair).t);
    out.push_back(largest);
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

std::vector<Comparison> compare_chosen(std::span<const std::vector<double>> points,
                                       bool higher_is_better, double overlap,
                                       std::span<const size_t> groups, double level) {
  if (points.empty()) return {};
  const size_t n = points.front().size();
  if (n < 2) return {};
  std::vector<double> all;
  for (const std::vector<double>& row : points) all.insert(all.end(), row.begin(), row.end());
  const Field field(Table(points.begin(), points.end()), overlap, grid_of(std::move(all)));
  const std::vector<double> luck =
      largest_by_luck(field.variances(), n, overlap, groups, higher_is_better);
  const double critical = quantile(luck, 1 - level), freedom = static_cast<double>(n - 1);
  std::vector<Comparison> out;
  for (const Pair& pair : pairs_of(field.means(), groups, higher_is_better)) {
    const Statistic s = field.statistic(pair);
    Comparison one;
    one.pairs = n;
    one.difference = s.difference;
    if (pair.first != pair.second) {
      one.test = TestKind::kChosen;
      one.p = s.t > 0 ? std::min(1.0, 2 * t_tail(s.t, freedom)) : 1;
      const auto above = luck.end() - std::lower_bound(luck.begin(), luck.end(), s.t);
      one.corrected = static_cast<double>(above + 1) / (kSearches + 1);
      one.visible = (critical + t_quantile(kPower, freedom)) * s.error;
      one.interval = {s.difference - critical * s.error, s.difference + critical * s.error,
                      IntervalMethod::kResampled};
    }
    out.push_back(one);
  }
  return out;
}

}  // namespace gradus::statistics
