#include "report/html/table.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "report/html/text.hpp"

namespace gradus::html {
namespace {

constexpr size_t kLong = 24;  // characters that may break into lines

bool is_missing(const std::string& cell) {
  return cell.empty() || cell == "–";
}

// "0.1 [0.05, 0.2]", "91 % [76, 97]", "2e-5"; not a checksum.
bool begins_like_a_number(const std::string& cell) {
  const size_t end = std::min(cell.find(' '), cell.size());
  const char* first = cell.data() + (cell.starts_with('+') ? 1 : 0);
  double value = 0;
  const auto [next, fault] = std::from_chars(first, cell.data() + end, value);
  return fault == std::errc() && next == cell.data() + end && std::isfinite(value);
}

bool is_numeric(const TextTable& table, size_t column) {
  return std::all_of(table.rows.begin(), table.rows.end(), [&](const auto& row) {
    return is_missing(row[column]) || begins_like_a_number(row[column]);
  });
}

}  // namespace

std::string table(const TextTable& table, Cells cells) {
  std::vector<bool> numeric;
  std::string out = "<div class=\"scroll\" tabindex=\"0\"><table class=\"sorts\">\n<thead><tr>";
  for (size_t c = 0; c < table.head.size(); ++c) {
    numeric.push_back(cells == Cells::kNumbers && is_numeric(table, c));
    out += std::string("<th scope=\"col\"") + (numeric[c] ? " class=\"num\"" : "") + ">" +
           escaped(table.head[c]) + "</th>";
  }
  out += "</tr></thead>\n<tbody>\n";
  for (const std::vector<std::string>& row : table.rows) {
    out += "<tr>";
    for (size_t c = 0; c < row.size(); ++c) {
      const char* kind = numeric[c]              ? " class=\"num\""
                         : row[c].size() > kLong ? " class=\"long\""
                                                 : "";
      out += std::string("<td") + kind + ">" + escaped(row[c]) + "</td>";
    }
    out += "</tr>\n";
  }
  out += "</tbody></table></div>\n";
  if (table.more > 0)
    out += "<p class=\"quiet\">and " + std::to_string(table.more) + " more in results.json</p>\n";
  return out;
}

}  // namespace gradus::html
