#include "study/scalars.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace gradus::study {
namespace {

std::string number_text(double value) {
  // A count is written out: 100000000 rather than 1e+08.
  if (value == std::floor(value) && std::abs(value) < 1e15) return fmt::format("{:.0f}", value);
  return fmt::format("{}", value);
}

std::string range_text(const Rule& rule) {
  std::string out;
  if (rule.low > -kLargestCount)
    out += (rule.open_low ? " above " : " from ") + number_text(rule.low);
  if (std::isfinite(rule.high) && rule.high < kLargestCount)
    out += (rule.open_high ? " below " : " to ") + number_text(rule.high);
  return out;
}

bool inside(const Rule& rule, double value) {
  return (rule.open_low ? value > rule.low : value >= rule.low) &&
         (rule.open_high ? value < rule.high : value <= rule.high);
}

std::string range_mend(const Rule& rule, double value) {
  if (value < rule.low || (rule.open_low && value <= rule.low))
    return (rule.open_low ? "give more than " : "give at least ") + number_text(rule.low);
  return (rule.open_high ? "give less than " : "give at most ") + number_text(rule.high);
}

Rule counted(Rule rule) {
  rule.high = std::min(rule.high, kLargestCount);
  rule.low = std::max(rule.low, -kLargestCount);
  return rule;
}

// What to do about a value of the wrong type.
std::string type_mend(const Node& n, bool whole) {
  if (n.is_string()) {
    const std::optional<Node> number = number_of(n.text);
    if (number && (!whole || number->is(Node::Type::kInteger))) return "drop the quotes";
    if (const std::string mended = pointed_number(n.text); !mended.empty())
      return "a number needs a digit before the point, write " + mended;
    return "give a number";
  }
  if (n.is(Node::Type::kFloat) && whole) {
    if (n.number == std::floor(n.number) && std::abs(n.number) < 1e15)
      return "write " + fmt::format("{:.0f}", n.number);
    return "drop the fraction";
  }
  return "give a number";
}

}  // namespace

void check_point(const Context& c, const Node& at, const Path& path, const std::string& word) {
  if (const std::string mended = pointed_number(word); !mended.empty())
    c.fail(at, path, fmt::format("{}: a number needs a digit before the point", quote(word)),
           "write " + mended);
}

void read_field(const Context& c, const Node& n, const Path& p, const Rule&, bool& out) {
  if (!n.is(Node::Type::kBool)) {
    const bool word = n.is_string() && (n.text == "true" || n.text == "false");
    c.fail(n, p, fmt::format("expected true or false, got {}", show(n)),
           word ? "drop the quotes" : "give one of them");
  }
  out = n.boolean;
}

void read_field(const Context& c, const Node& n, const Path& p, const Rule& given, int64_t& out) {
  const Rule rule = counted(given);
  const std::string expected = "expected a whole number" + range_text(rule);
  if (!n.is(Node::Type::kInteger))
    c.fail(n, p, fmt::format("{}, got {}", expected, show(n)), type_mend(n, true));
  const auto value = static_cast<double>(n.integer);
  if (!inside(rule, value))
    c.fail(n, p, fmt::format("{}, got {}", expected, show(n)), range_mend(rule, value));
  out = n.integer;
}

void read_field(const Context& c, const Node& n, const Path& p, const Rule& rule, double& out) {
  const std::string expected = "expected a number" + range_text(rule);
  if (!n.is_number())
    c.fail(n, p, fmt::format("{}, got {}", expected, show(n)), type_mend(n, false));
  const double value = n.as_double();
  if (!std::isfinite(value))
    c.fail(n, p, fmt::format("expected a finite number, got {}", show(n)), "give a finite one");
  if (!inside(rule, value))
    c.fail(n, p, fmt::format("{}, got {}", expected, show(n)), range_mend(rule, value));
  out = value;
}

void read_field(const Context& c, const Node& n, const Path& p, const Rule&, std::string& out) {
  if (!n.is_string() && !n.is(Node::Type::kPhrase))
    c.fail(n, p, fmt::format("expected words in quotes, got {}", show(n)),
           n.is_list() || n.is_table() ? "give a string" : "put quotes around it");
  out = n.joined();
}

