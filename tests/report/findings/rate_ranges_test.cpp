#include "report/findings/rate_ranges.hpp"

#include <gtest/gtest.h>

#include "report/rate_samples.hpp"

namespace gradus::finding {
namespace {

using samples::range_study;
using samples::swept_trial;

study::Results results() {
  study::Results out;
  out.trials = {swept_trial(0, 0, {2.3, 0.5, 33}), swept_trial(1, 0, {2.2}, 0.01),
                swept_trial(2, 0, {2.1}, 0.1), swept_trial(3, 0, {2.15}, 1)};
  return out;
}

TEST(RateRanges, ReportsTheBoundsOfEachFormWithTheReason) {
  const std::vector<Finding> found = rate_ranges(range_study(), results());
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].kind, Finding::Kind::kRateRange);
  EXPECT_EQ(found[0].sentence,
            "carried on: learning rates from lr_min 0.1 to lr_max 0.1 train, because the loss is "
            "2.3 at 0.01, lies more than 5 % below that from 0.1 on, and is lowest, 0.5, at 0.1; "
            "at 1 it is 33.");
  EXPECT_EQ(found[1].sentence,
            "fresh: no learning rate can be suggested: no rate tested brings the loss more than 5 "
            "% below its start, 2.2 at 0.01; test larger rates.");
}

TEST(RateRanges, AreAmongTheFindingsOfTheStudy) {
  study::Study study = range_study();
  const auto count = [&] {
    size_t n = 0;
    for (const Finding& finding : findings(study, results()))
      n += finding.kind == Finding::Kind::kRateRange;
    return n;
  };
  EXPECT_EQ(count(), 2u);
  study.figures.clear();
  EXPECT_EQ(count(), 0u);
}

}  // namespace
}  // namespace gradus::finding
