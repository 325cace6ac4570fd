#include <algorithm>
#include <cmath>

#include "gradus/study/statistics.hpp"

namespace gradus::statistics {
namespace {

constexpr int64_t kExactPairs = 3000;

struct Kendall {
  int64_t s = 0;        // pairs that rise less pairs that fall
  int64_t pairs = 0;    // all pairs
  int64_t tied = 0;     // pairs of equal values
  double variance = 0;  // of s over all orders of these values
  size_t values = 0;
};

Kendall kendall(const std::vector<double>& row) {
  std::vector<double> y;
  for (const double v : row)
    if (!std::isnan(v)) y.push_back(v);
  Kendall out;
  out.values = y.size();
  for (size_t i = 0; i < y.size(); ++i) {
    for (size_t j = i + 1; j < y.size(); ++j) {
      out.s += (y[j] > y[i]) - (y[j] < y[i]);
      out.tied += y[j] == y[i];
      ++out.pairs;
    }
  }
  const auto term = [](double n) { return n * (n - 1) * (2 * n + 5); };
  double variance = term(static_cast<double>(y.size()));
  std::sort(y.begin(), y.end());
  for (size_t i = 0, end = 0; i < y.size(); i = end) {
    while (end < y.size() && y[end] == y[i]) ++end;
    variance -= term(static_cast<double>(end - i));
  }
  out.variance = variance / 18;
  return out;
}

// P(at most `limit` falling pairs in all rows), each row of n values in any order alike: falling
// pairs are a sum of uniform numbers 0 .. j-1 for j = 2 .. n (Mahonian numbers).
double exact_tail(const std::vector<Kendall>& rows, int64_t limit) {
  std::vector<double> chance(static_cast<size_t>(limit) + 1, 0);
  chance[0] = 1;
  for (const Kendall& row : rows) {
    for (size_t j = 2; j <= row.values; ++j) {
      std::vector<double> next(chance.size());
      for (size_t w = 0; w < chance.size(); ++w) {
        double window = 0;
        for (size_t back = 0; back < j && back <= w; ++back) window += chance[w - back];
        next[w] = window / static_cast<double>(j);
      }
      chance = std::move(next);
    }
  }
  double sum = 0;
  for (const double c : chance) sum += c;
  return sum;
}

}  // namespace

Trend trend(std::span<const std::vector<double>> rows) {
  Trend out;
  std::vector<Kendall> used;
  int64_t s = 0, pairs = 0, tied = 0;
  double variance = 0;
  for (const std::vector<double>& row : rows) {
    const Kendall one = kendall(row);
    if (one.values < 2) continue;
    s += one.s;
    pairs += one.pairs;
    tied += one.tied;
    variance += one.variance;
    // tau-b: the axis has no ties of its own.
    const double all = static_cast<double>(one.pairs);
    const double untied = static_cast<double>(one.pairs - one.tied);
    if (untied > 0) out.tau += static_cast<double>(one.s) / std::sqrt(all * untied);
    used.push_back(one);
  }
  out.seeds = used.size();
  if (used.empty()) return out;
  out.tau /= static_cast<double>(out.seeds);
  if (s == 0 || variance <= 0) return out;
  const int64_t size = std::abs(s);
  if (tied == 0 && pairs <= kExactPairs) {
    out.p = std::min(1.0, 2 * exact_tail(used, (pairs - size) / 2));
  } else {
    const double off = static_cast<double>(size - 1) / std::sqrt(variance);
    out.p = std::min(1.0, 2 * normal_tail(off));
  }
  return out;
}

}  // namespace gradus::statistics
