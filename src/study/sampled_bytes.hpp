#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gradus/study/results.hpp"

namespace gradus::study {

/// What instruments have read so far, for the checkpoint of a training. Every bit comes back.
[[nodiscard]] std::string sampled_bytes(const std::vector<Sampled>& sampled);
/// Throws Error for anything else.
[[nodiscard]] std::vector<Sampled> parse_sampled(std::string_view bytes);

}  // namespace gradus::study
