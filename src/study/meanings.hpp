#pragma once

#include <string_view>

namespace gradus::study {

// What the reference says in words of the things of a study file. "" where nothing is known, which
// a test of the reference forbids.

/// Of a kind: "layer", "dense".
[[nodiscard]] std::string_view kind_meaning(std::string_view category, std::string_view kind);
/// Of one of its options: "layer", "dense", "units".
[[nodiscard]] std::string_view option_meaning(std::string_view category, std::string_view kind,
                                              std::string_view option);

}  // namespace gradus::study
