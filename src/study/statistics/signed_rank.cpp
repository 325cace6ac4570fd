#include "study/statistics/signed_rank.hpp"

#include <bit>
#include <limits>
#include <numeric>

namespace gradus::statistics {
namespace {

// Doubles in their order as whole numbers, and back.
int64_t place_of(double v) {
  const int64_t bits = std::bit_cast<int64_t>(v + 0.0);  // -0 is 0
  return bits >= 0 ? bits : std::numeric_limits<int64_t>::min() - bits;
}

double value_at(int64_t place) {
  return std::bit_cast<double>(place >= 0 ? place : std::numeric_limits<int64_t>::min() - place);
}

// Pairs i <= j with an average up to v: the columns' limits only move down, so n steps in all.
int64_t averages_up_to(std::span<const double> sorted, double v) {
  int64_t count = 0;
  size_t above = sorted.size();  // (sorted[i] + sorted[j]) / 2 <= v exactly for j < above
  for (size_t i = 0; i < sorted.size(); ++i) {
    while (above > i && (sorted[i] + sorted[above - 1]) / 2 > v) --above;
    if (above <= i) break;
    count += static_cast<int64_t>(above - i);
  }
  return count;
}

}  // namespace

std::vector<double> signed_rank_cdf(std::span<const int64_t> doubled_ranks) {
  std::vector<double> chance{1};
  for (const int64_t rank : doubled_ranks) {
    const size_t before = chance.size(), shift = static_cast<size_t>(rank);
    chance.resize(before + shift, 0);
    for (size_t w = chance.size(); w-- > 0;) {
      const double without = w < before ? chance[w] : 0;
      const double with = w >= shift ? chance[w - shift] : 0;
      chance[w] = (without + with) / 2;
    }
  }
  double sum = 0;
  for (double& c : chance) c = sum += c;
  return chance;
}

double walsh_average(std::span<const double> sorted, int64_t k) {
  // Halving the whole numbers between the extremes ends at the exact average.
  int64_t low = place_of(sorted.front()), high = place_of(sorted.back());
  while (low < high) {
    const int64_t middle = std::midpoint(low, high);
    if (averages_up_to(sorted, value_at(middle)) >= k) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return value_at(low);
}

}  // namespace gradus::statistics
