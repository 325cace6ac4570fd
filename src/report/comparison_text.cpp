#include <algorithm>

#include "report/comparison.hpp"
#include "report/findings/words.hpp"
#include "report/html/page.hpp"
#include "report/html/table.hpp"

namespace gradus {
namespace {

constexpr const char* kKicker = "Gradus · two runs side by side";

std::string plans(const RunComparison& comparison) {
  if (comparison.same_plan) return "Both runs are of one plan.";
  if (comparison.keys.empty()) return "The plans differ in their order alone.";
  return "The plans differ in " + finding::many(comparison.keys.size(), "key") + " of study.toml.";
}

std::string repeated(const RunComparison& comparison) {
  const size_t same = comparison.same_trials, other = comparison.other_trials.size();
  if (same + other == 0)
    return "No trial of one has all its settings and its seed in the other too, so none need come "
           "out the "
           "same, bit for bit.";
  if (other == 0)
    return finding::many(same, "trial") + " of equal plan and seed: the same, bit for bit.";
  return std::to_string(other) + " of " + std::to_string(same + other) +
         " trials of equal plan and seed came out otherwise, which they should not: are both of "
         "one "
         "version, and the data unchanged?";
}

std::string shown(const std::string& value) {
  return value.empty() ? "not there" : value;
}

// The first of them, and how many more.
std::vector<std::string> first_of(const std::vector<std::string>& all, size_t most) {
  std::vector<std::string> out(
      all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min(most, all.size())));
  if (all.size() > most) out.push_back("and " + std::to_string(all.size() - most) + " more");
  return out;
}

std::vector<std::string> metric_lines(const RunComparison& comparison) {
  std::vector<std::string> out;
  for (const ComparedMetric& m : comparison.metrics)
    out.push_back(m.spoken + ", " + m.metric + ": " + m.first + " against " + m.second + ": " +
                  m.verdict);
  return out;
}

}  // namespace

TextTable metrics_table(const RunComparison& comparison) {
  TextTable table{{"variant", "metric", "verdict", "the first", "the second", "difference"}, {}};
  for (const ComparedMetric& m : comparison.metrics)
    table.rows.push_back({m.variant, m.metric, m.verdict, m.first, m.second,
                          m.difference.empty() ? "–" : m.difference});
  return table;
}

std::string comparison_text(const RunComparison& comparison, size_t most) {
  std::string out = "the first: " + comparison.first + "\nthe second: " + comparison.second +
                    "\n\n" + plans(comparison) + "\n";
  std::vector<std::string> keys;
  for (const study::KeyDifference& key : comparison.keys)
    keys.push_back(key.key + ": " + shown(key.first) + " against " + shown(key.second));
  const auto add = [&](const std::vector<std::string>& lines) {
    for (const std::string& line : first_of(lines, most)) out += "- " + line + "\n";
  };
  add(keys);
  out += repeated(comparison) + "\n";
  add(comparison.other_trials);
  if (!comparison.metrics.empty()) out += "\n";
  add(metric_lines(comparison));
  if (!comparison.only_first.empty())
    out += finding::many(comparison.only_first.size(), "variant") + " of the first alone\n";
  if (!comparison.only_second.empty())
    out += finding::many(comparison.only_second.size(), "variant") + " of the second alone\n";
  return out;
}

std::string comparison_html(const RunComparison& comparison) {
  constexpr size_t kMost = 200;
  html::Page page;
  page.paragraph(kKicker, "kicker");
  page.add("<h1>Two runs side by side</h1>\n");
  page.facts({{"The first", comparison.first}, {"The second", comparison.second}});
  page.contents();
  page.section("In short", "short");
  page.add("<div class=\"answer\">\n");
  page.list({plans(comparison), repeated(comparison)});
  page.add("</div>\n");
  if (!comparison.keys.empty()) {
    page.section("Where the plans differ", "plans");
    TextTable keys{{"key", "the first", "the second"}, {}};
    for (const study::KeyDifference& key : comparison.keys)
      keys.rows.push_back({key.key, shown(key.first), shown(key.second)});
    page.add(html::table(keys, html::Cells::kWords));
  }
  if (!comparison.metrics.empty()) {
    page.section("What came out", "metrics");
    page.add(html::table(metrics_table(comparison)));
    page.paragraph(
        "Medians, or shares, with 95 % intervals. Differences are the first minus the second, over "
        "pairs of equal seeds where both have the same; two are told apart at 5 %, corrected over "
        "all comparisons here by Holm's method.",
        "quiet");
  }
  if (!comparison.other_trials.empty()) {
    page.section("Trials that came out otherwise", "trials");
    page.list(first_of(comparison.other_trials, kMost));
  }
  if (!comparison.only_first.empty() || !comparison.only_second.empty()) {
    page.section("Variants of one run alone", "alone");
    std::vector<std::string> lines;
    for (const std::string& name : first_of(comparison.only_first, kMost))
      lines.push_back("the first: " + name);
    for (const std::string& name : first_of(comparison.only_second, kMost))
      lines.push_back("the second: " + name);
    page.list(lines);
  }
  return std::move(page).finish("Two runs side by side");
}

// No text of a user can look like it: those are escaped.
bool is_comparison_html(std::string_view text) {
  return text.starts_with("<!doctype html>") &&
         text.find(std::string("<p class=\"kicker\">") + kKicker + "</p>") != text.npos;
}

}  // namespace gradus
