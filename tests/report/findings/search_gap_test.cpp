#include "report/findings/search_gap.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "gradus/base/random.hpp"
#include "report/findings/questions.hpp"

namespace gradus::finding {
namespace {

const study::MetricQuery kTest{"last", "test_accuracy", {}};

// So many of n samples right, each with this chance.
double share_right(Random& random, double chance, int n) {
  int right = 0;
  for (int i = 0; i < n; ++i) right += random.uniform() < chance;
  return static_cast<double>(right) / n;
}

// Two equal points over five folds of 200 samples, and 20 refits that share a test set of 60: no
// selection to speak of, and `bias` of the refit.
struct EqualPoints {
  study::Study study = study::named("run", {"a", "b"}, 1);
  study::Results results;

  explicit EqualPoints(uint64_t stream, double bias = 0) {
    Random random(stream, Purpose::kNoise, 3);
    study.search = study::SearchSpec{};
    study.search->objective.name = "val_accuracy";
    study.search->higher_is_better = true;
    study.search->refit = {"best"};
    for (uint64_t s = 0; s < 20; ++s) study.search->refit_seeds.push_back(s);
    for (size_t v = 0; v < 2; ++v) {
      study::DataPlan& data = study.variants[v].plan.data;
      data.source = data::sources::Moons{0.3};
      data.train = study::Amount{int64_t{200}};
      data.test = study::Amount{int64_t{60}};
      data.validation_folds = study::Folds{5, 1};
      data.seed = 1;
    }
    for (int64_t f = 0; f < 5; ++f) {
      const double own = share_right(random, 0.85, 40);
      for (size_t v = 0; v < 2; ++v) {  // nearly the same network
        const double off = v == 1 && f == 0 ? 1.0 / 40 : 0;
        results.trials.push_back(study::trial_of(v, 0, {{"val_accuracy", own - off}}));
        results.trials.back().fold = f;
      }
    }
    study.variants.push_back(study.variants[0]);
    study.variants[2].key.insert(study.variants[2].key.begin(), {"refit", std::string("best")});
    study.variants[2].plan.data.validation_folds.reset();
    const double common = share_right(random, 0.85 - bias, 60);
    for (uint64_t s = 0; s < 20; ++s) {
      const double wiggle = (static_cast<double>(random.below(3)) - 1) / 60;
      results.trials.push_back(
          study::trial_of(2, s, {{"test_accuracy", std::min(1.0, common + wiggle)}}));
    }
  }

  [[nodiscard]] Gap gap() const {
    const study::TrialIndex index(study, results);
    return gap_of(search_facts(study, results, index), kTest, 2, sample_of(study, index, 2, kTest));
  }
};

TEST(SearchGap, EqualPointsAreSeldomJudgedTooKind) {
  constexpr size_t kStudies = 300;
  size_t claims = 0, by_seeds = 0;
  for (size_t i = 0; i < kStudies; ++i) {
    const EqualPoints s(i);
    const Gap gap = s.gap();
    claims += gap.told;
    // What the spread of the seeds alone would say of it.
    const study::TrialIndex index(s.study, s.results);
    const statistics::Interval seeds =
        statistics::interval_of_mean(sample_of(s.study, index, 2, kTest).values);
    by_seeds += gap.chosen < seeds.low || gap.chosen > seeds.high;
  }
  EXPECT_LE(claims, 22u);  // 15 at 5 %, and two standard errors
  EXPECT_GT(by_seeds, 180u);
}

TEST(SearchGap, WhatIsFarOffIsTold) {
  size_t claims = 0;
  for (size_t i = 0; i < 50; ++i) claims += EqualPoints(i, 0.4).gap().told;
  EXPECT_GE(claims, 45u);
}

// Of a file the plan knows no number of rows: the accuracies themselves say how few it can be.
TEST(SearchGap, TheSizeOfATestSetFromItsAccuracies) {
  EqualPoints s(1, 0.4);
  for (study::Variant& variant : s.study.variants) {
    variant.plan.data.source = data::sources::Csv{"a.csv"};
    variant.plan.data.test = study::Amount{0.2};
    variant.plan.data.train.reset();
  }
  EXPECT_TRUE(s.gap().told);
  for (study::Trial& trial : s.results.trials)
    if (trial.variant == 2) trial.metrics[0].second = 0.5 + 1e-3 * std::sqrt(2 + trial.seed);
  EXPECT_FALSE(s.gap().told);  // shares of no number of samples
}

// The validation set that all seeds share has an error that their spread does not show.
TEST(SearchGap, OneValidationSetForAllSeeds) {
  EqualPoints s(1);
  s.results.trials.clear();
  s.study.seeds = {0, 1, 2, 3};
  for (study::Variant& variant : s.study.variants) {
    variant.plan.data.validation_folds.reset();
    variant.plan.data.validation = study::Amount{int64_t{20}};
  }
  for (size_t v = 0; v < 2; ++v)
    for (uint64_t seed = 0; seed < 4; ++seed)
      s.results.trials.push_back(study::trial_of(v, seed, {{"val_accuracy", v == 0 ? 0.95 : 0.9}}));
  for (uint64_t seed = 0; seed < 20; ++seed)
    s.results.trials.push_back(
        study::trial_of(2, seed, {{"test_accuracy", 0.8 + static_cast<double>(seed % 2) / 60}}));
  EXPECT_FALSE(s.gap().told);
  for (study::Variant& variant : s.study.variants) {
    variant.plan.data.train = study::Amount{int64_t{5000}};
    variant.plan.data.validation = study::Amount{int64_t{2000}};
    variant.plan.data.test = study::Amount{int64_t{2000}};
  }
  EXPECT_TRUE(s.gap().told);
}

// A loss has no size of sets to go by, but the folds' spread.
TEST(SearchGap, OfLossesTheFoldsTellTheSpreadOfSamples) {
  for (const double test : {0.55, 5.0}) {
    EqualPoints s(1);
    s.study.search->objective.name = "val_loss";
    s.study.search->higher_is_better = false;
    const double folds[] = {0.4, 0.6, 0.5, 0.45, 0.55};
    for (study::Trial& trial : s.results.trials) {
      if (trial.variant == 2)
        trial.metrics = {{"test_loss", test + 0.001 * static_cast<double>(trial.seed)}};
      else
        trial.metrics = {{"val_loss", folds[static_cast<size_t>(*trial.fold)]}};
    }
    const study::TrialIndex index(s.study, s.results);
    const study::MetricQuery query{"last", "test_loss", {}};
    const Gap gap = gap_of(search_facts(s.study, s.results, index), query, 2,
                           sample_of(s.study, index, 2, query));
    EXPECT_EQ(gap.told, test > 1) << test;
  }
}

}  // namespace
}  // namespace gradus::finding
