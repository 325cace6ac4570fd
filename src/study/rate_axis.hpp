#pragma once

#include <string>
#include <vector>

#include "gradus/study/study.hpp"

namespace gradus::study {

/// The axis whose values are the learning rates that its variants train at, "" where there is none:
/// what a range test with fresh starts varies. Only variants of `where` count.
[[nodiscard]] std::string rate_axis(const std::vector<Axis>& axes,
                                    const std::vector<Variant>& variants, const Condition& where);

/// Whether the rate of some variant of `where` changes while it trains.
[[nodiscard]] bool has_schedule(const std::vector<Variant>& variants, const Condition& where);

}  // namespace gradus::study
