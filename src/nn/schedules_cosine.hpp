#pragma once

#include <cstdint>

#include "gradus/nn/schedules_cosine.hpp"

namespace gradus::schedules {

// The rate of a resolved schedule at a step after its warm-up.
[[nodiscard]] double cosine_rate(const CosineDecay& s, int64_t step);
[[nodiscard]] double cosine_rate(const CosineDecayRestarts& s, int64_t step);
[[nodiscard]] double cosine_rate(const OneCycle& s, int64_t step);

}  // namespace gradus::schedules
