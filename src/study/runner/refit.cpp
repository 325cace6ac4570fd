#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <variant>

#include "gradus/study/reader.hpp"
#include "gradus/study/statistics.hpp"
#include "study/ranking.hpp"
#include "study/runner/crew.hpp"
#include "study/runner/search.hpp"
#include "study/scores.hpp"

namespace gradus::study {
namespace {

bool is_of_validation(const std::string& metric) {
  return metric.starts_with("val_");
}

const std::string& monitor_of(const CallbackSpec& spec) {
  return std::visit([](const auto& callback) -> const std::string& { return callback.monitor; },
                    spec);
}

// The plan on everything but the test set. Without validation samples nothing can watch them: such
// a training lasts as long as those of the search did in the middle.
Plan without_validation(const Study& study, const Results& results, size_t variant,
                        std::vector<std::string>& notes) {
  Plan plan = study.variants[variant].plan;
  plan.data.validation.reset();
  plan.data.validation_folds.reset();
  plan.data.validation_is_test = false;
  TrainPlan& train = plan.train;
  const size_t before = train.callbacks.size();
  std::erase_if(train.callbacks,
                [](const CallbackSpec& spec) { return is_of_validation(monitor_of(spec)); });
  bool watched = train.callbacks.size() < before;
  if (train.until && is_of_validation(train.until->metric)) {
    train.until.reset();
    watched = true;
  }
  if (!watched || train.epochs == 0) return plan;
  std::vector<double> epochs;
  for (const Trial& trial : results.trials)
    if (trial.variant == variant) epochs.push_back(static_cast<double>(trial.history.epochs));
  train.epochs = std::max<int64_t>(1, static_cast<int64_t>(statistics::median(epochs)));
  notes.push_back(
      fmt::format("\"{}\" is trained again for {} epochs, the median of the search, without the "
                  "callbacks and targets that watch val_ metrics: nothing is held back for them",
                  text(study.variants[variant].key), train.epochs));
  return plan;
}

// One training again: which of the words, of which point, in which folds of the test set.
struct Chosen {
  std::string word;
  size_t point;
  std::vector<int64_t> folds;
};

std::vector<Chosen> chosen_points(const Study& study, const Results& results) {
  int64_t outer = 0;
  for (const Variant& variant : study.variants)
    if (variant.plan.data.test_folds)
      outer = std::max(outer, variant.plan.data.test_folds->count());
  std::vector<Chosen> out;
  const auto choose = [&](const std::vector<Ranked>& ranking, int64_t fold) {
    for (const std::string& word : study.search->refit) {
      const std::optional<size_t> at = to_refit(study, ranking, word);
      if (!at) continue;
      const size_t point = ranking[*at].variant;
      const auto same = std::find_if(out.begin(), out.end(), [&](const Chosen& a) {
        return a.word == word && a.point == point;
      });
      if (same == out.end())
        out.push_back({word, point, {fold}});
      else
        same->folds.push_back(fold);
    }
  };
  if (outer == 0) choose(rank(study, results), -1);
  for (int64_t fold = 0; fold < outer; ++fold) choose(rank(study, results, fold), fold);
  // In the order of the words.
  std::vector<Chosen> sorted;
  for (const std::string& word : study.search->refit)
    for (Chosen& one : out)
      if (one.word == word) sorted.push_back(std::move(one));
  return sorted;
}

}  // namespace

std::vector<Again> append_refits(Study& study, const Results& results) {
  std::vector<Again> out;
  for (const Chosen& chosen : chosen_points(study, results)) {
    Variant variant;
    variant.key = study.variants[chosen.point].key;
    variant.key.insert(variant.key.begin(), {"refit", chosen.word});
    variant.plan = without_validation(study, results, chosen.point, study.notes);
    variant.canonical = canonical(variant.plan);
    // Of three points the median may be the worst that ended: it is trained once.
    for (size_t v = 0; v < study.variants.size() && chosen.folds.front() < 0; ++v)
      if (is_refit(study.variants[v]) && study.variants[v].canonical == variant.canonical &&
          !study.variants[v].same_as)
        variant.same_as = v;
    study.variants.push_back(std::move(variant));
    out.push_back({study.variants.size() - 1, chosen.folds});
  }
  return out;
}

void refit(Study& study, const DataShelf& shelf, const RunOptions& options, Ledger& ledger,
           Results& results) {
  std::vector<Chain> chains;
  for (const Again& again : append_refits(study, results)) {
    if (study.variants[again.variant].same_as) continue;
    for (const Job& job : jobs_of(study, again.variant)) {
      if (!job.fold ||
          std::find(again.folds.begin(), again.folds.end(), *job.fold) != again.folds.end())
        chains.push_back({job});
    }
  }
  for (Trial& trial : train_chains(study, shelf, options, ledger, chains))
    results.trials.push_back(std::move(trial));
  if (ledger.stopping()) results.interrupted = true;
}

}  // namespace gradus::study
