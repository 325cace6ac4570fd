#include <gtest/gtest.h>

#include "report/findings/search.hpp"
#include "report/findings/search_samples.hpp"

namespace gradus::finding {
namespace {

std::vector<Finding> warnings_of(const MnistSearch& s) {
  return search_warnings(search_facts(s.study, s.results, study::TrialIndex(s.study, s.results)));
}

TEST(SearchWarnings, TheScoreAlsoChose) {
  const std::vector<Finding> got = warnings_of(MnistSearch(1));
  ASSERT_EQ(got.size(), 1u);
  EXPECT_EQ(got[0].kind, Finding::Kind::kWarning);
  EXPECT_EQ(got[0].sentence,
            "Validation accuracy of the best of 88 points is also what chose it, so it is better "
            "than new data would give. A refit or folds of the test set would tell by how much "
            "(search.refit, data.test).");
}

// The test set's own error is part of any difference, and these accuracies are no shares of any
// number of samples.
TEST(SearchWarnings, WhatARefitCannotTell) {
  MnistSearch s(5);
  s.refit({{"best", 0}, {"worst", 30}});
  EXPECT_EQ(warnings_of(s)[0].sentence,
            "The score that chose the best of 88 points, validation accuracy 0.9463, cannot be "
            "told from its test: trained again on all but the test set, it has test accuracy "
            "0.9432 [0.9407, 0.9457] (mean of 10 seeds).");
}

TEST(SearchWarnings, ARefitTellsHowKindItWas) {
  MnistSearch s(5);
  s.refit({{"best", 0}, {"worst", 30}});
  for (study::Variant& variant : s.study.variants)
    variant.plan.data.source = data::sources::Mnist{};
  for (study::Trial& trial : s.results.trials)
    if (study::is_refit(s.study.variants[trial.variant])) trial.metrics[0].second -= 0.3;
  EXPECT_EQ(warnings_of(s)[0].sentence,
            "The score that chose the best of 88 points, validation accuracy 0.95, was too kind "
            "to it by 0.30: trained again on all but the test set, it has test accuracy 0.6432 "
            "[0.6407, 0.6457] (mean of 10 seeds).");
}

// There is no lowest test loss, and no share of tests that converged.
TEST(SearchWarnings, ObjectivesWithoutATestOfTheirOwn) {
  study::Study study = study::named("run", {"a", "b"}, 2);
  study.search = study::SearchSpec{};
  study.search->objective = {"min", "val_loss", {}};
  study::Results results = study::results_of("val_loss", {{0.5, 0.51}, {0.6, 0.61}});
  for (study::Trial& trial : results.trials) {
    trial.metrics.emplace_back("converged", 1);
    trial.history.columns = {{"val_loss", {trial.metrics[0].second}}};
  }
  study.variants.push_back(study.variants[0]);
  study.variants[2].key.insert(study.variants[2].key.begin(), {"refit", std::string("best")});
  for (uint64_t seed = 0; seed < 2; ++seed)
    results.trials.push_back(
        study::trial_of(2, seed, {{"test_loss", 0.7 + 0.01 * static_cast<double>(seed)}}));
  const auto said = [&] {
    return search_warnings(search_facts(study, results, study::TrialIndex(study, results)))[0]
        .sentence;
  };
  EXPECT_EQ(said(),
            "The score that chose the best of 2 points, best validation loss 0.51, cannot be told "
            "from its test: trained again on all but the test set, it has test loss 0.70 [0.64, "
            "0.77] (mean of 2 seeds).");
  study.search->objective = {"last", "converged", {}};
  study.search->higher_is_better = true;
  EXPECT_EQ(said(),
            "Converged of the best of 2 points is also what chose it, so it is better than new "
            "data would give; trained again on all but the test set, it has test loss 0.70 "
            "[0.64, 0.77] (mean of 2 seeds).");
}

// Of nested folds each test fold has a winner, and its own score that chose it.
TEST(SearchWarnings, NestedFolds) {
  study::Study study = study::named("run", {"a", "b"}, 1);
  study.search = study::SearchSpec{};
  study.search->objective.name = "val_accuracy";
  study.search->higher_is_better = true;
  for (study::Variant& variant : study.variants) {
    variant.plan.data.test_folds = study::Folds{2, 1};
    variant.plan.data.validation_folds = study::Folds{2, 1};
  }
  study::Results results;
  const double scores[2][4] = {{0.9, 0.9, 0.5, 0.5}, {0.4, 0.4, 0.8, 0.8}};
  for (size_t v = 0; v < 2; ++v)
    for (int64_t f = 0; f < 4; ++f) {
      results.trials.push_back(study::trial_of(v, 0, {{"val_accuracy", scores[v][f]}}));
      results.trials.back().fold = f;
    }
  for (size_t v = 0; v < 2; ++v) {  // a wins the first test fold, b the second
    study.variants.push_back(study.variants[v]);
    study.variants.back().key.push_back({"refit", std::string("best")});
    results.trials.push_back(study::trial_of(2 + v, 0, {{"test_accuracy", v == 0 ? 0.8 : 0.7}}));
    results.trials.back().fold = static_cast<int64_t>(v);
    study.variants.back().plan.data.validation_folds.reset();
  }
  const std::vector<Finding> got =
      search_warnings(search_facts(study, results, study::TrialIndex(study, results)));
  EXPECT_EQ(got[0].sentence,
            "The score that chose the best of 2 points, validation accuracy 0.85, cannot be told "
            "from its test: trained again on all but the test set, it has test accuracy 0.8 "
            "[0.0, 1.0] (mean of 2 test folds and 1 seed).");
}

}  // namespace
}  // namespace gradus::finding
