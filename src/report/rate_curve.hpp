#pragma once

#include <limits>
#include <optional>
#include <vector>

#include "gradus/study/results.hpp"
#include "gradus/study/study.hpp"
#include "gradus/train/rate_suggestion.hpp"

namespace gradus {

/// Loss against each learning rate that some trials trained at, and the bounds that follow from it.
struct RateCurve {
  std::vector<RatePoint> points;  ///< medians over trials, rates rising
  std::vector<double> low, high;  ///< as Spread; empty where there is only one trial a rate
  size_t most = 0;                ///< trials at a rate, at most
  RateSuggestion suggestion;
};

/// What one training says of rates.
struct RateSweep {
  std::vector<RatePoint> points;
  double end = std::numeric_limits<double>::infinity();  ///< beyond it losses count as infinite
};
/// Of a training's history alone: where it went through several rates and blew up, it ends there.
/// `rate` is its rate where the history has none.
[[nodiscard]] RateSweep sweep_of(const History& history, std::optional<double> rate = {});
/// Over the sweeps at each rate.
[[nodiscard]] RateCurve rate_curve(const std::vector<RateSweep>& sweeps);

/// Of all trials but failed ones. Those that diverged show where: they count with the losses they
/// had, and as infinite at and beyond a rate at which they blew up.
[[nodiscard]] RateCurve rate_curve(const study::Study& study,
                                   const std::vector<const study::Trial*>& trials);

}  // namespace gradus
