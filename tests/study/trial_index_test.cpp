#include "study/trial_index.hpp"

#include <gtest/gtest.h>

#include <array>

#include "study/hand_made.hpp"

namespace gradus::study {
namespace {

TEST(TrialIndex, OrdersByFoldAndSeedAndCopies) {
  Study study = named("optimizer", {"sgd", "adam", "again"}, 0);
  study.seeds = {7, 3};
  study.variants[2].same_as = 0;
  Results results;
  for (const auto& [variant, fold, seed] :
       std::vector<std::array<int, 3>>{{1, 0, 3}, {0, 1, 3}, {0, 0, 3}, {0, 1, 7}, {0, 0, 7}}) {
    results.trials.push_back(
        trial_of(static_cast<size_t>(variant), static_cast<uint64_t>(seed), {}));
    results.trials.back().fold = fold;
  }
  const TrialIndex index(study, results);
  const std::vector<const Trial*> expected{&results.trials[4], &results.trials[2],
                                           &results.trials[3], &results.trials[1]};
  EXPECT_EQ(index.of(0), expected);
  EXPECT_EQ(index.of(2), expected);
  EXPECT_EQ(index.of(1), (std::vector<const Trial*>{&results.trials[0]}));
}

}  // namespace
}  // namespace gradus::study
