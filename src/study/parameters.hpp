#pragma once

#include <cstdint>
#include <optional>

#include "gradus/study/study.hpp"

namespace gradus::study {

/// How many trainable numbers a plan's network has; none where only the data tells its input's
/// shape.
[[nodiscard]] std::optional<int64_t> parameters_of(const Plan& plan);

}  // namespace gradus::study
