#include "gradus/base/error.hpp"

#include <algorithm>
#include <cctype>
#include <vector>

namespace gradus {
namespace {

std::string compose(const std::string& place, const std::string& what, const std::string& mend) {
  std::string line;
  if (!place.empty()) line += place + (place.back() == ']' ? " " : ": ");
  line += what;
  if (!mend.empty()) line += "; " + mend;
  std::replace(line.begin(), line.end(), '\n', ' ');
  return line;
}

char lower(char c) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

// Levenshtein's distance in half edits: a letter costs 2, a change of case alone costs 1.
int distance(std::string_view a, std::string_view b) {
  std::vector<int> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = 2 * static_cast<int>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    int diagonal = row[0];
    row[0] = 2 * static_cast<int>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const char x = a[i - 1], y = b[j - 1];
      const int swap = x == y ? 0 : lower(x) == lower(y) ? 1 : 2;
      const int here = std::min({row[j] + 2, row[j - 1] + 2, diagonal + swap});
      diagonal = row[j];
      row[j] = here;
    }
  }
  return row[b.size()];
}

}  // namespace

Error::Error(std::string place, std::string what, std::string mend)
    : std::runtime_error(compose(place, what, mend)),
      place_(std::move(place)),
      reason_(std::move(what)),
      mend_(std::move(mend)) {}

std::string nearest_name(std::string_view word, std::span<const std::string> known) {
  const int limit = word.size() <= 4 ? 2 : word.size() <= 8 ? 4 : 6;
  int best = limit + 1;
  std::string nearest;
  for (const std::string& name : known) {
    const int d = distance(word, name);
    if (d < best && d < 2 * static_cast<int>(std::max(word.size(), name.size()))) {
      best = d;
      nearest = name;
    }
  }
  return nearest;
}

std::string suggest(std::string_view word, std::span<const std::string> known) {
  const std::string near = nearest_name(word, known);
  if (!near.empty()) return "did you mean \"" + near + "\"?";
  std::string list;
  for (const std::string& name : known) list += (list.empty() ? "one of " : ", ") + name;
  return list;
}

}  // namespace gradus
