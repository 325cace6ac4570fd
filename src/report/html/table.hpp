#pragma once

#include <string>

#include "report/findings.hpp"

namespace gradus::html {

/// A table in a box of its own that scrolls; its rows sort by a click on a heading. Columns of
/// numbers stand to the right.
[[nodiscard]] std::string table(const TextTable& table);

}  // namespace gradus::html
