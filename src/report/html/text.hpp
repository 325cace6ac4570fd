#pragma once

#include <string>
#include <string_view>

namespace gradus::html {

/// Text as it stands in HTML, within an element or an attribute in double quotes: whatever it
/// holds, it is shown and nothing else.
[[nodiscard]] std::string escaped(std::string_view text);

/// A JSON string that may stand within a <script>: nothing in it ends the element.
[[nodiscard]] std::string json_string(std::string_view text);
/// A JSON number, null where it is not finite.
[[nodiscard]] std::string json_number(double value);

}  // namespace gradus::html
