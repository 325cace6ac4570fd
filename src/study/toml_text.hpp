#pragma once

#include <string>
#include <string_view>

#include "study/context.hpp"
#include "study/node.hpp"

namespace gradus::study {

/// Largest study file, in bytes: hostile ones end here rather than in memory.
inline constexpr size_t kLargestFile = 4u << 20;

/// A TOML text as a tree in the file's order. Throws `FILE:LINE: not TOML: ...`.
[[nodiscard]] Node parse_toml(std::string_view text, const Context& context, int layer = 0);

/// Looks the raw text over for what a TOML parser says badly or survives badly: numbers without a
/// digit at their point, words without quotes, tables over several lines, nesting without end.
void scan_toml(std::string_view text, const Context& context, int layer);

/// A study as TOML text with the order of its keys kept.
[[nodiscard]] std::string write_toml(const Node& study);
/// One value, on one line.
[[nodiscard]] std::string write_value(const Node& node);

}  // namespace gradus::study
