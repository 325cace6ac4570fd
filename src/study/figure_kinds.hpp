#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gradus/study/reader.hpp"

namespace gradus::study {

/// The kinds of figures, in the order of the documentation.
[[nodiscard]] const std::vector<std::string>& figure_kinds();
/// The keys that a figure of this kind takes.
[[nodiscard]] std::vector<std::string> figure_keys(std::string_view kind);
/// What `gradus list figure` says.
[[nodiscard]] std::vector<FormInfo> figure_forms();

/// Every variant has a panel of its own.
[[nodiscard]] bool one_network(std::string_view kind);
/// Shows trial by trial: axes that it names nowhere are not mixed, only not told apart.
[[nodiscard]] bool pools(std::string_view kind);
/// Shows the points of a search, all axes at once.
[[nodiscard]] bool over_points(std::string_view kind);

}  // namespace gradus::study
