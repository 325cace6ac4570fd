// What a gradient check says.
#include <fmt/core.h>

#include <algorithm>

#include "gradus/train/gradient_check.hpp"

namespace gradus {
namespace {

using Line = GradientCheck::Line;
using Verdict = GradientCheck::Verdict;

std::string cell_of(const Line& line) {
  return line.of + " " + line.shape.text();
}

// Where no gradient leaves 0, and differences agree, that is all that is known.
bool is_flat(const Line& line) {
  return line.verdict == Verdict::kRight && line.largest == 0;
}

template <class F>
void each_line(const GradientCheck& check, F&& f) {
  for (const auto* lines : {&check.training, &check.predicting, &check.ops, &check.formulas})
    for (const Line& line : *lines) f(line);
}

}  // namespace

const char* verdict_name(Verdict verdict) {
  switch (verdict) {
    case Verdict::kRight:
      return "right";
    case Verdict::kWrong:
      return "wrong";
    case Verdict::kNotChecked:
      break;
  }
  return "not checked";
}

bool GradientCheck::passed() const {
  bool right = true;
  each_line(*this, [&](const Line& line) { right = right && line.verdict != Verdict::kWrong; });
  for (const auto* lines : {&ops, &formulas})
    for (const Line& line : *lines) right = right && line.verdict == Verdict::kRight;
  return right;
}

std::string GradientCheck::text() const {
  size_t width = 0;
  each_line(*this, [&](const Line& line) { width = std::max(width, cell_of(line).size()); });
  std::string out;
  const auto table = [&](const std::string& title, const std::vector<Line>& lines) {
    if (lines.empty()) return;
    width = std::max(width, title.size());
    out += fmt::format("{:<{}} {:>10} {:>8} {:>9} {:>10} {:>11}\n", title, width, "numbers",
                       "checked", "left out", "largest", "difference");
    for (const Line& line : lines) {
      out += fmt::format("{:<{}} {:>10} {:>8} {:>9} {:>10.3g} {:>11.2g}  {}\n", cell_of(line),
                         width, line.numbers, line.checked, line.left_out, line.largest,
                         line.difference, is_flat(line) ? "both 0" : verdict_name(line.verdict));
    }
  };
  table("as it trains", training);
  table("as it predicts", predicting);
  table("each op by itself", ops);
  table("formulas, to 1e-9", formulas);
  int64_t left_out = 0;
  each_line(*this, [&](const Line& line) { left_out += line.left_out; });
  if (left_out > 0)
    out += fmt::format(
        "left out: {} numbers at which steps disagree, since the loss is not smooth there or its "
        "slope drowns in rounding\n",
        left_out);
  int64_t flat = 0;
  each_line(*this, [&](const Line& line) { flat += is_flat(line) ? 1 : 0; });
  if (flat > 0)
    out += fmt::format(
        "both 0: in {} line{} neither side has a gradient: the loss does not hang on it here, and "
        "nothing more is known\n",
        flat, flat == 1 ? "" : "s");
  each_line(*this, [&](const Line& line) {
    if (line.verdict == Verdict::kWrong) out += fmt::format("wrong: {}: {}\n", line.of, line.worst);
    if (line.verdict == Verdict::kNotChecked)
      out += fmt::format("not checked: {}: steps agree about no number that was drawn\n", line.of);
  });
  return out;
}

}  // namespace gradus
