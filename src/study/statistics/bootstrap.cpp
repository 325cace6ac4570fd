#include <algorithm>
#include <cmath>

#include "gradus/base/random.hpp"
#include "gradus/study/statistics.hpp"

namespace gradus::statistics {
namespace {

constexpr size_t kLeastValues = 32, kSamples = 10000;

// Means of samples drawn from the values with replacement, sorted.
std::vector<double> drawn_means(std::span<const double> values) {
  Random random(0, Purpose::kBootstrap);
  std::vector<double> out(kSamples);
  for (double& one : out) {
    double sum = 0;
    for (size_t i = 0; i < values.size(); ++i) sum += values[random.below(values.size())];
    one = sum / static_cast<double>(values.size());
  }
  std::sort(out.begin(), out.end());
  return out;
}

// A sixth of the skewness of the mean's jackknife values.
double acceleration(std::span<const double> values) {
  const double middle = mean(values);
  double squares = 0, cubes = 0;
  for (const double v : values) {
    const double d = v - middle;
    squares += d * d;
    cubes += d * d * d;
  }
  return cubes / (6 * squares * std::sqrt(squares));
}

}  // namespace

Interval bootstrap_of_mean(std::span<const double> values, double level) {
  const double deviation = standard_deviation(values);
  if (values.size() < kLeastValues || !(deviation > 0)) return interval_of_mean(values, level);
  const std::vector<double> means = drawn_means(values);
  const double middle = mean(values);
  // Half of what equals the mean lies below it.
  const auto [first, last] = std::equal_range(means.begin(), means.end(), middle);
  const double below =
      static_cast<double>((first - means.begin()) + (last - means.begin())) / 2 / kSamples;
  const double bias = normal_quantile(std::clamp(below, 1.0 / kSamples, 1 - 1.0 / kSamples));
  const double a = acceleration(values);
  const auto end = [&](double p) {
    const double z = bias + normal_quantile(p);
    return quantile(means, 1 - normal_tail(bias + z / (1 - a * z)));
  };
  return {end((1 - level) / 2), end((1 + level) / 2), IntervalMethod::kBootstrap};
}

}  // namespace gradus::statistics
