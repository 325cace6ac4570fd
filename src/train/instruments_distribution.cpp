// What is said of many values: moments, quantiles and a silhouette.
#include <algorithm>
#include <cmath>
#include <limits>

#include "gradus/base/math.hpp"
#include "gradus/train/instruments.hpp"
#include "train/quantiles.hpp"

namespace gradus {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

bool all_finite(std::span<const double> values) {
  return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

}  // namespace

Distribution distribution(std::span<const double> values) {
  Distribution d;
  d.count = static_cast<int64_t>(values.size());
  if (values.empty() || !all_finite(values)) {
    d.mean = d.std = d.norm = d.zeros = kNone;
    d.quantiles.fill(kNone);
    return d;
  }
  const auto n = static_cast<double>(values.size());
  double sum = 0, squares = 0, zeros = 0, deviations = 0;
  for (const double v : values) {
    sum += v;
    squares += v * v;
    zeros += v == 0 ? 1 : 0;
  }
  d.mean = sum / n;
  for (const double v : values) deviations += (v - d.mean) * (v - d.mean);
  d.std = std::sqrt(deviations / n);
  d.norm = std::sqrt(squares);
  d.zeros = zeros / n;
  const std::vector<double> at = quantiles(values, Distribution::kShares);
  std::copy(at.begin(), at.end(), d.quantiles.begin());
  return d;
}

Silhouette silhouette(std::span<const double> values) {
  constexpr size_t kPlaces = 64, kBins = 512;
  if (values.empty() || !all_finite(values)) return {};
  constexpr double kShares[] = {0.01, 0.25, 0.75, 0.99};
  const std::vector<double> found = quantiles(values, kShares);
  const double low = found[0], q1 = found[1], q3 = found[2], high = found[3];
  if (!(high > low)) return {};
  // Counted first: a kernel over 512 bins shows what one over millions of values would.
  const double step = (high - low) / kBins;
  std::vector<double> bins(kBins, 0);
  double count = 0, sum = 0, squares = 0;
  for (const double v : values) {
    if (v < low || v > high) continue;
    bins[std::min(static_cast<size_t>((v - low) / step), kBins - 1)] += 1;
    count += 1;
    sum += v - low;
    squares += (v - low) * (v - low);
  }
  const double std = std::sqrt(std::max(0.0, squares / count - sum / count * (sum / count)));
  double spread = std::min(std, (q3 - q1) / 1.34);
  if (!(spread > 0)) spread = std;
  const double width =
      std::max(0.9 * spread * math::pow(count, -0.2), (high - low) / static_cast<double>(kPlaces));
  Silhouette s;
  double largest = 0;
  for (size_t k = 0; k < kPlaces; ++k) {
    const double at = low + (high - low) * static_cast<double>(k) / (kPlaces - 1);
    double density = 0;
    for (size_t b = 0; b < kBins; ++b) {
      const double z = (low + (static_cast<double>(b) + 0.5) * step - at) / width;
      if (bins[b] > 0 && std::abs(z) < 6) density += bins[b] * math::exp(-z * z / 2);
    }
    s.at.push_back(at);
    s.density.push_back(density);
    largest = std::max(largest, density);
  }
  for (double& d : s.density) d /= largest;
  return s;
}

}  // namespace gradus
