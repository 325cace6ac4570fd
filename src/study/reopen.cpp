#include "study/reopen.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <tuple>

#include "gradus/base/error.hpp"
#include "gradus/study/reader.hpp"
#include "study/history_csv.hpp"
#include "study/results_json.hpp"
#include "study/runner/search.hpp"
#include "study/store/store.hpp"
#include "study/toml_text.hpp"

namespace gradus::study {
namespace {

namespace fs = std::filesystem;

constexpr const char* kMend =
    "run the study again into its folder, where nothing that is stored is trained again";

void check_folder(const fs::path& folder) {
  std::error_code failed;
  if (!fs::is_directory(folder, failed))
    throw Error(folder.string(), fs::exists(folder, failed) ? "is no folder" : "no such folder",
                "give a folder of results, as in results/xor");
  if (fs::exists(folder / "results.json", failed)) return;
  if (fs::exists(folder / kStoreFile, failed))
    throw Error(folder.string(), "holds a run that did not end",
                "go on with it: gradus run STUDY --out " + folder.string() + " --resume");
  throw Error(folder.string(), "holds no results.json", "give a folder that gradus run wrote");
}

// Trials find their variants: those of the file at once, those that the search has drawn when it
// has drawn them.
class Placing {
 public:
  Placing(Study& study, RecordedTrials read) : study_(study), read_(std::move(read)) {
    placed_.resize(read_.keys.size());
  }

  void place() {
    size_t expected = 0;
    for (size_t i = 0; i < placed_.size(); ++i) {
      if (placed_[i]) continue;
      const std::optional<size_t> variant = variant_named(study_, read_.keys[i], expected);
      if (!variant) continue;
      placed_[i] = true;
      expected = *variant;
      Trial& trial = read_.results.trials[i];
      trial.variant = *variant;
      // Some plans are known to be equal only where the samples are counted.
      std::optional<size_t>& same = study_.variants[*variant].same_as;
      if (read_.copied[i] && !same) same = variant_named(study_, *read_.copied[i]);
      // A copy of another variant's trial is a row of the file only.
      if (!study_.variants[*variant].same_as) results_.trials.push_back(std::move(trial));
    }
  }

  [[nodiscard]] const Results& results() const { return results_; }
  [[nodiscard]] Results take(const std::string& place) {
    const auto left = std::find(placed_.begin(), placed_.end(), false);
    if (left != placed_.end())
      throw unknown_variant(read_.keys[static_cast<size_t>(left - placed_.begin())], place);
    std::sort(results_.trials.begin(), results_.trials.end(), [](const Trial& a, const Trial& b) {
      return std::tuple(a.variant, a.fold, a.seed) < std::tuple(b.variant, b.fold, b.seed);
    });
    return std::move(results_);
  }

 private:
  Study& study_;
  RecordedTrials read_;
  std::vector<bool> placed_;
  Results results_;
};

}  // namespace

std::string text_of(const fs::path& file) {
  std::error_code failed;
  if (!fs::exists(file, failed)) throw Error(file.string(), "is missing", kMend);
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  if (!in || (fs::file_size(file, failed) > 0 && !(text << in.rdbuf())))
    throw Error(file.string(), "cannot be read", "check its rights");
  return text.str();
}

Reopened reopen(const fs::path& folder) {
  check_folder(folder);
  const fs::path file = folder / "study.toml", json = folder / "results.json",
                 csv = folder / "history.csv";
  const std::string recorded = text_of(file);
  Reopened out;
  out.study = read_text(recorded, file.string());
  out.record = read_record(recorded, file.string());
  out.plan = plan_of(recorded);
  RecordedTrials read = read_trials_json(text_of(json), json.string());
  read_history_csv(text_of(csv), csv.string(), read.results);
  // A study without a question is named in its place.
  if (!parse_toml(recorded, Context{file.string()}).find("question"))
    out.study.question = read.study;
  out.study.name = read.study;

  Placing placing(out.study, std::move(read));
  placing.place();
  while (out.study.suggester && draw_round(out.study, placing.results())) placing.place();
  if (out.study.search && !out.study.search->refit.empty()) {
    append_refits(out.study, placing.results());
    placing.place();
  }
  out.results = placing.take(json.string());
  out.study.notes = out.record.notes;
  return out;
}

}  // namespace gradus::study
