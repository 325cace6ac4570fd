#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gradus::study {

/// One key of a section of a study file: what readers know, messages name and the reference prints.
struct SectionKey {
  std::string_view name, type;
  std::string_view default_value;  ///< "required" where there is none
  std::string_view meaning;
};

/// The type of a key that differs from kind to kind: each kind's form has its own.
inline constexpr std::string_view kByKind = "see the kind";

/// "study" (the top of the file), "data", "folds", "model", "layer" (what every layer takes beside
/// its own options), "train", "search", "instrument", "figure", "finding".
[[nodiscard]] const std::vector<std::string>& sections();
/// The keys of a section in the order of the documentation. `section` must be one of them.
[[nodiscard]] const std::vector<SectionKey>& section_keys(std::string_view section);
/// Their names, for Keys.
[[nodiscard]] std::vector<std::string> key_names(std::string_view section);

}  // namespace gradus::study
