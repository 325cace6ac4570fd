#pragma once

#include <charconv>
#include <string>

namespace gradus::study {

/// Appends the shortest decimal text that reads back as the same double ("0.1", "3", "1e-05"),
/// whatever the locale. Returns where the text begins in `out`.
inline size_t append_number(std::string& out, double value) {
  char buffer[32];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  const size_t start = out.size();
  out.append(buffer, end);
  return start;
}

/// The same, recognisable as a real number: "3.0". For JSON, where 3 would read back as an integer.
inline void append_real(std::string& out, double value) {
  const size_t start = append_number(out, value);
  if (out.find_first_of(".en", start) == std::string::npos) out += ".0";
}

/// The shortest text for people: "1e-5" rather than "1e-05".
inline std::string number_text(double value) {
  std::string text;
  append_number(text, value);
  const size_t e = text.find('e');
  if (e == std::string::npos) return text;
  const size_t digit = text.find_first_not_of("+-0", e + 1);
  const bool negative = text[e + 1] == '-';
  return text.substr(0, e + 1) + (negative ? "-" : "") + text.substr(digit);
}

}  // namespace gradus::study
