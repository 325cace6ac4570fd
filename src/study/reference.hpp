#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gradus/study/reader.hpp"

namespace gradus::study {

/// What `reference` has a table of: every section and every category of things. What is both
/// (layer, instrument, figure) has the table of its keys first.
[[nodiscard]] std::vector<std::string> reference_names();
/// Keys, types, defaults, ranges and meanings of a section or category as a Markdown table, from
/// the lists that the reader itself walks. Throws Error for an unknown name.
[[nodiscard]] std::string reference(std::string_view name);

}  // namespace gradus::study
