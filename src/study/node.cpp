#include "study/node.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

namespace gradus::study {
namespace {

bool digit(char c) {
  return c >= '0' && c <= '9';
}

// The word without sign and underscores; underscores stand between digits only.
std::optional<std::string> stripped(std::string_view word) {
  std::string out;
  for (size_t i = 0; i < word.size(); ++i) {
    if (word[i] != '_') {
      out += word[i];
    } else if (i == 0 || i + 1 == word.size() || !digit(word[i - 1]) || !digit(word[i + 1])) {
      return std::nullopt;
    }
  }
  return out;
}

size_t digits(std::string_view s, size_t from) {
  size_t n = 0;
  while (from + n < s.size() && digit(s[from + n])) ++n;
  return n;
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (size_t i = 0; i < keys.size(); ++i)
    if (keys[i].name == key) return &items[i];
  return nullptr;
}

Node* Node::find(std::string_view key) {
  return const_cast<Node*>(static_cast<const Node*>(this)->find(key));
}

void Node::set(const std::string& key, Node value) {
  if (Node* old = find(key)) {
    *old = std::move(value);
    return;
  }
  keys.push_back({key, value.origin});
  items.push_back(std::move(value));
}

void Node::erase(std::string_view key) {
  for (size_t i = 0; i < keys.size(); ++i) {
    if (keys[i].name != key) continue;
    keys.erase(keys.begin() + static_cast<std::ptrdiff_t>(i));
    items.erase(items.begin() + static_cast<std::ptrdiff_t>(i));
    return;
  }
}

std::string Node::joined() const {
  if (is_string()) return text;
  if (type != Type::kPhrase) return show(*this);
  std::string out;
  for (const Node& word : items) {
    if (!out.empty()) out += ' ';
    out += word.is_string() ? word.text : show(word);
  }
  return out;
}

size_t Node::size() const {
  size_t n = 1;
  for (const Node& item : items) n += item.size();
  return n;
}

Node Node::of_string(std::string s, Origin origin) {
  Node node;
  node.type = Type::kString;
  node.text = std::move(s);
  node.origin = origin;
  return node;
}

Node Node::of_integer(int64_t i, Origin origin) {
  Node node;
  node.type = Type::kInteger;
  node.integer = i;
  node.origin = origin;
  return node;
}

Node Node::of_list(std::vector<Node> items, Origin origin) {
  Node node;
  node.type = Type::kList;
  node.items = std::move(items);
  node.origin = origin;
  return node;
}

Node Node::of_table(Origin origin) {
  Node node;
  node.origin = origin;
  return node;
}

std::string show(const Node& node) {
  switch (node.type) {
    case Node::Type::kBool:
      return node.boolean ? "true" : "false";
    case Node::Type::kInteger:
      return fmt::format("{}", node.integer);
    case Node::Type::kFloat:
      return float_text(node.number);
    case Node::Type::kString:
      return quote(node.text);
    case Node::Type::kPhrase:
      return quote(node.joined());
    case Node::Type::kList:
      return "a list";
    case Node::Type::kTable:
      return "a table";
  }
  return {};
}

std::string float_text(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  std::string text = fmt::format("{}", value);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string quote(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      out += fmt::format("\\u{:04X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string key_text(std::string_view key) {
  const bool bare = !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
  });
  return bare ? std::string(key) : quote(key);
}

std::vector<std::string> split_words(std::string_view text) {
  std::vector<std::string> words;
  size_t at = 0;
  while (at < text.size()) {
    const size_t from = text.find_first_not_of(" \t\r\n", at);
    if (from == std::string_view::npos) break;
    size_t to = text.find_first_of(" \t\r\n", from);
    if (to == std::string_view::npos) to = text.size();
    words.emplace_back(text.substr(from, to - from));
    at = to;
  }
  return words;
}

std::optional<Node> number_of(std::string_view word) {
  const std::optional<std::string> plain = stripped(word);
  if (!plain || plain->empty()) return std::nullopt;
  std::string s = *plain;
  const bool negative = s[0] == '-';
  if (s[0] == '+' || s[0] == '-') s.erase(0, 1);
  const size_t whole = digits(s, 0);
  if (whole == 0 || (whole > 1 && s[0] == '0')) return std::nullopt;
  size_t at = whole;
  if (at < s.size() && s[at] == '.') {
    const size_t fraction = digits(s, at + 1);
    if (fraction == 0) return std::nullopt;
    at += 1 + fraction;
  }
  if (at < s.size() && (s[at] == 'e' || s[at] == 'E')) {
    ++at;
    if (at < s.size() && (s[at] == '+' || s[at] == '-')) ++at;
    const size_t exponent = digits(s, at);
    if (exponent == 0) return std::nullopt;
    at += exponent;
  }
  if (at != s.size()) return std::nullopt;
  if (negative) s.insert(0, "-");
  Node node;
  const char* end = s.data() + s.size();
  if (whole + (negative ? 1 : 0) == s.size()) {
    node.type = Node::Type::kInteger;
    if (std::from_chars(s.data(), end, node.integer).ec != std::errc()) return std::nullopt;
  } else {
    node.type = Node::Type::kFloat;
    if (std::from_chars(s.data(), end, node.number).ec != std::errc()) return std::nullopt;
  }
  return node;
}

std::string pointed_number(std::string_view word) {
  std::string sign;
  if (!word.empty() && (word[0] == '-' || word[0] == '+')) {
    sign = word.substr(0, 1);
    word.remove_prefix(1);
  }
  if (word.empty() || word[0] != '.') return {};
  const std::string mended = sign + "0" + std::string(word);
  return number_of(mended) ? mended : std::string{};
}

std::string joined_names(const std::vector<std::string>& names, std::string_view separator) {
  std::string out;
  for (const std::string& name : names) {
    if (!out.empty()) out += separator;
    out += name;
  }
  return out;
}

}  // namespace gradus::study
