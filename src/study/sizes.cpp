#include "study/sizes.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace gradus::study {
namespace {

// Larger extents could only come from a mistake, and their products would overflow.
constexpr int64_t kMostExtent = 1 << 24;

// Extents of 3, "3x3" or [3, 3]; nothing where it is none of them.
std::optional<std::vector<int64_t>> extents_of(const Node& n) {
  std::vector<Node> items;
  if (n.is_string()) {
    for (size_t at = 0; at <= n.text.size();) {
      const size_t x = std::min(n.text.find('x', at), n.text.size());
      const std::optional<Node> extent = number_of(n.text.substr(at, x - at));
      if (!extent) return std::nullopt;
      items.push_back(*extent);
      at = x + 1;
    }
  } else if (n.is_list()) {
    items = n.items;
  } else {
    items = {n};
  }
  std::vector<int64_t> out;
  for (const Node& item : items) {
    if (!item.is(Node::Type::kInteger)) return std::nullopt;
    out.push_back(item.integer);
  }
  if (out.empty()) return std::nullopt;
  return out;
}

// Two extents, of which one stands for both, or a shape of up to four.
struct Kind {
  size_t most;
  const char* what;
  const char* spelled;
};
constexpr Kind kSize{2, "a size", "3, \"3x3\" or [3, 3]"};
constexpr Kind kShape{4, "a shape", "10, \"28x28x1\" or [28, 28, 1]"};

std::string expected(const Kind& kind, const Rule& rule) {
  const bool zero = rule.low <= 0;
  return fmt::format("{} of {} numbers from {}", kind.what,
                     kind.most == 2 ? "one or two" : "one to four", zero ? 0 : 1);
}

std::optional<std::vector<int64_t>> fitting(const Node& n, const Kind& kind, const Rule& rule) {
  std::optional<std::vector<int64_t>> extents = extents_of(n);
  if (!extents || extents->size() > kind.most) return std::nullopt;
  for (const int64_t e : *extents) {
    if (static_cast<double>(e) < rule.low || e > kMostExtent) return std::nullopt;
  }
  return extents;
}

std::vector<int64_t> from_option(const Context& c, const Node& n, const Path& p, const Kind& kind,
                                 const Rule& rule) {
  std::optional<std::vector<int64_t>> extents = fitting(n, kind, rule);
  if (!extents)
    c.fail(n, p, fmt::format("expected {}, got {}", expected(kind, rule), show(n)),
           fmt::format("write it as {}", kind.spelled));
  return *std::move(extents);
}

std::vector<int64_t> from_word(const Context& c, const Node& word, const WordPlace& place,
                               const Kind& kind, const Rule& rule) {
  std::optional<std::vector<int64_t>> extents = fitting(word, kind, rule);
  if (!extents) {
    std::string capitals(place.name);
    for (char& letter : capitals) letter = static_cast<char>(std::toupper(letter));
    const Node& at = word.from ? word : place.at;
    c.fail(at, word.from ? Path{nullptr, *word.from, true} : place.path,
           fmt::format("{} must be {}, got {}", capitals, expected(kind, rule), show(word)),
           "the form is " + place.form);
  }
  return *std::move(extents);
}

Size2D size_of(const std::vector<int64_t>& extents) {
  return {extents.front(), extents.back()};
}

}  // namespace

void read_field(const Context& c, const Node& n, const Path& p, const Rule& rule, Size2D& out) {
  out = size_of(from_option(c, n, p, kSize, rule));
}

void read_field(const Context& c, const Node& n, const Path& p, const Rule& rule,
                std::optional<Size2D>& out) {
  out = size_of(from_option(c, n, p, kSize, rule));
}

void read_field(const Context& c, const Node& n, const Path& p, const Rule& rule, Shape& out) {
  out = Shape(from_option(c, n, p, kShape, rule));
}

void read_word(const Context& c, const Node& word, const WordPlace& place, const Rule& rule,
               Size2D& out) {
  out = size_of(from_word(c, word, place, kSize, rule));
}

void read_word(const Context& c, const Node& word, const WordPlace& place, const Rule& rule,
               Shape& out) {
  out = Shape(from_word(c, word, place, kShape, rule));
}

std::string size_text(Size2D size) {
  return size.rows == size.columns ? fmt::format("{}", size.rows)
                                   : fmt::format("{}x{}", size.rows, size.columns);
}

}  // namespace gradus::study
