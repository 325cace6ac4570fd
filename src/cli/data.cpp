#include <fmt/core.h>

#include <algorithm>

#include "cli/commands.hpp"
#include "gradus/base/error.hpp"
#include "gradus/data/catalogue.hpp"
#include "gradus/data/load.hpp"

namespace gradus::cli {
namespace {

// A source spelled as in a study file, read by the study file's reader.
data::Source parse_source(const std::string& text) {
  std::string quoted;
  for (const char c : text)
    quoted += c == '\\' || c == '"' ? std::string("\\") + c : std::string(1, c);
  const std::string value = text.rfind("{", 0) == 0 ? text : "\"" + quoted + "\"";
  // The rest fits any source: a layer without units asks nothing of the labels, and four samples
  // are as many as xor has.
  const std::string toml = "[data]\nsource = " + value +
                           "\ntrain = 4\n[model]\nlayers = [\"flatten\"]\n[train]\nloss = \"mse\"\n"
                           "optimizer = \"sgd\"\nepochs = 1\n";
  try {
    return study::read_text(toml, "SOURCE").variants.at(0).plan.data.source;
  } catch (const Error& e) {
    throw Error("SOURCE", e.reason(), e.mend());
  }
}

void show(const char* name, const data::Dataset& set, int rows) {
  if (set.empty()) return;
  const bool pixels = std::holds_alternative<BasicTensor<uint8_t>>(set.body().features);
  fmt::print("{}: {} samples of shape {} ({})", name, set.rows(), set.shape().text(),
             pixels ? "uint8" : "float32");
  if (set.has_classes()) {
    fmt::print(", labels of {} classes (int32)\n", set.classes());
  } else {
    fmt::print(", {} targets (float32)\n", set.outputs());
  }
  constexpr int64_t kMostShown = 8;
  for (int64_t r = 0; r < std::min<int64_t>(rows, set.rows()); ++r) {
    const int64_t n = set.shape().size();
    std::string line = fmt::format("  {:>5}  ", r);
    for (int64_t i = 0; i < std::min(n, kMostShown); ++i)
      line += fmt::format("{:>9.4g}", set.feature(r, i));
    if (n > kMostShown) line += " ...";
    std::string target;
    for (const float t : set.target(r))
      target += fmt::format("{}{:g}", target.empty() ? "" : " ", t);
    line += set.has_classes() ? fmt::format("   label {} = [{}]", set.label(r), target)
                              : fmt::format("   target {}", target);
    if (set.has_classes() && !set.body().class_names.empty()) {
      line += " " + set.body().class_names[static_cast<size_t>(set.label(r))];
    }
    fmt::print("{}\n", line);
  }
}

}  // namespace

int data_list() {
  for (const data::CatalogueEntry& entry : data::catalogue()) {
    fmt::print("{:<15}{}\n", entry.name, entry.what);
    fmt::print("{:<15}{}\n", "", entry.where.empty() ? "not here: " + entry.how : entry.where);
  }
  return 0;
}

int data_get(const std::string& name, const std::filesystem::path& into) {
  data::FetchOptions options;
  options.say = [](const std::string& line) { fmt::print(stderr, "{}\n", line); };
  fmt::print("{}\n", data::fetch(name, into, options).string());
  return 0;
}

int data_show(const std::string& text, int rows) {
  const data::Source source = parse_source(text);
  data::LoadOptions options;
  options.beside = ".";
  if (data::is_generated(source) && data::kind_of(source) != "xor") options.train = 1000;
  const data::Loaded loaded = data::load(source, options);
  show(loaded.has_own_test ? "train" : "samples", loaded.train, rows);
  show("test", loaded.test, rows);
  return 0;
}

}  // namespace gradus::cli
