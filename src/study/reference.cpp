// The tables of docs/study-file.md.
#include "study/reference.hpp"

#include <fmt/core.h>

#include <algorithm>

#include "study/figure_kinds.hpp"
#include "study/instruments.hpp"
#include "study/meanings.hpp"
#include "study/node.hpp"
#include "study/section_keys.hpp"

namespace gradus::study {
namespace {

bool has(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// A bar would end a cell.
std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out;
}

std::string default_of(std::string_view value) {
  if (value.empty()) return "";
  return value.starts_with("required") ? fmt::format(", {}", value) : fmt::format(" = {}", value);
}

// Which kinds of a figure or instrument take a key, where not all do.
std::string takers(std::string_view section, const std::string& key) {
  const bool figure = section == "figure";
  if (!figure && section != "instrument") return "";
  std::string kinds;
  bool all = true;
  for (const std::string& kind : figure ? figure_kinds() : instrument_kinds()) {
    const std::vector<std::string> keys = figure ? figure_keys(kind) : instrument_keys(kind);
    const bool takes = has(keys, key) || key == "kind" || key == "name";
    all = all && takes;
    if (takes) kinds += (kinds.empty() ? "" : ", ") + kind;
  }
  return all ? "" : fmt::format(" ({})", kinds);
}

std::string table_of_keys(std::string_view section) {
  std::string out = "| key | type = default | meaning |\n| --- | --- | --- |\n";
  for (const SectionKey& key : section_keys(section))
    out += fmt::format("| `{}` | {}{} | {}{} |\n", key.name, cell(key.type),
                       cell(default_of(key.default_value)), cell(key.meaning),
                       takers(section, std::string(key.name)));
  return out;
}

const SectionKey* shared_key(std::string_view category, std::string_view name) {
  if (category != "figure" && category != "instrument") return nullptr;
  const std::vector<SectionKey>& keys = section_keys(category);
  const auto found = std::find_if(keys.begin(), keys.end(),
                                  [&](const SectionKey& key) { return key.name == name; });
  return found == keys.end() ? nullptr : &*found;
}

std::string table_of_kinds(std::string_view category) {
  std::string out =
      fmt::format("| {} and options | type = default | meaning |\n| --- | --- | --- |\n", category);
  for (const FormInfo& form : forms(category)) {
    out += fmt::format("| **`{}`** | | {} |\n", form.form, cell(kind_meaning(category, form.kind)));
    for (const FormOption& option : form.options) {
      // Of keys that have a table of their own, what differs from kind to kind.
      const SectionKey* key = shared_key(category, option.name);
      if (key && key->type != kByKind) continue;
      const std::string range = option.range.empty() ? "" : " " + option.range;
      out +=
          fmt::format("| `{}` | {}{}{} | {} |\n", option.name, cell(option.type), range,
                      default_of(option.required ? "required" : option.default_value),
                      cell(key ? key->meaning : option_meaning(category, form.kind, option.name)));
    }
  }
  return out;
}

}  // namespace

std::vector<std::string> reference_names() {
  std::vector<std::string> names = sections();
  for (const std::string& category : categories())
    if (!has(names, category)) names.push_back(category);
  return names;
}

std::string reference(std::string_view name) {
  const bool section = has(sections(), name), category = has(categories(), name);
  if (!section && !category)
    throw Error("", fmt::format("nothing is called {}", quote(name)),
                suggest(name, reference_names()));
  // Every layer takes the keys of a section that has its name.
  std::string out;
  if (section) out += table_of_keys(name);
  if (section && category) out += "\n";
  if (category) out += table_of_kinds(name);
  return out;
}

}  // namespace gradus::study
