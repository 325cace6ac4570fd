#include <algorithm>

#include "report/findings.hpp"
#include "report/findings/words.hpp"

namespace gradus {
namespace {

// Characters of UTF-8 text: its bytes without those that continue one.
size_t width(const std::string& text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

// What Markdown would take for its own.
std::string escaped(const std::string& text, bool in_table) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool inside_word = i > 0 && i + 1 < text.size() &&
                             std::isalnum(static_cast<unsigned char>(text[i - 1])) &&
                             std::isalnum(static_cast<unsigned char>(text[i + 1]));
    if (c == '*' || c == '`' || c == '<' || (c == '|' && in_table) || (c == '_' && !inside_word))
      out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string table_text(const TextTable& table) {
  std::vector<std::vector<std::string>> rows{table.head};
  rows.insert(rows.end(), table.rows.begin(), table.rows.end());
  std::vector<size_t> widths(table.head.size(), 3);
  for (auto& row : rows) {
    for (size_t c = 0; c < row.size(); ++c) {
      row[c] = escaped(row[c], true);
      widths[c] = std::max(widths[c], width(row[c]));
    }
  }
  std::string out;
  for (size_t r = 0; r < rows.size(); ++r) {
    for (size_t c = 0; c < rows[r].size(); ++c)
      out += "| " + rows[r][c] + std::string(widths[c] - width(rows[r][c]) + 1, ' ');
    out += "|\n";
    if (r > 0) continue;
    for (const size_t w : widths) out += "| " + std::string(w, '-') + " ";
    out += "|\n";
  }
  if (table.more > 0) out += "\nand " + std::to_string(table.more) + " more in results.json\n";
  return out;
}

class Page {
 public:
  // A block of lines, a blank line before it.
  void block(const std::string& text) {
    if (!out_.empty()) out_ += '\n';
    out_ += text;
    if (!out_.ends_with('\n')) out_ += '\n';
  }
  // A heading with its lines, where there are any.
  void section(const std::string& title, const std::vector<std::string>& lines) {
    if (lines.empty()) return;
    block("## " + title);
    std::string list;
    for (const std::string& line : lines) list += "- " + escaped(line, false) + "\n";
    block(list);
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

bool is_trouble(Finding::Kind kind) {
  return kind == Finding::Kind::kDiverged || kind == Finding::Kind::kNotLearned;
}

}  // namespace

std::vector<std::string> answers(const std::vector<Finding>& findings) {
  std::vector<std::string> out;
  for (const Finding& finding : findings)
    if (finding.kind != Finding::Kind::kReported && finding.kind != Finding::Kind::kWarning &&
        !is_trouble(finding.kind))
      out.push_back(finding.sentence);
  return out;
}

// Warnings, and what diverged or did not learn: the lists below name the trials.
std::vector<std::string> reservations(const std::vector<Finding>& findings) {
  std::vector<std::string> out;
  for (const Finding& finding : findings)
    if (finding.kind == Finding::Kind::kWarning || is_trouble(finding.kind))
      out.push_back(finding.sentence);
  return out;
}

std::string findings_markdown(const study::Study& study, const study::Results& results) {
  const std::vector<Finding> found = findings(study, results);
  Page page;
  page.block("# " + escaped(study.question.empty() ? study.name : study.question, false));
  if (study.quick)
    page.block("**" +
               std::string(kQuickForm)
                   .insert(std::string_view("This is the quick form of the study").size(), "**"));
  if (!study.expect.empty()) page.block("Expected: *" + escaped(study.expect, false) + "*");

  page.section("What came out", answers(found));
  page.section("To be held against it", reservations(found));
  const TextTable ranking = ranking_table(study, results);
  if (!ranking.rows.empty()) {
    page.block("## Ranking");
    page.block(table_text(ranking));
  }
  const TextTable variants = variant_table(study, results);
  if (!study.search || !variants.rows.empty()) {
    page.block(study.search ? "## Trained again" : "## By variant");
    page.block(table_text(variants));
  }
  const TextTable reported = reported_table(study, results);
  if (!reported.rows.empty()) {
    page.block("## Beside what was reported");
    page.block(table_text(reported));
  }
  page.section("Trials that diverged", diverged_trials(study, results, study.search ? 8 : 20));
  page.section("Trials that did not learn", trials_not_learned(study, results));
  page.section("Notes", study.notes);
  page.section("How to read this", how_to_read(found));
  return page.take();
}

}  // namespace gradus
