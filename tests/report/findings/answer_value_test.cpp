#include <gtest/gtest.h>

#include "report/findings/answer.hpp"
#include "report/findings/questions.hpp"

namespace gradus::finding {
namespace {

using Lines = std::vector<std::string>;
using study::kNaN;

TEST(AnswerValue, MedianAndInterval) {
  study::Study study = study::study_of({}, {{}}, 9);
  study.findings = {ask("test_loss")};
  EXPECT_EQ(sentences(study, study::results_of("test_loss", {ramp(0.08, 0.01, 9)})),
            (Lines{"Test loss is 0.120 [0.090, 0.150] (median of 9 seeds)."}));
}

TEST(AnswerValue, FewSeedsAndOne) {
  study::Study study = study::study_of({}, {{}}, 3);
  study.findings = {ask("test_loss")};
  EXPECT_EQ(sentences(study, study::results_of("test_loss", {{0.31, 0.29, 0.35}})),
            (Lines{"Test loss is 0.310 [0.290, 0.350] (median of 3 seeds, with the smallest and "
                   "the largest)."}));
  study.seeds = {0};
  EXPECT_EQ(sentences(study, study::results_of("test_loss", {{0.0836}})),
            (Lines{"Test loss is 0.0836 (one seed, which has no spread)."}));
}

TEST(AnswerValue, EachVariantWithoutBy) {
  study::Study study = study::named("run", {"plain", "10 epochs"}, 2);
  study.findings = {ask("loss")};
  EXPECT_EQ(
      sentences(study, study::results_of("loss", {{1, 2}, {3.5, 4}})),
      (Lines{"With plain, loss is 1.5 [1.0, 2.0] (median of 2 seeds, with the smallest and the "
             "largest).",
             "With \"10 epochs\", loss is 3.75 [3.50, 4.00] (median of 2 seeds, with the smallest "
             "and the largest)."}));
}

TEST(AnswerValue, EpochsCountConvergedTrialsOnly) {
  study::Study study = study::study_of({}, {{}}, 4);
  study.variants[0].plan.train.until = Until{"loss", 0.002, 10};
  study.findings = {ask("epochs"), ask("converged")};
  study::Results results;
  for (uint64_t seed = 0; seed < 4; ++seed)
    results.trials.push_back(
        study::trial_of(0, seed, {}, seed == 2 ? 20000 : 250 + 10 * static_cast<int64_t>(seed),
                        seed == 2 ? Status::kCompleted : Status::kConverged));
  EXPECT_EQ(sentences(study, results),
            (Lines{"Epochs are 260 [250, 280] (median of 3 seeds, with the smallest and the "
                   "largest; 1 of 4 did not converge).",
                   "75 % [30, 95] of 4 trials converged."}));
  for (study::Trial& trial : results.trials) trial.history.status = Status::kCompleted;
  EXPECT_EQ(sentences(study, results),
            (Lines{"There is no value of epochs: none of the 4 trials converged.",
                   "0 % [0, 49] of 4 trials converged."}));
}

TEST(AnswerValue, WhatDivergedIsSaid) {
  study::Study study = study::study_of({}, {{}}, 4);
  study.findings = {ask("loss")};
  study::Results results = study::results_of("loss", {{1, 2, 3, 90}});
  results.trials[3].history.status = Status::kDiverged;
  EXPECT_EQ(sentences(study, results)[0],
            "Loss is 2.5 [1.0, 90.0] (median of 4 seeds, with the smallest and the largest; 1 of 4 "
            "diverged and count).");
  for (study::Trial& trial : results.trials) {
    trial.history.status = Status::kDiverged;
    trial.history.where = {3, "dense_1", 3};
  }
  EXPECT_EQ(sentences(study, results)[0], "There is no value of loss: all 4 trials diverged.");
}

TEST(AnswerValue, NothingRanOrNothingIsThere) {
  study::Study study = study::study_of({}, {{}}, 2);
  study.findings = {ask("loss")};
  EXPECT_EQ(sentences(study, {}), (Lines{"There is no value of loss: no trial ran."}));
  EXPECT_EQ(sentences(study, study::results_of("mae", {{1, 2}})),
            (Lines{"There is no value of loss: none of the 2 trials has one."}));
  EXPECT_EQ(sentences(study, study::results_of("loss", {{kNaN, 2}})),
            (Lines{"Loss is 2 (one seed, which has no spread; 1 of 2 have no value)."}));
}

// A seed that lacks a fold has no mean, but its trials that converged did.
TEST(AnswerValue, ConvergedInSomeFoldsOfEachSeed) {
  study::Study study = study::study_of({}, {{}}, 2);
  study.findings = {ask("epochs")};
  study.variants[0].plan.train.until = Until{};
  study.variants[0].plan.data.validation_folds = study::Folds{3, 1};
  study::Results results;
  for (uint64_t seed = 0; seed < 2; ++seed)
    for (int64_t f = 0; f < 3; ++f) {
      const bool converged = f < 1 + static_cast<int64_t>(seed);
      results.trials.push_back(
          study::trial_of(0, seed, {}, 10, converged ? Status::kConverged : Status::kCompleted));
      results.trials.back().fold = f;
    }
  EXPECT_EQ(sentences(study, results)[0],
            "There is no value of epochs: 3 of 6 trials converged, but no seed in all its folds.");
}

}  // namespace
}  // namespace gradus::finding