void read_field(const Context& c, const Node& n, const Path& p, const Rule& rule,
                std::optional<double>& out) {
  double value = 0;
  read_field(c, n, p, rule, value);
  out = value;
}

void read_field(const Context& c, const Node& n, const Path& p, const Rule& rule, Length& out) {
  // A default of 0 means "as long as the place says"; others divide by the length.
  const int64_t least = rule.required || out.count > 0 ? 1 : 0;
  if (n.is_string() || n.is(Node::Type::kPhrase)) {
    const std::vector<std::string> words = split_words(n.joined());
    const std::optional<Node> count = words.empty() ? std::nullopt : number_of(words[0]);
    const std::string unit = words.size() == 2 ? words[1] : "";
    const bool epochs = unit == "epochs" || unit == "epoch";
    if (count && count->is(Node::Type::kInteger) && count->integer >= least &&
        count->as_double() <= kLargestCount && (epochs || unit == "steps" || unit == "step")) {
      out = {count->integer, epochs};
      return;
    }
    c.fail(n, p, fmt::format("expected a length, got {}", show(n)),
           "give a whole number of steps, or \"5 epochs\"");
  }
  int64_t count = 0;
  read_field(c, n, p, Rule{}.at_least(static_cast<double>(least)), count);
  out = {count, false};
}

void read_field(const Context& c, const Node& n, const Path& p, const Rule& rule,
                std::vector<int64_t>& out) {
  if (!n.is_list())
    c.fail(n, p, fmt::format("expected a list of whole numbers, got {}", show(n)), "put it in [ ]");
  out.clear();
  for (const Node& item : n.items) read_field(c, item, p, rule, out.emplace_back());
}

void read_field(const Context& c, const Node& n, const Path& p, const Rule& rule,
                std::vector<double>& out) {
  if (!n.is_list())
    c.fail(n, p, fmt::format("expected a list of numbers, got {}", show(n)), "put it in [ ]");
  out.clear();
  for (const Node& item : n.items) read_field(c, item, p, rule, out.emplace_back());
}

void read_field(const Context& c, const Node& n, const Path& p, const Rule&,
                std::array<double, 2>& out) {
  out = read_interval(c, n, p);
}

void read_field(const Context& c, const Node& n, const Path& p, const Rule& rule,
                std::map<int64_t, int64_t>& out) {
  if (!n.is_table())
    c.fail(n, p, fmt::format("expected a table of whole numbers, got {}", show(n)),
           "write { 10 = 0 }");
  out.clear();
  for (size_t i = 0; i < n.keys.size(); ++i) {
    const std::string& key = n.keys[i].name;
    const std::optional<Node> from = number_of(key);
    if (!from || !from->is(Node::Type::kInteger))
      c.fail(n.items[i], beneath(p, key, n.items[i]), "the key is no whole number",
             "write { 10 = 0 }");
    int64_t to = 0;
    read_field(c, n.items[i], beneath(p, key, n.items[i]), rule, to);
    if (!out.emplace(from->integer, to).second)
      c.fail(n.items[i], beneath(p, key, n.items[i]),
             fmt::format("{} is there twice", from->integer), "drop one");
  }
}

std::array<double, 2> read_interval(const Context& c, const Node& n, const Path& p) {
  if (!n.is_list() || n.items.size() != 2)
    c.fail(n, p, fmt::format("expected [LO, HI], got {}", show(n)), "give two numbers");
  std::array<double, 2> out{};
  for (size_t i = 0; i < 2; ++i) read_field(c, n.items[i], p, Rule{}, out[i]);
  if (!(out[0] < out[1]))
    c.fail(n, p, fmt::format("[{}, {}] is empty", show(n.items[0]), show(n.items[1])),
           "give the lower end first");
  return out;
}

size_t read_choice(const Context& c, const Node& n, const Path& p,
                   const std::vector<std::string>& choices) {
  if (n.is_string()) {
    const auto it = std::find(choices.begin(), choices.end(), n.text);
    if (it != choices.end()) return static_cast<size_t>(it - choices.begin());
  }
  std::string list;
  for (size_t i = 0; i < choices.size(); ++i) {
    if (i > 0) list += i + 1 == choices.size() ? " or " : ", ";
    list += quote(choices[i]);
  }
  const std::string near = n.is_string() ? nearest_name(n.text, choices) : "";
  c.fail(n, p, fmt::format("expected {}, got {}", list, show(n)),
         near.empty() ? "give one of them" : "did you mean \"" + near + "\"?");
}

