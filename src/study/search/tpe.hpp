#pragma once

#include <span>

#include "study/search/space.hpp"

namespace gradus::study::search {

/// A point that was tried.
struct Tried {
  Point point;
  double loss = 0;  ///< lower is better; NaN is worse than any number
};

/// Points drawn at random before the first is suggested.
inline constexpr size_t kTpeStart = 10;

/// The tree-structured Parzen estimator of Bergstra, Bardenet, Bengio and Kegl, "Algorithms for
/// hyper-parameter optimization" (NIPS 2011), with the choices of Optuna's sampler: the best
/// min(ceil(n / 10), 25) of n points are good; each needed axis, one by one, takes the candidate
/// with the highest ratio of the good points' density to that of the others, among 24 drawn
/// from the former, both made of the points that needed the axis. `pending` are points not yet
/// judged: they count as others, so that points suggested together keep apart. `number` is that of
/// the suggested point, each attempt at it another draw.
[[nodiscard]] Point tpe_point(const Space& space, std::span<const Tried> tried,
                              std::span<const Point> pending, uint64_t seed, size_t number,
                              uint32_t attempt = 0);

}  // namespace gradus::study::search
