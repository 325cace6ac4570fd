#include <fmt/core.h>

#include <fstream>
#include <sstream>

#include "base/durable_file.hpp"
#include "base/threads.hpp"
#include "cli/commands.hpp"
#include "cli/progress_line.hpp"
#include "cli/stage.hpp"
#include "gradus/base/error.hpp"
#include "gradus/study/run.hpp"
#include "report/findings.hpp"
#include "report/probe.hpp"
#include "report/study_figures.hpp"
#include "study/batches.hpp"
#include "study/history_csv.hpp"
#include "study/instruments.hpp"
#include "study/results_json.hpp"

namespace gradus::cli {
namespace {

namespace fs = std::filesystem;

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

constexpr const char* kRecord = "\n[record]\n";

// The study as it was run: itself a study, with what one needs to repeat it. Files named in it are
// looked for beside it and in the folder where the study lay.
std::string record(const study::Study& study, const study::DataShelf& shelf, const fs::path& beside,
                   const fs::path& out) {
  std::string text = study.resolved + kRecord + "version = \"" + version() + "\"\n";
  if (study.quick) text += "quick = true\n";
  const fs::path back = fs::absolute(beside.empty() ? "." : beside)
                            .lexically_normal()
                            .lexically_relative(fs::absolute(out).lexically_normal());
  if (!shelf.checksums().empty() && !back.empty() && back != ".")
    text += "beside = \"" + back.generic_string() + "\"\n";
  if (!shelf.checksums().empty()) {
    text += "\n[record.sha256]\n";
    for (const auto& [name, sum] : shelf.checksums())
      text += "\"" + name + "\" = \"" + sum + "\"\n";
  }
  return text;
}

std::string plan_of(const std::string& recorded) {
  return recorded.substr(0, recorded.find(kRecord));
}

fs::path out_folder(const RunArguments& arguments, const study::Study& study) {
  if (!arguments.out.empty()) return arguments.out;
  if (study.name.find_first_not_of('.') == std::string::npos)
    throw Error(study.file, "gives the folder of results no name", "rename it, or give --out");
  return fs::path("results") / (study.name + (study.quick ? "-quick" : ""));
}

size_t distinct(const study::Study& study) {
  size_t n = 0;
  for (const study::Variant& variant : study.variants) n += variant.same_as ? 0 : 1;
  return n;
}

// True if the folder already holds this plan's results, which are then shown.
bool shown_again(const fs::path& out, const study::Study& study, bool force) {
  if (force || !fs::exists(out / "results.json")) return false;
  if (plan_of(read_text(out / "study.toml")) != study.resolved) {
    throw Error(out.string(), "holds results of another plan",
                "give another --out, or --force to replace them");
  }
  fmt::print("{}\n{} holds these results already; --force trains again\n",
             read_text(out / "findings.md"), out.string());
  return true;
}

}  // namespace

int run(const RunArguments& arguments) {
  const study::Study study = study::read(arguments.study, arguments.overrides);
  if (!study.has_data || !study.has_train) {
    throw Error(study.file,
                study.has_data ? "has no [train], so nothing can be run"
                               : "has no [data], so nothing can be run",
                "gradus summary shows its network");
  }
  const fs::path out = out_folder(arguments, study);
  if (shown_again(out, study, arguments.force)) return 0;
  const fs::path beside = arguments.study.parent_path() / study.beside;
  const study::DataShelf shelf(study, beside);
  // Every network is built once before any is trained, so that a mistake in the last variant costs
  // nothing.
  for (const study::Variant& variant : study.variants) {
    if (!variant.same_as)
      (void)build_model(study, variant,
                        shelf.prepare(variant.plan.data, study.seeds.at(0)).train.shape());
  }
  Stage stage(out, arguments.study, arguments.force);
  const fs::path& folder = stage.folder();

  Prober prober(study);
  const size_t trainings = distinct(study) * study.seeds.size();
  ProgressLine line(arguments.quiet, Progress(trainings, static_cast<double>(trainings)));
  study::RunOptions options;
  options.threads = arguments.threads;
  options.progress = [&](size_t, size_t, const study::Trial& trial) { line.finished(trial); };
  if (study.save_weights) make_folder(folder / "weights");
  options.trained = [&](const study::Trial& trial, const Model& model,
                        const study::Prepared& data) {
    prober.trained(trial, model, data);
    if (study.save_weights) {
      model.save((folder / "weights" /
                  fmt::format("variant-{}-seed-{}.safetensors", trial.variant, trial.seed))
                     .string());
    }
  };
  const study::Results results = study::run(study, shelf, options);

  const std::string findings = findings_markdown(study, results);
  const std::vector<Figure> figures = study_figures(study, results, prober.take());
  replace_file(folder / "study.toml", record(study, shelf, beside, out));
  replace_file(folder / "history.csv", study::history_csv(study, results));
  if (const std::string batches = study::batches_csv(study, results); !batches.empty())
    replace_file(folder / "batches.csv", batches);
  if (const std::string read = study::instruments_csv(study, results); !read.empty())
    replace_file(folder / "instruments.csv", read);
  replace_file(folder / "findings.md", findings);
  replace_file(folder / "results.json", study::results_json(study, results));
  render_all(figures, folder / "figures", arguments.threads > 0 ? arguments.threads : processors());
  stage.commit();
  fmt::print("{}", findings);
  for (const std::string& note : shelf.notes()) fmt::print("{}\n", note);
  fmt::print("\nresults, figures and findings: {}\n", out.string());
  return 0;
}

}  // namespace gradus::cli
