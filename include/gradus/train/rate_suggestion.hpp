#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gradus/train/history.hpp"

namespace gradus {

/// A learning rate that was trained at and the training loss it led to; infinite where it led to
/// values that are not finite.
struct RatePoint {
  double rate = 0;
  double loss = 0;
};

/// Bounds of useful learning rates, lr_min <= lr_max, and why.
///
/// Only the sensible range counts: rates below the first whose loss is not finite or above twice
/// the start. In it lr_max is the rate of the lowest loss, the last one before the loss rises or
/// the range ends; lr_min is the smallest rate from which on, up to lr_max, every loss lies more
/// than 5 % below the start. Neither is set where no rate does that.
struct RateSuggestion {
  std::optional<double> lr_min, lr_max;
  std::string reason;  ///< in words, without a full stop
};

/// Share of the start by which a loss must lie below it for the rate to count as training.
inline constexpr double kNoticeableFall = 0.05;

/// Of points in rising order of rates. `start` is the loss before training; without it, that of the
/// smallest rate, which should then be too small to change anything.
[[nodiscard]] RateSuggestion suggest_rates(std::span<const RatePoint> points,
                                           std::optional<double> start = {});

/// The rates of a training with their losses. Where the rate keeps for an epoch or more, the loss
/// of the last epoch at it, in the order of training. Where it changes within epochs (the training
/// must have kept its batches, see FitOptions::batch_history), the mean loss over each fifth of a
/// decade of rates, at its middle. A training that blew up ends with an infinite loss at the rate
/// that did it; `rate` is that rate where the history has none. Nothing where the rate ever falls.
[[nodiscard]] std::vector<RatePoint> rate_points(const History& history,
                                                 std::optional<double> rate = {});

/// A rate or a loss to three digits: "1e-9", "0.0501".
[[nodiscard]] std::string rate_text(double value);

}  // namespace gradus
