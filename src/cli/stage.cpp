#include "cli/stage.hpp"

#include <array>
#include <string>
#include <system_error>

#include "base/durable_file.hpp"
#include "gradus/base/error.hpp"

namespace gradus::cli {
namespace fs = std::filesystem;
namespace {

// In the order in which they take their places.
constexpr std::array kNames = {"figures",     "tensorboard",     "weights",      "batches.csv",
                               "history.csv", "instruments.csv", "machine.json", "findings.md",
                               "report.html", "study.toml",      "results.json"};

}  // namespace

void Stage::check(const fs::path& out, const fs::path& study, bool force) {
  std::error_code none;
  for (const char* name : kNames) {
    if (fs::equivalent(out / name, study, none))
      throw Error(out.string(), "would replace the study itself", "give another --out");
  }
  if (force || fs::exists(out / "results.json", none)) return;
  for (const char* name : kNames) {
    if (fs::exists(out / name, none))
      throw Error(out.string(), std::string("holds ") + name + ", which no finished run left there",
                  "give another --out, or --force to replace it");
  }
}

Stage::Stage(const fs::path& out) : out_(out), made_(out_), folder_(out_ / ".unfinished") {
  std::error_code failed;
  fs::remove_all(folder_, failed);
  make_folder(folder_);
}

Stage::~Stage() {
  std::error_code failed;
  fs::remove_all(folder_, failed);
}

void Stage::commit() {
  fs::remove(out_ / "results.json");
  for (const char* name : kNames) {
    fs::remove_all(out_ / name);
    if (fs::exists(folder_ / name)) fs::rename(folder_ / name, out_ / name);
  }
  made_.keep();
}

}  // namespace gradus::cli
