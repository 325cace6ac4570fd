#include "study/search/parzen.hpp"

#include <algorithm>
#include <cmath>

#include "gradus/base/math.hpp"

namespace gradus::study::search {
namespace {

constexpr double kRootHalf = 0.70710678118654752440;          // 1 / sqrt(2)
constexpr double kRootTwoPiInverse = 0.39894228040143267794;  // 1 / sqrt(2 pi)

// The standard normal distribution's mass between a and b.
double mass_between(double a, double b) {
  return 0.5 * (math::erf(b * kRootHalf) - math::erf(a * kRootHalf));
}

}  // namespace

Parzen::Parzen(const Dimension& axis, std::span<const double> observed) : axis_(axis) {
  if (!axis.range) {
    weights_.assign(axis.choices, 1 / static_cast<double>(axis.choices));
    for (const double choice : observed) weights_[static_cast<size_t>(choice)] += 1;
    for (double& weight : weights_) weight /= static_cast<double>(observed.size()) + 1;
    return;
  }
  std::vector<double> shares;
  for (const double coordinate : observed) shares.push_back(share_of(axis, coordinate));
  place_kernels(std::move(shares));
}

void Parzen::place_kernels(std::vector<double> shares) {
  constexpr double kMiddle = 0.5;
  std::sort(shares.begin(), shares.end());
  const double least = 1 / std::min(100.0, static_cast<double>(shares.size()) + 2);
  // The prior is a neighbour like the others.
  std::vector<double> all = shares;
  all.insert(std::upper_bound(all.begin(), all.end(), kMiddle), kMiddle);
  const auto prior =
      static_cast<size_t>(std::upper_bound(shares.begin(), shares.end(), kMiddle) - shares.begin());
  for (size_t i = 0; i < all.size(); ++i) {
    double deviation = 1;
    if (i != prior) {
      const double below = i > 0 ? all[i] - all[i - 1] : 0;
      const double above = i + 1 < all.size() ? all[i + 1] - all[i] : 0;
      deviation = std::clamp(std::max(below, above), least, 1.0);
    }
    kernels_.push_back(
        {all[i], deviation, mass_between(-all[i] / deviation, (1 - all[i]) / deviation)});
  }
}

double Parzen::draw(Random& random) const {
  if (!axis_.range) {
    double left = random.uniform();
    for (size_t i = 0; i + 1 < weights_.size(); ++i) {
      if (left < weights_[i]) return static_cast<double>(i);
      left -= weights_[i];
    }
    return static_cast<double>(weights_.size() - 1);
  }
  const Kernel& kernel = kernels_[random.below(kernels_.size())];
  // At least a third of the draws lie within: no kernel is wider than 1 or centred outside.
  for (;;) {
    const double share = kernel.centre + kernel.deviation * random.normal();
    if (share >= 0 && share < 1) return coordinate_at(axis_, share);
  }
}

double Parzen::log_density(double coordinate) const {
  if (!axis_.range) return math::log(weights_[static_cast<size_t>(coordinate)]);
  const double share = share_of(axis_, coordinate);
  const int64_t count = count_of(axis_);
  const double half = count > 0 ? 0.5 / static_cast<double>(count) : 0;
  double sum = 0;
  for (const Kernel& k : kernels_) {
    const double z = (share - k.centre) / k.deviation;
    const double density = count > 0 ? mass_between(z - half / k.deviation, z + half / k.deviation)
                                     : kRootTwoPiInverse / k.deviation * math::exp(-0.5 * z * z);
    sum += density / k.mass;
  }
  return math::log(sum / static_cast<double>(kernels_.size()));
}

}  // namespace gradus::study::search
