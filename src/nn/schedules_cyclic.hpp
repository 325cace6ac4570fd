#pragma once

#include <cstdint>

#include "gradus/nn/schedules_cyclic.hpp"

namespace gradus::schedules {

/// The rate of a resolved cyclic schedule at a step after its warm-up.
[[nodiscard]] double cyclic_rate(const Cyclic& s, int64_t step);

}  // namespace gradus::schedules
