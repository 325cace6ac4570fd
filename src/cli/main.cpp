#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <string_view>

#include "cli/commands.hpp"
#include "cli/manual.hpp"
#include "cli/with_lines.hpp"
#include "gradus/base/error.hpp"

namespace {

void study_options(CLI::App* command, std::filesystem::path& file,
                   gradus::study::Overrides& overrides) {
  command->add_option("STUDY", file, "study file (TOML)")->required();
  command->add_flag("--quick", overrides.quick, "the study's quick form");
  command
      ->add_option("--set", overrides.set, "PATH=VALUE: change a key of the study; may be repeated")
      ->allow_extra_args(false);
  command->add_option("--seeds", overrides.seeds, "how many seeds");
}

// An empty word is no name of anything, and would be taken for one that was not given.
void refuse_empty_words(CLI::App& app) {
  for (CLI::Option* option : app.get_options())
    if (option->get_items_expected_max() > 0)
      option->check([](const std::string& word) { return word.empty() ? "is empty" : ""; });
  for (CLI::App* command : app.get_subcommands({})) refuse_empty_words(*command);
}

// A word in a command's place that is none: CLI11 would only say that one is required.
void check_command(const CLI::App& app, int argc, char** argv, int place) {
  if (argc <= place || argv[place][0] == '-') return;
  std::vector<std::string> known;
  for (const CLI::App* command : app.get_subcommands({})) known.push_back(command->get_name());
  const std::string word = argv[place];
  if (std::find(known.begin(), known.end(), word) == known.end())
    throw gradus::Error(app.get_name(), "no command \"" + word + "\"",
                        gradus::suggest(word, known));
}

// The command that was being read, "gradus data get", whose help says what was missed.
std::string command_of(const CLI::App& app) {
  std::string name = app.get_name();
  for (std::vector<CLI::App*> read = app.get_subcommands(); !read.empty();
       read = read.front()->get_subcommands())
    name += " " + read.front()->get_name();
  return name;
}

int run_command(int argc, char** argv) {
  CLI::App app(
      "Gradus: training studies of neural networks.\nA study file says what is asked; see `gradus "
      "list` for its words.",
      "gradus");
  app.set_version_flag("--version", gradus::cli::version());
  app.require_subcommand(1);

  gradus::cli::RunArguments run;
  CLI::App* run_app =
      app.add_subcommand("run", "train a study and write results, figures and findings");
  study_options(run_app, run.study, run.overrides);
  run_app->add_option("--out", run.out, "folder of the results (default: results/<study>)");
  run_app
      ->add_option("--threads", run.threads,
                   "threads (default: all processors); results do not depend on it")
      ->check(CLI::Range(1, 1024));
  run_app->add_flag("--quiet", run.quiet, "no progress");
  CLI::Option* force = run_app->add_flag("--force", run.force, "replace what is in the folder");
  run_app->add_flag("--resume", run.resume, "go on with the unfinished run in the folder, if any")
      ->excludes(force);
  run_app->add_flag("--tensorboard", run.tensorboard, "also write the event files of TensorBoard");
  run_app->add_option("--reuse", run.reuse,
                      "another run's folder: what it has trained of equal plans is not trained "
                      "again");
  run_app
      ->add_option("--checkpoint", run.checkpoint_seconds,
                   "seconds between two checkpoints of a training (default: 30)")
      ->check(CLI::Range(0.001, 1e6));

  gradus::cli::StudyArguments check, summary;
  CLI::App* check_app = app.add_subcommand("check", "print the plan of a study; train nothing");
  study_options(check_app, check.study, check.overrides);
  bool gradients = false;
  check_app->add_flag(
      "--gradients", gradients,
      "check the gradients of its networks against differences of the loss instead");
  CLI::App* summary_app =
      app.add_subcommand("summary", "print the networks of a study, layer by layer");
  study_options(summary_app, summary.study, summary.overrides);

  std::string category;
  bool markdown = false;
  CLI::App* list_app =
      app.add_subcommand("list", "print the words of study files: layers, optimizers, sources ...");
  list_app->add_option("KIND", category, "layer, activation, loss, optimizer ...");
  list_app->add_flag("--markdown", markdown,
                     "as tables of the reference; KIND may also be a section: data, train ...");

  CLI::App* data_app = app.add_subcommand("data", "data sets");
  data_app->require_subcommand(1);
  CLI::App* data_list = data_app->add_subcommand("list", "print the data sets and where they are");
  std::string data_name, source;
  std::filesystem::path into;
  int rows = 5;
  CLI::App* data_get =
      data_app->add_subcommand("get", "fetch a data set into the cache, or make it");
  data_get->add_option("NAME", data_name, "mnist, fashion_mnist, digits")->required();
  data_get->add_option("--into", into, "another folder");
  CLI::App* data_show =
      data_app->add_subcommand("show", "print types, shapes and samples of a source");
  data_show
      ->add_option("SOURCE", source, "as in a study file: xor, \"mnist train\", \"csv FILE\" ...")
      ->required();
  data_show->add_option("--rows", rows, "how many samples")->check(CLI::Range(1, 1000));

  gradus::cli::ReportArguments report;
  CLI::App* report_app =
      app.add_subcommand("report", "make a run's report anew from its folder, or compare two runs");
  report_app->add_option("DIR", report.folder, "folder of results")->required();
  CLI::Option* other =
      report_app->add_option("OTHER", report.other, "folder of results to compare it with");
  report_app->add_option("--out", report.out, "file of the comparison (default: comparison.html)")
      ->needs(other);

  gradus::cli::BenchArguments bench;
  CLI::App* bench_app = app.add_subcommand(
      "bench", "measure this machine's peak and how much of it training reaches");
  bench_app->add_option("CASE", bench.cases, "some cases only");
  bench_app->add_option("--rounds", bench.rounds, "times that every case is run, taking turns")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  bench_app->add_flag("--json", bench.json, "one line of JSON");

  std::filesystem::path model, table;
  CLI::App* predict_app = app.add_subcommand("predict", "predict rows with a saved model");
  predict_app->add_option("MODEL", model, "a file that Model::save or a study wrote")->required();
  predict_app->add_option("ROWS", table, "CSV of the inputs, with a header")->required();

  // For packages, and so not shown.
  CLI::App* manual_app = app.add_subcommand("manual", "print the man page")->group("");
  CLI::App* completion_app =
      app.add_subcommand("completion", "print what bash sources to complete words")->group("");

  refuse_empty_words(app);
  check_command(app, argc, argv, 1);
  if (argc > 1 && std::string_view(argv[1]) == "data") check_command(*data_app, argc, argv, 2);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() == 0) return app.exit(e);
    fmt::print(stderr, "gradus: {}; see {} --help\n", e.what(), command_of(app));
    return 2;
  }
  if (*run_app) return gradus::cli::with_lines(run, gradus::cli::run);
  if (*check_app)
    return gradus::cli::with_lines(check,
                                   gradients ? gradus::cli::check_gradients : gradus::cli::check);
  if (*summary_app) return gradus::cli::with_lines(summary, gradus::cli::summary);
  if (*list_app) return gradus::cli::list(category, markdown);
  if (*data_list) return gradus::cli::data_list();
  if (*data_get) return gradus::cli::data_get(data_name, into);
  if (*data_show) return gradus::cli::data_show(source, rows);
  if (*report_app) return gradus::cli::report(report);
  if (*manual_app) return gradus::cli::print(gradus::cli::manual(app));
  if (*completion_app) return gradus::cli::print(gradus::cli::completion(app));
  if (*bench_app) return gradus::cli::bench(bench);
  return gradus::cli::predict(model, table);
}

// What was printed must have arrived: a full disk behind standard output is no success.
int flushed(int code) {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  fmt::print(stderr, "standard output: cannot write; free some space\n");
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return flushed(run_command(argc, argv));
  } catch (const gradus::Error& e) {
    fmt::print(stderr, "{}\n", e.what());
    return 2;
  } catch (const std::filesystem::filesystem_error& e) {
    fmt::print(stderr, "{}: {}; choose another folder\n", e.path1().string(), e.code().message());
    return 2;
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "gradus: not enough memory; ask for fewer samples, trials or threads\n");
    return 2;
  } catch (const std::exception& e) {
    fmt::print(stderr, "gradus: an error of ours: {}\n", e.what());
    return 1;
  }
}