int64_t read_epochs(const Context& c, const Node& n, const Path& p) {
  if (n.is(Node::Type::kInteger))
    c.fail(n, p, fmt::format("{} has no unit", n.integer),
           fmt::format("write \"{} epochs\"", n.integer));
  const std::vector<std::string> words = split_words(n.joined());
  const std::optional<Node> count = words.size() == 2 ? number_of(words[0]) : std::nullopt;
  if (!count || !count->is(Node::Type::kInteger) || count->integer < 1 ||
      count->as_double() > kLargestCount || (words[1] != "epochs" && words[1] != "epoch"))
    c.fail(n, p, fmt::format("expected a number of epochs, got {}", show(n)),
           "write it as \"10 epochs\"");
  return count->integer;
}

std::vector<const Node*> one_or_list(const Node& n) {
  std::vector<const Node*> out;
  if (!n.is_list()) return {&n};
  for (const Node& item : n.items) out.push_back(&item);
  return out;
}

std::vector<int64_t> read_size(const Context& c, const Node& n, const Path& p) {
  std::vector<int64_t> out;
  const Rule rule = Rule{}.at_least(1).at_most(1 << 24);
  if (n.is_string()) {
    std::string text = n.text;
    size_t at = 0;
    while (at <= text.size()) {
      const size_t x = std::min(text.find('x', at), text.size());
      const std::optional<Node> extent = number_of(text.substr(at, x - at));
      if (!extent)
        c.fail(n, p, fmt::format("expected a size, got {}", show(n)),
               "write it as 10, \"28x28x1\" or [28, 28, 1]");
      Node item = *extent;
      item.origin = n.origin;
      read_field(c, item, p, rule, out.emplace_back());
      at = x + 1;
    }
  } else {
    for (const Node* item : one_or_list(n)) read_field(c, *item, p, rule, out.emplace_back());
  }
  if (out.empty() || out.size() > 4)
    c.fail(n, p, fmt::format("a size of {} numbers", out.size()), "give one to four");
  return out;
}

namespace {

[[noreturn]] void fail_word(const Context& c, const Node& word, const WordPlace& place,
                            const std::string& must) {
  if (word.literal) check_point(c, place.at, place.path, word.text);
  std::string capitals(place.name);
  for (char& letter : capitals) letter = static_cast<char>(std::toupper(letter));
  // A value that an axis brought is mended where it stands.
  const Node& at = word.from ? word : place.at;
  c.fail(at, word.from ? Path{nullptr, *word.from, true} : place.path,
         fmt::format("{} must be {}, got {}", capitals, must, show(word)),
         "the form is " + place.form);
}

std::optional<Node> numeric(const Node& word) {
  if (word.literal) return number_of(word.text);
  return word.is_number() ? std::optional(word) : std::nullopt;
}

}  // namespace

void read_word(const Context& c, const Node& word, const WordPlace& place, const Rule& given,
               int64_t& out) {
  const Rule rule = counted(given);
  const std::optional<Node> number = numeric(word);
  if (!number || !number->is(Node::Type::kInteger)) fail_word(c, word, place, "a whole number");
  if (!inside(rule, number->as_double()))
    fail_word(c, *number, place, "a whole number" + range_text(rule));
  out = number->integer;
}

void read_word(const Context& c, const Node& word, const WordPlace& place, const Rule& rule,
               double& out) {
  const std::optional<Node> number = numeric(word);
  if (!number) fail_word(c, word, place, "a number");
  if (!std::isfinite(number->as_double())) fail_word(c, *number, place, "a finite number");
  if (!inside(rule, number->as_double()))
    fail_word(c, *number, place, "a number" + range_text(rule));
  out = number->as_double();
}

void read_word(const Context& c, const Node& word, const WordPlace& place, const Rule&,
               std::string& out) {
  if (!word.is_string()) fail_word(c, word, place, "a name");
  out = word.text;
}

}  // namespace gradus::study
