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

TEST(SearchWarnings, ARefitTellsHowKindItWas) {
  MnistSearch s(5);
  s.refit({{"best", 0}, {"worst", 30}});
  EXPECT_EQ(warnings_of(s)[0].sentence,
            "The score that chose the best of 88 points, validation accuracy 0.9463, was too kind "
            "to it by 0.0031: trained again on all but the test set, it has test accuracy 0.9432 "
            "[0.9407, 0.9457] (mean of 10 seeds).");
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
            "The score that chose the best of 2 points, validation accuracy 0.85, was too kind to "
            "it by 0.10: trained again on all but the test set, it has test accuracy 0.75 (mean of "
            "2 test folds and 1 seed).");
}

}  // namespace
}  // namespace gradus::finding
