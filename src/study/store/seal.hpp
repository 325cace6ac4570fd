#pragma once

#include <span>
#include <string>

#include "gradus/study/results.hpp"
#include "study/store/trial_key.hpp"

namespace gradus::study {

/// 32 hexadecimal digits over all that a store gives back of a trial but its seconds: SQLite finds
/// torn pages, this finds a row that was altered or has gone.
[[nodiscard]] std::string seal_of(const TrialKey& key, const Trial& trial,
                                  std::span<const double> weights);

}  // namespace gradus::study
