#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "gradus/study/study.hpp"

namespace gradus::study {

/// Which training a row is of: equal keys are equal trainings, whatever study they stand in.
struct TrialKey {
  std::string plan;   ///< plan_hash() of its variant
  int64_t fold = -1;  ///< -1 without folds
  uint64_t seed = 0;
  auto operator<=>(const TrialKey&) const = default;
};

/// SHA-256, 64 hexadecimal digits, of a variant's canonical plan. `beside` is what else decides
/// what a trial holds: the checksums of its data's files, the instruments that look on.
[[nodiscard]] std::string plan_hash(const Variant& variant, std::string_view beside = {});

/// {"optimizer": "adam", "rate": 0.1}: as in results.json.
[[nodiscard]] std::string key_json(const VariantKey& key);

}  // namespace gradus::study
