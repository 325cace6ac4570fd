#include <algorithm>
#include <cmath>
#include <limits>

#include "gradus/study/statistics.hpp"

namespace gradus::statistics {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

}  // namespace

double mean(std::span<const double> values) {
  if (values.empty()) return kNone;
  double sum = 0;
  for (const double v : values) sum += v;
  return sum / static_cast<double>(values.size());
}

double median(std::span<const double> values) {
  return quantile(values, 0.5);
}

double standard_deviation(std::span<const double> values) {
  if (values.size() < 2) return kNone;
  const double middle = mean(values);
  double sum = 0;
  for (const double v : values) sum += (v - middle) * (v - middle);
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

double standard_error(std::span<const double> values, double overlap) {
  return standard_deviation(values) * std::sqrt(1 / static_cast<double>(values.size()) + overlap);
}

double quantile(std::span<const double> values, double p) {
  if (values.empty()) return kNone;
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  const double at = p * static_cast<double>(sorted.size() - 1);
  const double below = std::floor(at);
  const size_t i = static_cast<size_t>(below);
  if (i + 1 >= sorted.size()) return sorted.back();
  // Halves are added before they are halved, so that a median is exact.
  if (at - below == 0.5) return (sorted[i] + sorted[i + 1]) / 2;
  return sorted[i] + (at - below) * (sorted[i + 1] - sorted[i]);
}

}  // namespace gradus::statistics
