#include "report/findings/warnings.hpp"

#include <gtest/gtest.h>

#include "report/findings/questions.hpp"

namespace gradus::finding {
namespace {

using Lines = std::vector<std::string>;

Lines warnings(const study::Study& study) {
  Lines out;
  for (const Finding& one : test_set_warnings(study)) out.push_back(one.sentence);
  return out;
}

TEST(Warnings, WhereTheTestSetAlsoChose) {
  study::Study study = study::named("run", {"early stopping", "batch 32"}, 2);
  for (study::Variant& variant : study.variants) variant.plan.data.validation_is_test = true;
  EXPECT_TRUE(warnings(study).empty());
  study.variants[0].plan.train.callbacks = {EarlyStopping{}};
  EXPECT_EQ(warnings(study),
            (Lines{"In early stopping the test set also chose when to stop (validation = "
                   "\"test\"), so its figures are better than new data would give."}));
  study.variants[1].plan.train.callbacks = {EarlyStopping{}};
  EXPECT_EQ(warnings(study),
            (Lines{"The test set also chose when to stop (validation = \"test\"), so its figures "
                   "are better than new data would give."}));
  study.variants[1].plan.train.callbacks = {ReduceLROnPlateau{}};
  study.variants[1].plan.train.until = Until{"val_accuracy", 0.9, 1};
  EXPECT_EQ(warnings(study)[1],
            "In batch 32 the test set also chose the learning rate and what counts as converged "
            "(validation = \"test\"), so its figures are better than new data would give.");
}

TEST(Warnings, WhereNormalizationPassesThrough) {
  study::Study study = study::named("with", {"Normalization", "BatchNorm"}, 2);
  study.variants[1].plan.layers = {Normalization{}, BatchNormalization{}};
  EXPECT_TRUE(passing_warnings(study).empty());
  study.variants[0].plan.layers = {Normalization{.adapt = false}};
  const std::vector<Finding> found = passing_warnings(study);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].sentence,
            "In Normalization normalization never adapts to the data (adapt = false): it passes "
            "everything through.");
  study.variants[0].plan.layers = {Normalization{.adapt = false, .layer = {.repeat = 0}}};
  EXPECT_TRUE(passing_warnings(study).empty());
}

TEST(Warnings, NotWhereItChoseNothing) {
  study::Study study = study::named("run", {"a"}, 2);
  study.variants[0].plan.train.callbacks = {EarlyStopping{}};
  EXPECT_TRUE(warnings(study).empty());  // a validation set of its own
  study.variants[0].plan.data.validation_is_test = true;
  study.variants[0].plan.train.callbacks = {EarlyStopping{.monitor = "loss"}};
  EXPECT_TRUE(warnings(study).empty());
}

TEST(Warnings, CountWhatWentWrong) {
  study::Study study = study::named("run", {"a", "b, c", "d", "copy"}, 3);
  study.variants[3].same_as = 0;
  study::Results results = study::results_of("loss", {{1, 2, 3}, {1, 2, 3}, {1, 2, 3}});
  results.trials[0].history.status = Status::kDiverged;
  results.trials[2].history.learned = false;
  for (size_t i = 3; i < 6; ++i) results.trials[i].history.learned = false;
  results.trials[8].history.status = Status::kFailed;
  EXPECT_EQ(sentences(study, results),
            (Lines{"a: 1 of 3 trials diverged.", "d: 1 of 3 trials failed by an error of Gradus.",
                   "a: 1 of 3 trials did not learn.", "\"b, c\": all 3 trials did not learn."}));
}

TEST(Warnings, ManyVariantsAreCountedTogether) {
  std::vector<std::string> names;
  for (char c = 'a'; c < 'i'; ++c) names.emplace_back(1, c);
  const study::Study study = study::named("run", names, 2);
  std::vector<std::vector<double>> rows(8, {1, 2});
  study::Results results = study::results_of("loss", rows);
  for (size_t i = 0; i < 16; i += 2) results.trials[i].history.status = Status::kDiverged;
  EXPECT_EQ(sentences(study, results),
            (Lines{"8 of 16 trials diverged, in 8 variants; the table counts them."}));
}

}  // namespace
}  // namespace gradus::finding
