#include <fmt/format.h>

#include "cli/bench_cases.hpp"
#include "cli/commands.hpp"
#include "cli/manual.hpp"
#include "data/known_sets.hpp"

namespace gradus::cli {
namespace {

// The script's fixed part: where the cursor stands, asked of the tables before it.
constexpr const char* kScript = R"bash(
_gradus() {
  local word=${COMP_WORDS[COMP_CWORD]} command='' option='' place=1 kind='' one i
  [[ $word != '=' ]] || word=''
  for ((i = 1; i < COMP_CWORD; ++i)); do
    one=${COMP_WORDS[i]}
    if [[ $one == '=' ]]; then
      continue
    elif [[ -n $option ]]; then
      option=''
    elif [[ $one == -* ]]; then
      [[ -z $(_gradus_takes "$command $one") ]] || option=$one
    elif [[ " $(_gradus_commands "$command") " == *" $one "* ]]; then
      command=${command:+$command }$one
    else
      place=$((place + 1))
    fi
  done
  if [[ -n $option ]]; then
    kind=$(_gradus_takes "$command $option")
  elif [[ $word == -* ]]; then
    kind="words $(_gradus_options "$command")"
  elif [[ -n $(_gradus_commands "$command") ]]; then
    kind="words $(_gradus_commands "$command")"
  else
    kind=$(_gradus_takes "$command $place")
  fi
  COMPREPLY=()
  case $kind in
    words\ *) COMPREPLY=($(compgen -W "${kind#words }" -- "$word")) ;;
    study | folder | file)
      local IFS=$'\n'
      compopt -o filenames 2>/dev/null
      case $kind in
        study) COMPREPLY=($(compgen -f -X '!*.toml' -- "$word") $(compgen -d -- "$word")) ;;
        folder) COMPREPLY=($(compgen -d -- "$word")) ;;
        file) COMPREPLY=($(compgen -f -- "$word")) ;;
      esac
      ;;
  esac
}
complete -F _gradus gradus
)bash";

template <class Range, class Name>
std::string joined(const Range& range, Name&& name) {
  std::string words;
  for (const auto& one : range) words += (words.empty() ? "" : " ") + std::string(name(one));
  return words;
}

// What may stand in a place or follow an option, by the name that its help shows.
std::string kind_of(const std::string& command, const std::string& name) {
  if (command == "report" && name == "--out") return "file";
  if (name == "STUDY") return "study";
  if (name == "--out" || name == "--reuse" || name == "--into" || name == "DIR" || name == "OTHER")
    return "folder";
  if (name == "MODEL" || name == "ROWS") return "file";
  if (name == "KIND")
    return "words " + joined(study::categories(), [](const std::string& one) { return one; });
  if (name == "SOURCE")
    return "words " + joined(study::forms("source"), [](const auto& one) { return one.kind; });
  if (name == "NAME")
    return "words digits " + joined(data::known_sets(), [](const auto& one) { return one.name; });
  if (name == "CASE")
    return "words " + joined(bench_cases(), [](const auto& one) { return one.name; });
  return "anything";
}

struct Tables {
  std::string commands, options, takes;

  void add(const CLI::App& app, const std::string& path) {
    const auto below = shown_commands(app);
    const auto dashed = dashed_options(app);
    if (!below.empty())
      commands += fmt::format("    '{}') echo '{}' ;;\n", path,
                              joined(below, [](const auto* one) { return one->get_name(); }));
    options +=
        fmt::format("    '{}') echo '{}' ;;\n", path,
                    joined(dashed, [](const auto* one) { return "--" + one->get_single_name(); }));
    for (const CLI::Option* option : dashed)
      if (option->get_items_expected_max() > 0)
        takes += fmt::format("    '{} --{}') echo '{}' ;;\n", path, option->get_single_name(),
                             kind_of(path, "--" + option->get_single_name()));
    int place = 0;
    for (const CLI::Option* one : places(app)) {
      // The last place of a command may be for many.
      const std::string number =
          one->get_items_expected_max() > 1 ? " '[0-9]*" : fmt::format(" {}'", ++place);
      takes += fmt::format("    '{}{}) echo '{}' ;;\n", path, number,
                           kind_of(path, one->get_name(true)));
    }
    for (const CLI::App* one : below)
      add(*one, path.empty() ? one->get_name() : path + " " + one->get_name());
  }
};

std::string function(const char* name, const std::string& cases) {
  return fmt::format("{}() {{\n  case $1 in\n{}  esac\n}}\n", name, cases);
}

}  // namespace

std::string completion(const CLI::App& app) {
  Tables tables;
  tables.add(app, "");
  return "# Completion of gradus for bash, and for zsh by its bashcompinit: written by `gradus "
         "completion`.\n" +
         function("_gradus_commands", tables.commands) +
         function("_gradus_options", tables.options) + function("_gradus_takes", tables.takes) +
         kScript;
}

}  // namespace gradus::cli
