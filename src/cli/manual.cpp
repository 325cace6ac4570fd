#include "cli/manual.hpp"

#include <fmt/format.h>

#include "cli/commands.hpp"

namespace gradus::cli {
namespace {

// Text as troff takes it: a dash stays a dash, and no line is taken for an order.
std::string escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if ((c == '.' || c == '\'') && (out.empty() || out.back() == '\n')) out += "\\&";
    out += c == '\\' ? "\\e" : c == '-' ? "\\-" : std::string(1, c);
  }
  return out;
}

// "run STUDY [OPTION...]"
std::string usage(const CLI::App& command, const std::string& name) {
  std::string line = "\\fB" + escaped(name) + "\\fR";
  for (const CLI::Option* place : places(command)) {
    const std::string word = "\\fI" + escaped(place->get_name(true)) + "\\fR" +
                             (place->get_items_expected_max() > 1 ? "..." : "");
    line += place->get_required() ? " " + word : " [" + word + "]";
  }
  return line + " [\\fIOPTION\\fR...]";
}

// "--threads INT" and "threads (default: all processors) (INT in [1 - 1024])": a type may carry its
// range behind a colon.
void add_option(std::string& page, const CLI::Option& option) {
  std::string name = "\\fB" + escaped(option.get_name(false, true)) + "\\fR";
  std::string what = option.get_description();
  if (option.get_items_expected_max() > 0) {
    const std::string type = option.get_type_name();
    const size_t colon = type.find(':');
    name += " \\fI" + escaped(type.substr(0, colon)) + "\\fR";
    if (colon != std::string::npos) what += " (" + type.substr(colon + 1) + ")";
  }
  page += fmt::format(".TP\n{}\n{}\n", name, escaped(what));
}

void add_options(std::string& page, const CLI::App& command) {
  for (const CLI::Option* place : places(command))
    page += fmt::format(".TP\n\\fI{}\\fR\n{}\n", escaped(place->get_name(true)),
                        escaped(place->get_description()));
  for (const CLI::Option* option : dashed_options(command))
    if (option->get_single_name() != "help") add_option(page, *option);
}

void add_command(std::string& page, const CLI::App& command, const std::string& name) {
  const auto below = shown_commands(command);
  if (below.empty()) {
    page += fmt::format(".SS {}\n{}\n", usage(command, name), escaped(command.get_description()));
    add_options(page, command);
  }
  for (const CLI::App* one : below) add_command(page, *one, name + " " + one->get_name());
}

std::string words_of_study_files() {
  std::string words;
  for (const std::string& category : study::categories())
    words += (words.empty() ? "" : ", ") + category;
  return words;
}

}  // namespace

std::vector<const CLI::App*> shown_commands(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App* one) { return !one->get_group().empty(); });
}

std::vector<const CLI::Option*> dashed_options(const CLI::App& command) {
  return command.get_options([](const CLI::Option* one) { return one->nonpositional(); });
}

std::vector<const CLI::Option*> places(const CLI::App& command) {
  return command.get_options([](const CLI::Option* one) { return one->get_positional(); });
}

std::string manual(const CLI::App& app) {
  const std::string full = version(), own = full.substr(0, full.find(" ("));
  std::string page = ".TH GRADUS 1 \"\" \"" + own + "\" \"User Commands\"\n";
  page += ".SH NAME\ngradus \\- training studies of neural networks\n";
  page += ".SH SYNOPSIS\n\\fBgradus\\fR \\fICOMMAND\\fR [\\fIOPTION\\fR...]\n";
  page +=
      ".SH DESCRIPTION\nA study file says in TOML what is asked of networks. "
      "\\fBgradus run\\fR trains all that the answer needs and leaves figures, findings in words "
      "and results in a folder. A result depends on the study and its seeds alone: not on the "
      "number of threads, nor on how often a run was ended and resumed.\n";
  page += ".SH COMMANDS\n";
  for (const CLI::App* one : shown_commands(app)) add_command(page, *one, one->get_name());
  page += ".SH OPTIONS\nEvery command has \\fB\\-\\-help\\fR.\n";
  add_options(page, app);
  page += ".SH WORDS OF STUDY FILES\n\\fBgradus list\\fR \\fIKIND\\fR prints those of " +
          escaped(words_of_study_files()) + ".\n";
  page +=
      ".SH ENVIRONMENT\n.TP\n\\fBGRADUS_DATA\\fR\na folder of data sets, looked through after that "
      "of the study\n"
      ".TP\n\\fBXDG_CACHE_HOME\\fR\nwhere fetched data sets are kept, in \\fIgradus\\fR; "
      "\\fI~/.cache\\fR by default\n";
  page +=
      ".SH EXIT STATUS\n0 done, networks that diverged included; 2 a mistake in what was asked, "
      "told in one line: where, what, and the mend; 1 an error of Gradus itself; 130 interrupted, "
      "and saved.\n";
  return page;
}

}  // namespace gradus::cli
