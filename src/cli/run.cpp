#include <fmt/core.h>

#include <chrono>
#include <fstream>
#include <mutex>
#include <optional>
#include <sstream>

#include "base/durable_file.hpp"
#include "base/threads.hpp"
#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/plan.hpp"
#include "cli/progress_line.hpp"
#include "cli/stage.hpp"
#include "engine/cpu/kernels.hpp"
#include "gradus/base/error.hpp"
#include "gradus/study/run.hpp"
#include "report/figure_check.hpp"
#include "report/findings.hpp"
#include "report/probe.hpp"
#include "report/report_html.hpp"
#include "report/study_figures.hpp"
#include "report/tensorboard/run_folders.hpp"
#include "study/batches.hpp"
#include "study/equal_batches.hpp"
#include "study/history_csv.hpp"
#include "study/instrument_samples.hpp"
#include "study/instruments.hpp"
#include "study/machine.hpp"
#include "study/record.hpp"
#include "study/results_json.hpp"
#include "study/saved_network.hpp"
#include "study/store/folder_lock.hpp"
#include "study/store/store.hpp"
#include "study/trial_work.hpp"

namespace gradus::cli {
namespace {

namespace fs = std::filesystem;

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// What one needs to repeat the study. Files named in it are looked for beside it and in the folder
// where the study lay.
study::Record record_of(const study::Study& study, const study::DataShelf& shelf,
                        const RunArguments& arguments, const fs::path& out) {
  study::Record record;
  record.version = version();
  record.quick = study.quick;
  record.set = arguments.overrides.set;
  record.seeds = arguments.overrides.seeds;
  const fs::path beside = folder_of_files(arguments.study, study);
  const fs::path back = fs::absolute(beside.empty() ? "." : beside)
                            .lexically_normal()
                            .lexically_relative(fs::absolute(out).lexically_normal());
  if (!shelf.checksums().empty() && !back.empty() && back != ".")
    record.beside = back.generic_string();
  record.notes = study.notes;
  record.sources = shelf.notes();
  record.sha256 = shelf.checksums();
  return record;
}

fs::path out_folder(const RunArguments& arguments, const study::Study& study) {
  if (!arguments.out.empty()) return arguments.out;
  if (study.name.find_first_not_of('.') == std::string::npos)
    throw Error(study.file, "gives the folder of results no name", "rename it, or give --out");
  return fs::path("results") / (study.name + (study.quick ? "-quick" : ""));
}

std::string weights_name(const study::Trial& trial) {
  const std::string fold = trial.fold ? fmt::format("-fold-{}", *trial.fold) : "";
  return fmt::format("variant-{}{}-seed-{}.safetensors", trial.variant, fold, trial.seed);
}

// Whether nothing that a report is made of is missing.
bool is_whole(const fs::path& out, const study::Study& study) {
  for (const char* name : {"history.csv", "findings.md", "report.html", "machine.json"})
    if (!fs::exists(out / name)) return false;
  for (const std::string& name : figure_names(study))
    for (const char* kind : {".svg", ".png", ".csv"})
      if (!fs::exists(out / "figures" / (name + kind))) return false;
  return true;
}

// True if the folder already holds this plan's results, which are then shown.
bool shown_again(const fs::path& out, const study::Study& study, const RunArguments& arguments) {
  if (arguments.force || !fs::exists(out / "results.json")) return false;
  if (study::plan_of(read_text(out / "study.toml")) != study.resolved) {
    // What it shares with the earlier plan need not be trained again.
    if (arguments.resume) return false;
    throw Error(out.string(), "holds results of another plan",
                "give another --out, --resume to go on from them, or --force to replace them");
  }
  // What was trained is in the store: only files are missing.
  if (!is_whole(out, study)) return false;
  if (arguments.tensorboard && !fs::exists(out / "tensorboard")) return false;
  fmt::print("{}\n{} holds these results already; --force trains again\n",
             read_text(out / "findings.md"), out.string());
  return true;
}

// A run that did not end leaves its store behind, but no results.
void check_unfinished(const fs::path& out, const RunArguments& arguments) {
  if (arguments.force || arguments.resume || fs::exists(out / "results.json") ||
      !fs::exists(out / study::kStoreFile))
    return;
  const study::FolderLock ended(out);  // otherwise it has not ended yet
  throw Error(out.string(), "holds a run that did not end",
              "--resume goes on with it, --force starts anew");
}

// Every variant is made ready once before any is trained, so that a mistake in the last one costs
// nothing.
void try_all(const study::Study& study, const study::DataShelf& shelf) {
  for (size_t v = 0; v < study.variants.size(); ++v)
    if (!study.variants[v].same_as) {
      const study::TrialWork work(study, shelf, study::jobs_of(study, v).front(), 1);
      check_figures(study, v, work.model(), work.data());
    }
}

Progress progress_of(const study::Study& study) {
  if (!study.search) return Progress(0, 0);
  return Progress(0, 0, study.search->objective.text(), study.search->higher_is_better,
                  [&](size_t variant) { return study::jobs_of(study, variant).size(); });
}

// Event files, in the folder of results; needs the figures there.
void write_tensorboard(const study::Study& study, const study::Results& results,
                       const std::vector<Figure>& figures, const fs::path& folder) {
  std::vector<tensorboard::RunFolder> runs = tensorboard::run_folders(study, results);
  std::vector<std::string> pngs;
  for (const Figure& figure : figures)
    pngs.push_back(read_text(folder / "figures" / (figure.name + ".png")));
  if (!pngs.empty()) runs.push_back(tensorboard::pictures(figures, pngs));
  for (const tensorboard::RunFolder& run : runs) {
    const fs::path place = folder / "tensorboard" / run.path;
    make_folder(place);
    replace_file(place / tensorboard::kFileName, run.events);
  }
}

int tell_interrupted(const RunArguments& arguments, const fs::path& out, size_t done, size_t all) {
  std::string again = "gradus run " + arguments.study.string();
  if (!arguments.out.empty()) again += " --out " + arguments.out.string();
  fmt::print(stderr,
             "interrupted: {} of {} trainings are done, the others saved in {}; the same command "
             "with --resume goes on\n",
             done, all, out.string());
  return kInterrupted;
}

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

int run(const RunArguments& arguments) {
  const auto begin = std::chrono::steady_clock::now();
  study::Study study = study::read(arguments.study, arguments.overrides);
  if (!study.has_data || !study.has_train) {
    throw Error(study.file,
                study.has_data ? "has no [train], so nothing can be run"
                               : "has no [data], so nothing can be run",
                "gradus summary shows its network");
  }
  const fs::path out = out_folder(arguments, study);
  if (shown_again(out, study, arguments)) return 0;
  check_unfinished(out, arguments);
  const study::DataShelf shelf(study, folder_of_files(arguments.study, study));
  study::name_equal_batches(study, shelf);
  study::note_short_sets(study, shelf);
  try_all(study, shelf);
  const bool goes_on = arguments.resume && fs::exists(out / study::kStoreFile);
  Stage::check(out, arguments.study, arguments.force || goes_on);
  // Made when the folder is locked: what another run stages there is not touched.
  std::optional<Stage> staged;
  std::once_flag once;
  const auto stage = [&]() -> Stage& {
    std::call_once(once, [&] { staged.emplace(out); });
    return *staged;
  };

  Prober prober(study, &shelf);
  const Interrupt interrupt;
  ProgressLine line(arguments.quiet, progress_of(study));
  size_t planned = 0, done = 0;
  study::RunOptions options;
  options.folder = out;
  options.anew = arguments.force;
  options.reuse = arguments.reuse;
  options.checkpoint_seconds = arguments.checkpoint_seconds;
  options.threads = arguments.threads;
  options.other_study = arguments.resume;
  options.version = version();
  options.stop = Interrupt::asked;
  options.progress = [&](const study::RunEvent& event) {
    using Kind = study::RunEvent::Kind;
    if (event.kind == Kind::kPlanned) {
      planned += event.trainings;
      line.planned(event.trainings, event.work);
    } else if (event.kind == Kind::kStarted) {
      line.started(event.work);
    } else if (event.kind == Kind::kFinished) {
      ++done;
      line.finished(*event.trial, event.objective, event.work);
    } else {
      ++done;
      line.found(*event.trial, event.objective, event.work);
    }
  };
  options.wants_network = [&](const study::Trial& trial) {
    return study.save_weights || prober.wants(trial);
  };
  options.trained = [&](const study::Trial& trial, const Model& model,
                        const study::Prepared& data) {
    prober.trained(trial, model, data);
    if (!study.save_weights) return;
    const fs::path weights = stage().folder() / "weights";
    make_folder(weights);
    study::save_network(model, data.transform, weights / weights_name(trial));
  };
  const study::Results results = study::run(study, shelf, options);
  if (results.interrupted) return tell_interrupted(arguments, out, done, planned);

  const fs::path& folder = stage().folder();
  const std::string findings = findings_markdown(study, results);
  const std::vector<Figure> figures = study_figures(study, results, prober.take());
  const study::Record record = record_of(study, shelf, arguments, out);
  replace_file(folder / "study.toml", study.resolved + study::record_toml(record));
  replace_file(folder / "history.csv", study::history_csv(study, results));
  if (const std::string batches = study::batches_csv(study, results); !batches.empty())
    replace_file(folder / "batches.csv", batches);
  if (const std::string read = study::instruments_csv(study, results); !read.empty())
    replace_file(folder / "instruments.csv", read);
  replace_file(folder / "findings.md", findings);
  replace_file(folder / "results.json", study::results_json(study, results));
  render_all(figures, folder / "figures", arguments.threads > 0 ? arguments.threads : processors());
  study::Machine machine =
      study::this_machine(results, arguments.threads, engine::cpu::target_name());
  machine.seconds = seconds_since(begin);
  replace_file(folder / "machine.json", study::machine_json(machine));
  replace_file(folder / "report.html",
               report_html({study, results, record, study.resolved,
                            pictures_of(study, folder / "figures"), machine}));
  if (arguments.tensorboard) write_tensorboard(study, results, figures, folder);
  stage().commit();
  fmt::print("{}", findings);
  for (const std::string& note : shelf.notes()) fmt::print("{}\n", note);
  fmt::print("\nresults, figures and findings: {}\nthe report: {}\n", out.string(),
             (out / "report.html").string());
  return 0;
}

}  // namespace gradus::cli
