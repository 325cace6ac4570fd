#include <gtest/gtest.h>

#include "report/findings/questions.hpp"

namespace gradus {
namespace {

using Lines = std::vector<std::string>;

TEST(TroubleLists, NameTheTrialAndThePlace) {
  const study::Study study = study::named("run", {"a", "b"}, 3);
  study::Results results = study::results_of("loss", {{1, 2, 3}, {1, 2, 3}});
  for (const size_t i : {0, 1, 4, 5}) results.trials[i].history.status = Status::kDiverged;
  results.trials[0].history.where = {12, "loss", 3};
  results.trials[1].history.where = {7, "dense_1", -1};
  results.trials[5].fold = 2;
  EXPECT_EQ(
      diverged_trials(study, results),
      (Lines{
          "a, seed 0: not finite at step 12, in the loss, batch 3",
          "a, seed 1: not finite at step 7, in layer dense_1",
          "b, seed 1: ended with more than twice the loss of the best constant, and of its start",
          "b, fold 2, seed 2: ended with more than twice the loss of the best constant, and of its "
          "start"}));
  EXPECT_EQ(diverged_trials(study, results, 1).back(), "and 3 more, all in results.json");
}

TEST(TroubleLists, SeedsThatDidNotLearn) {
  const study::Study study = study::named("run", {"a", "b"}, 20);
  study::Results results =
      study::results_of("loss", {finding::ramp(1, 1, 20), finding::ramp(1, 1, 20)});
  results.trials[3].history.learned = false;
  for (size_t i = 20; i < 40; ++i) results.trials[i].history.learned = false;
  EXPECT_EQ(trials_not_learned(study, results),
            (Lines{"a: seed 3 (1 of 20)",
                   "b: seeds 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, and 8 more (20 of 20)"}));
}

}  // namespace
}  // namespace gradus
