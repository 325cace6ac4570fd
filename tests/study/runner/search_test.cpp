#include "study/runner/search.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "gradus/study/reader.hpp"
#include "study/ranking.hpp"
#include "study/runner/trials.hpp"
#include "study/study_text.hpp"

namespace gradus::study::testing {
namespace {

// Nine rates, of which some learn and some do not.
Parts rates(const std::string& search) {
  Parts parts;
  parts.top = "seeds = 2\n";
  parts.data = "source = \"moons\"\ntrain = 120\ntest = 60\nvalidation = { folds = 3 }\n";
  parts.train = "loss = \"binary_crossentropy\"\noptimizer = \"sgd $rate\"\nepochs = 9\n";
  parts.rest =
      "[vary]\nrate = [0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0]\n"
      "[search]\nobjective = \"val_loss\"\n" +
      search;
  return parts;
}

Results run_of(Study& study, int threads = 1) {
  return run(study, DataShelf(study, ""), {.threads = threads});
}

std::map<size_t, const Trial*> firsts(const Results& results) {
  std::map<size_t, const Trial*> out;
  for (const Trial& trial : results.trials) out.emplace(trial.variant, &trial);
  return out;
}

TEST(Search, TrainsEveryPointInEveryFoldWithEverySeed) {
  Study study = study_of(rates(""));
  const Results results = run_of(study);
  ASSERT_EQ(results.trials.size(), 9U * 3 * 2);
  std::set<std::tuple<size_t, int64_t, uint64_t>> seen;
  for (const Trial& trial : results.trials) {
    ASSERT_TRUE(trial.fold.has_value());
    seen.insert({trial.variant, *trial.fold, trial.seed});
    // The test set takes no part in the choice.
    EXPECT_TRUE(std::none_of(trial.metrics.begin(), trial.metrics.end(),
                             [](const auto& m) { return m.first.starts_with("test_"); }));
  }
  EXPECT_EQ(seen.size(), results.trials.size());
}

TEST(Search, HalvingTrainsTheSurvivorsAsIfAlone) {
  Study whole = study_of(rates(""));
  const Results all = run_of(whole);
  Study halved = study_of(
      rates("scheduler = { kind = \"successive_halving\", factor = 3, min_epochs = 1 }\n"));
  const Results results = run_of(halved);
  ASSERT_EQ(results.trials.size(), all.trials.size());
  std::map<int64_t, size_t> lengths;
  for (const auto& [variant, trial] : firsts(results)) ++lengths[trial->history.epochs];
  EXPECT_EQ(lengths, (std::map<int64_t, size_t>{{1, 6}, {3, 2}, {9, 1}}));
  for (size_t t = 0; t < all.trials.size(); ++t) {
    const Trial& trial = results.trials[t];
    EXPECT_EQ(trial.pruned, trial.history.epochs < 9);
    if (trial.pruned) {
      EXPECT_EQ(trial.history.status, Status::kStopped);
      const auto epochs = static_cast<size_t>(trial.history.epochs);
      const std::vector<double>& seen = *trial.history.find("val_loss");
      const std::vector<double>& full = *all.trials[t].history.find("val_loss");
      EXPECT_TRUE(std::equal(seen.begin(), seen.end(), full.begin(),
                             full.begin() + static_cast<std::ptrdiff_t>(epochs)));
    } else {
      expect_same(trial, all.trials[t]);
    }
  }
  Study again = study_of(
      rates("scheduler = { kind = \"successive_halving\", factor = 3, min_epochs = 1 }\n"));
  expect_same(run_of(again, 2), results);
}

TEST(Search, MedianPruningEndsWhatIsWorseThanHalfOfThoseBefore) {
  const std::string search =
      "scheduler = { kind = \"median_pruning\", min_epochs = 2, min_points = 3 }\n";
  const auto good_first = [](const std::string& more) {
    Parts parts = rates(more);
    const std::string order = "0.0001, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0";
    parts.rest.replace(parts.rest.find(order), order.size(),
                       "0.3, 1.0, 0.1, 0.0001, 0.001, 3.0, 0.003, 0.01, 0.03");
    return parts;
  };
  Study study = study_of(good_first(search));
  const Results results = run_of(study);
  const auto first = firsts(results);
  for (const size_t v : {0U, 1U, 2U}) EXPECT_FALSE(first.at(v)->pruned) << v;
  Study whole = study_of(good_first(""));
  const Results all = run_of(whole);
  bool some = false;
  for (size_t t = 0; t < all.trials.size(); ++t) {
    some = some || results.trials[t].pruned;
    if (!results.trials[t].pruned) expect_same(results.trials[t], all.trials[t]);
  }
  EXPECT_TRUE(some);
  Study again = study_of(good_first(search));
  expect_same(run_of(again, 2), results);
}

TEST(Search, RefitsTheBestOnEverythingButTheTestSet) {
  Study study = study_of(rates("refit = [\"best\", \"worst\"]\nrefit_seeds = 4\n"));
  const size_t points = study.variants.size();
  const Results results = run_of(study);
  ASSERT_EQ(study.variants.size(), points + 2);
  const std::vector<Ranked> ranking = rank(study, results);
  const Variant& best = study.variants[points];
  EXPECT_EQ(text(best.key[0].second), "best");
  EXPECT_EQ(best.key[1], study.variants[ranking.front().variant].key[0]);
  EXPECT_EQ(study.variants[points + 1].key[1],
            study.variants[ranking[*to_refit(study, ranking, "worst")].variant].key[0]);
  EXPECT_FALSE(best.plan.data.validation_folds.has_value());
  size_t refits = 0;
  for (const Trial& trial : results.trials) {
    if (trial.variant < points) continue;
    ++refits;
    EXPECT_FALSE(trial.fold.has_value());
    EXPECT_TRUE(std::any_of(trial.metrics.begin(), trial.metrics.end(),
                            [](const auto& m) { return m.first == "test_loss"; }));
    EXPECT_EQ(trial.history.find("val_loss"), nullptr);
  }
  EXPECT_EQ(refits, 2U * 4);
}

TEST(Search, NestedFoldsChooseWithinEach) {
  Parts parts = rates("refit = [\"best\"]\n");
  parts.data =
      "source = \"moons\"\nsamples = 120\ntest = { folds = 2 }\nvalidation = { folds = 3 }\n";
  Study study = study_of(parts);
  const size_t points = study.variants.size();
  const Results results = run_of(study);
  std::set<std::pair<int64_t, uint64_t>> refits;
  for (const Trial& trial : results.trials)
    if (trial.variant >= points) refits.insert({trial.fold.value(), trial.seed});
  // One choice in each of two test folds, with two seeds.
  EXPECT_EQ(refits.size(), 4U);
  for (size_t v = points; v < study.variants.size(); ++v)
    EXPECT_TRUE(study.variants[v].plan.data.test_folds.has_value());
}

TEST(Search, AdaptivePointsDoNotDependOnThreads) {
  Parts parts = rates("");
  parts.rest =
      "[vary]\nrate = \"log_uniform 1e-4 3.0\"\n"
      "[search]\nobjective = \"val_loss\"\nmethod = \"tpe\"\npoints = 18\n";
  Study one = study_of(parts), two = study_of(parts);
  const Results a = run_of(one), b = run_of(two, 2);
  ASSERT_EQ(one.variants.size(), 18U);
  ASSERT_EQ(two.variants.size(), 18U);
  for (size_t v = 0; v < 18; ++v) EXPECT_EQ(one.variants[v].key, two.variants[v].key);
  expect_same(a, b);
}

}  // namespace
}  // namespace gradus::study::testing
