#include <fmt/core.h>

#include <array>
#include <cmath>

#include "gradus/base/error.hpp"
#include "study/scalars.hpp"
#include "study/vary.hpp"

namespace gradus::study {
namespace {

// Whole numbers that a double holds, with room for their differences.
constexpr double kFarthest = 1e15;

struct Form {
  std::string_view kind, text;
};
constexpr std::array<Form, 3> kForms = {Form{"uniform", "uniform LOW HIGH"},
                                        Form{"log_uniform", "log_uniform LOW HIGH"},
                                        Form{"integer", "integer LOW HIGH [STEP]"}};

const std::vector<std::string> kKinds = {"uniform", "log_uniform", "integer"};

Node word_at(const Node& n, const std::string& text) {
  Node word = Node::of_string(text, n.origin);
  word.literal = true;
  return word;
}

void cross_range(const Context& c, const Node& n, const Path& path, const Draw& range,
                 AxisNode& axis) {
  const auto low = static_cast<int64_t>(range.low), high = static_cast<int64_t>(range.high);
  if ((high - low) / range.step >= static_cast<int64_t>(kMostVariants))
    c.fail(n, path, fmt::format("holds {} values", (high - low) / range.step + 1),
           fmt::format("give at most {}", kMostVariants));
  for (int64_t v = low; v <= high; v += range.step)
    axis.values.push_back(Node::of_integer(v, n.origin));
}

}  // namespace

void read_range(const Context& c, const Node& n, const Path& path, bool drawing, AxisNode& axis) {
  const std::vector<std::string> words = split_words(n.text);
  size_t kind = 0;
  while (kind < kForms.size() && (words.empty() || words[0] != kForms[kind].kind)) ++kind;
  if (kind == kForms.size())
    c.fail(n, path, fmt::format("expected a list, a range or named variants, got {}", show(n)),
           words.size() < 3 ? "write a list such as [0.01, 0.1], or \"integer LOW HIGH [STEP]\""
                            : suggest(words[0], kKinds));
  Draw range;
  range.kind = static_cast<Draw::Kind>(kind);
  const bool whole = range.kind == Draw::Kind::kInteger;
  if (!whole && !drawing)
    c.fail(n, path, fmt::format("{} is drawn from", show(n)),
           "set search.method and search.points, or give a list");
  const std::string form(kForms[kind].text);
  if (words.size() < 3 || words.size() > (whole ? 4u : 3u))
    c.fail(n, path, fmt::format("{} is no range", show(n)), "the form is " + form);
  const bool logarithm = range.kind == Draw::Kind::kLogUniform;
  const auto limit = [&](size_t i, std::string_view name, double& out) {
    if (whole) {
      int64_t value = 0;
      read_word(c, word_at(n, words[i]), {n, path, name, form},
                Rule{}.at_least(-kFarthest).at_most(kFarthest), value);
      out = static_cast<double>(value);
    } else {
      read_word(c, word_at(n, words[i]), {n, path, name, form},
                logarithm ? Rule{}.above(0) : Rule{}, out);
    }
  };
  limit(1, "LOW", range.low);
  limit(2, "HIGH", range.high);
  if (words.size() == 4)
    read_word(c, word_at(n, words[3]), {n, path, "STEP", form}, Rule{}.at_least(1), range.step);
  if (range.low > range.high)
    c.fail(n, path, fmt::format("{} is empty", show(n)), "give LOW before HIGH");
  if (!std::isfinite(range.high - range.low))
    c.fail(n, path, fmt::format("{} is too wide", show(n)), "bring LOW and HIGH together");
  if (!drawing) return cross_range(c, n, path, range, axis);
  if (whole ? range.high - range.low < static_cast<double>(range.step) : range.low == range.high)
    c.fail(n, path, fmt::format("{} is one value", show(n)),
           fmt::format("give LOW below HIGH, or the list [{}]", words[1]));
  axis.range = range;
}

}  // namespace gradus::study
