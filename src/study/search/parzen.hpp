#pragma once

#include <span>
#include <vector>

#include "study/search/space.hpp"

namespace gradus::study::search {

/// A density over one axis, made of what was observed there and of a prior that weighs as much as
/// one observation. Ranges: the axis's shares 0 .. 1 carry a normal distribution, cut at both ends,
/// on each observation, as wide as the wider gap to its neighbours (but at least 1 / min(100, n +
/// 2) and at most 1), and the prior's, in the middle with deviation 1; whole values take the mass
/// of their share. Choices: one count each and a prior spread evenly.
class Parzen {
 public:
  /// `observed` are coordinates of the axis.
  Parzen(const Dimension& axis, std::span<const double> observed);

  /// A coordinate drawn from it.
  [[nodiscard]] double draw(Random& random) const;
  /// Logarithm of the density (of the mass, for whole values and choices) at a coordinate.
  [[nodiscard]] double log_density(double coordinate) const;

 private:
  struct Kernel {
    double centre, deviation, mass;  // mass within 0 .. 1
  };
  void place_kernels(std::vector<double> shares);

  const Dimension& axis_;
  std::vector<Kernel> kernels_;
  std::vector<double> weights_;  // of choices
};

}  // namespace gradus::study::search
