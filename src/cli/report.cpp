#include <fmt/core.h>

#include <fstream>
#include <sstream>

#include "base/durable_file.hpp"
#include "cli/commands.hpp"
#include "gradus/base/error.hpp"
#include "report/comparison.hpp"
#include "report/findings.hpp"
#include "report/report_html.hpp"
#include "study/reopen.hpp"
#include "study/store/folder_lock.hpp"

namespace gradus::cli {
namespace {

namespace fs = std::filesystem;

int rebuild(const fs::path& folder) {
  const study::Reopened run = study::reopen(folder);
  const study::FolderLock nobody_writes(folder);
  ReportParts parts{run.study, run.results, run.record, run.plan};
  parts.pictures = pictures_of(run.study, folder / "figures");
  const fs::path machine = folder / "machine.json";
  if (fs::exists(machine))
    parts.machine = study::read_machine_json(study::text_of(machine), machine.string());
  const std::string findings = findings_markdown(run.study, run.results);
  const std::string report = report_html(parts);
  replace_file(folder / "findings.md", findings);
  replace_file(folder / "report.html", report);
  fmt::print("the report: {}\n", (folder / "report.html").string());
  return 0;
}

// A comparison takes the place of an earlier one, and of nothing else.
void check_replaceable(const fs::path& out) {
  if (!fs::exists(out)) return;
  std::ostringstream text;
  if (fs::is_regular_file(out)) text << std::ifstream(out, std::ios::binary).rdbuf();
  if (!is_comparison_html(text.str()))
    throw Error(out.string(), "is there, and no comparison that gradus report wrote",
                "give another --out");
}

}  // namespace

int report(const ReportArguments& arguments) {
  if (arguments.other.empty()) return rebuild(arguments.folder);
  check_replaceable(arguments.out);
  const study::Reopened first = study::reopen(arguments.folder);
  const study::Reopened second = study::reopen(arguments.other);
  const RunComparison comparison =
      compare_runs({arguments.folder.string(), first}, {arguments.other.string(), second});
  replace_file(arguments.out, comparison_html(comparison));
  fmt::print("{}\nthe comparison: {}\n", comparison_text(comparison), arguments.out.string());
  return 0;
}

}  // namespace gradus::cli
