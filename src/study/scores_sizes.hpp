#pragma once

#include <optional>

#include "gradus/study/study.hpp"

namespace gradus::study {

/// How many samples a set has, as far as a plan tells without its data: the length of a file is not
/// known there, what share of it a set takes is.
struct SetSize {
  std::optional<double> rows;
  std::optional<double> share;  ///< of the samples that are dealt into sets
};

/// The sets of one training. A set that the plan does not ask for has neither.
struct SetSizes {
  SetSize train, validation, test;
};

[[nodiscard]] SetSizes set_sizes(const DataPlan& plan);
/// Samples of `a` for each of `b`, where that is known.
[[nodiscard]] std::optional<double> ratio(const SetSize& a, const SetSize& b);

/// Whether the source has a test set that no training or validation sample is dealt from.
[[nodiscard]] bool has_own_test(const DataPlan& plan);
/// Whether every seed draws samples of its own, which makes its trainings independent of those of
/// other seeds: a generated source that is random, without a pinned seed.
[[nodiscard]] bool draws_anew(const DataPlan& plan);

}  // namespace gradus::study
