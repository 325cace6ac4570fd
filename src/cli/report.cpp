#include <fmt/core.h>

#include "base/durable_file.hpp"
#include "cli/commands.hpp"
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

}  // namespace

int report(const ReportArguments& arguments) {
  if (arguments.other.empty()) return rebuild(arguments.folder);
  const study::Reopened first = study::reopen(arguments.folder);
  const study::Reopened second = study::reopen(arguments.other);
  const RunComparison comparison =
      compare_runs({arguments.folder.string(), first}, {arguments.other.string(), second});
  replace_file(arguments.out, comparison_html(comparison));
  fmt::print("{}\nthe comparison: {}\n", comparison_text(comparison), arguments.out.string());
  return 0;
}

}  // namespace gradus::cli
