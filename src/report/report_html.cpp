#include "report/report_html.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "report/findings.hpp"
#include "report/findings/digits.hpp"
#include "report/findings/words.hpp"
#include "report/html/page.hpp"
#include "report/html/table.hpp"
#include "report/html/text.hpp"
#include "report/html/trials.hpp"
#include "report/study_figures.hpp"
#include "study/reopen.hpp"

namespace gradus {
namespace {

constexpr size_t kMostRows = 2000;

// "0 to 31", "7, 9 and 11".
std::string seeds_text(const std::vector<uint64_t>& seeds) {
  bool run = seeds.size() > 2;
  for (size_t i = 1; i < seeds.size(); ++i) run = run && seeds[i] == seeds[i - 1] + 1;
  if (run) return fmt::format("{} to {}", seeds.front(), seeds.back());
  std::vector<std::string> names;
  for (const uint64_t seed : seeds) names.push_back(std::to_string(seed));
  return finding::listed(names);
}

void head(const ReportParts& parts, html::Page& page) {
  const study::Study& study = parts.study;
  page.paragraph("Gradus · report of the study " + study.name, "kicker");
  page.add("<h1>");
  page.add(html::escaped(study.question.empty() ? study.name : study.question));
  page.add("</h1>\n");
  if (study.quick) page.paragraph(kQuickForm, "banner");
  if (!study.expect.empty()) page.paragraph("Expected: " + study.expect);
  page.contents();
}

void answer(const std::vector<Finding>& found, html::Page& page) {
  page.section("What came out", "answer");
  page.add("<div class=\"answer\">\n");
  const std::vector<std::string> lines = answers(found);
  page.list(lines.empty() ? std::vector<std::string>{"Nothing was asked, or nothing came out."}
                          : lines);
  page.add("</div>\n");
  const std::vector<std::string> against = reservations(found);
  if (against.empty()) return;
  page.add("<h3>To be held against it</h3>\n<div class=\"answer against\">\n");
  page.list(against);
  page.add("</div>\n");
}

void figures(const ReportParts& parts, html::Page& page) {
  if (parts.pictures.empty()) return;
  page.section("Figures", "figures");
  for (size_t f = 0; f < parts.pictures.size(); ++f) page.add(html::figure(parts.pictures[f], f));
}

void section_of(const TextTable& table, const std::string& title, const std::string& id,
                html::Page& page) {
  if (table.rows.empty()) return;
  page.section(title, id);
  page.add(html::table(table));
}

void tables(const ReportParts& parts, html::Page& page) {
  const study::Study& study = parts.study;
  const study::Results& results = parts.results;
  section_of(ranking_table(study, results, kMostRows), "Ranking", "ranking", page);
  section_of(variant_table(study, results, kMostRows),
             study.search ? "Trained again" : "By variant", "variants", page);
  section_of(reported_table(study, results), "Beside what was reported", "reported", page);
}

void trials(const ReportParts& parts, html::Page& page) {
  const html::TrialRows rows = html::trial_rows(parts.study, parts.results);
  page.section("Every trial", "all-trials");
  page.add("<div id=\"trials\"></div>\n");
  if (!rows.left_out.empty()) page.paragraph(rows.left_out, "quiet");
  page.add(
      "<noscript><p>The table needs JavaScript; results.json has all trials.</p></noscript>\n");
  page.add("<script type=\"application/json\" id=\"trials-data\">");
  page.add(rows.json);
  page.add("</script>\n");
}

void notes(const ReportParts& parts, const std::vector<Finding>& found, html::Page& page) {
  std::vector<std::string> lines = parts.study.notes;
  lines.insert(lines.end(), parts.record.sources.begin(), parts.record.sources.end());
  if (!lines.empty()) {
    page.section("Notes", "notes");
    page.list(lines);
  }
  const std::vector<std::string> how = how_to_read(found);
  if (how.empty()) return;
  page.section("How to read this", "reading");
  page.list(how);
}

void how_to_repeat(const ReportParts& parts, html::Page& page) {
  const study::Record& record = parts.record;
  page.section("How to repeat it", "repeat");
  page.add(
      "<p>In the folder of this report; the numbers are the same on any machine:</p>\n"
      "<pre tabindex=\"0\">gradus run study.toml --out again</pre>\n");
  std::vector<std::pair<std::string, std::string>> facts;
  facts.emplace_back("Made by", record.version);
  std::string asked = record.quick ? "--quick" : "";
  for (const std::string& set : record.set) asked += (asked.empty() ? "--set " : " --set ") + set;
  if (record.seeds)
    asked += (asked.empty() ? "--seeds " : " --seeds ") + std::to_string(*record.seeds);
  facts.emplace_back("Asked for besides", asked);
  facts.emplace_back("Seeds", seeds_text(parts.study.seeds));
  if (parts.study.search)
    facts.emplace_back("Seeds of refits", seeds_text(parts.study.search->refit_seeds));
  page.facts(facts);
  if (!record.sha256.empty()) {
    TextTable files{{"file", "SHA-256"}, {}};
    for (const auto& [name, sum] : record.sha256) files.rows.push_back({name, sum});
    page.add(html::table(files));
  }
  page.folded("The study as it was run", parts.plan);
}

std::string seconds_text(double seconds) {
  if (seconds < 120) return finding::digits(seconds, seconds / 10) + " s";
  if (seconds < 7200) return fmt::format("{:.0f} min", seconds / 60);
  return fmt::format("{:.1f} h", seconds / 3600);
}

void machine(const ReportParts& parts, html::Page& page) {
  if (!parts.machine) return;
  const study::Machine& m = *parts.machine;
  page.section("Machine and speed", "machine");
  std::vector<std::pair<std::string, std::string>> facts;
  facts.emplace_back("Processor", m.processor);
  facts.emplace_back("Processors used",
                     fmt::format("{} of {}", std::min(m.threads, m.processors), m.processors));
  facts.emplace_back("Vector kernels", m.target);
  facts.emplace_back("Trainings", std::to_string(m.trainings));
  facts.emplace_back("Of one processor", seconds_text(m.training));
  facts.emplace_back("By the clock", seconds_text(m.seconds));
  if (m.updates > 0 && m.training > 0)
    facts.emplace_back("Updates of weights",
                       fmt::format("{}; {:.3g} a second and processor", m.updates,
                                   static_cast<double>(m.updates) / m.training));
  page.facts(facts);
  page.paragraph("This section tells of one run; nothing in it decides a result.", "quiet");
}

}  // namespace

std::vector<html::Picture> pictures_of(const study::Study& study,
                                       const std::filesystem::path& figures) {
  std::vector<html::Picture> out;
  for (const std::string& name : figure_names(study))
    out.push_back({name, study::text_of(figures / (name + ".svg"))});
  return out;
}

std::string report_html(const ReportParts& parts) {
  const std::vector<Finding> found = findings(parts.study, parts.results);
  html::Page page;
  head(parts, page);
  answer(found, page);
  figures(parts, page);
  tables(parts, page);
  trials(parts, page);
  notes(parts, found, page);
  how_to_repeat(parts, page);
  machine(parts, page);
  return std::move(page).finish(parts.study.question.empty() ? parts.study.name
                                                             : parts.study.question);
}

}  // namespace gradus
