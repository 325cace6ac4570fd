#pragma once

#include <string>

#include "report/findings.hpp"

namespace gradus::html {

/// Whether columns of numbers stand to the right, or all stand alike: where columns hold the same
/// thing of two, one of which may happen to be numbers alone.
enum class Cells { kNumbers, kWords };

/// A table in a box of its own that scrolls; its rows sort by a click on a heading.
[[nodiscard]] std::string table(const TextTable& table, Cells cells = Cells::kNumbers);

}  // namespace gradus::html
