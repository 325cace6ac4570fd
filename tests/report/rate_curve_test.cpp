#include "report/rate_curve.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "report/figure_study_samples.hpp"
#include "report/rate_samples.hpp"

namespace gradus {
namespace {

using samples::range_study;
using samples::swept_trial;

std::vector<const study::Trial*> all_of(const study::Results& results) {
  std::vector<const study::Trial*> trials;
  for (const study::Trial& trial : results.trials) trials.push_back(&trial);
  return trials;
}

TEST(RateCurve, IsTheMedianOfSeedsAtEachRate) {
  const study::Study study = range_study();
  study::Results results;
  results.trials = {swept_trial(0, 0, {2, 1, 9}), swept_trial(0, 1, {4, 2, 9}),
                    swept_trial(0, 2, {3, 1.5, 9})};
  const RateCurve curve = rate_curve(study, all_of(results));
  ASSERT_EQ(curve.points.size(), 3u);
  EXPECT_EQ(curve.points[0].rate, 0.01);
  EXPECT_EQ(curve.points[0].loss, 3);
  EXPECT_EQ(curve.points[1].loss, 1.5);
  EXPECT_EQ(curve.low[1], 1);
  EXPECT_EQ(curve.high[1], 2);
  EXPECT_EQ(curve.most, 3u);
  EXPECT_EQ(curve.suggestion.lr_max, 0.1);
}

TEST(RateCurve, TakesTheLossesOfTrialsThatDiverged) {
  const study::Study study = range_study();
  study::Results results;
  results.trials = {swept_trial(0, 0, {2.3, 0.5, 33})};
  results.trials[0].history.status = Status::kDiverged;
  const RateCurve curve = rate_curve(study, all_of(results));
  ASSERT_EQ(curve.points.size(), 3u);
  EXPECT_EQ(curve.points[2].loss, 33);
  EXPECT_EQ(curve.suggestion.lr_min, 0.1);
  EXPECT_TRUE(curve.low.empty()) << "one trial has no band";
  results.trials[0].history.status = Status::kFailed;
  EXPECT_TRUE(rate_curve(study, all_of(results)).points.empty());
}

// Two of three blow up at the second rate: what the third shows beyond is not the middle.
TEST(RateCurve, WhatBlewUpIsInfiniteFromThereOn) {
  const study::Study study = range_study();
  study::Results results;
  results.trials = {swept_trial(0, 0, {2, 1}), swept_trial(0, 1, {2, 1}),
                    swept_trial(0, 2, {2, 1, 0.1})};
  for (size_t i = 0; i < 2; ++i) {
    results.trials[i].history.status = Status::kDiverged;
    results.trials[i].history.where = {7, "dense", 3};
  }
  const RateCurve curve = rate_curve(study, all_of(results));
  ASSERT_EQ(curve.points.size(), 3u);
  EXPECT_EQ(curve.points[0].loss, 2);
  EXPECT_TRUE(std::isinf(curve.points[1].loss));
  EXPECT_TRUE(std::isinf(curve.points[2].loss));
  EXPECT_FALSE(curve.suggestion.lr_max);
}

// Each rate has networks of its own: one that blew up says nothing of other rates.
TEST(RateCurve, FreshNetworksSpeakForTheirOwnRate) {
  const study::Study study = range_study();
  study::Results results;
  results.trials = {swept_trial(1, 0, {2}, 0.01), swept_trial(2, 0, {}, 0.1),
                    swept_trial(3, 0, {1}, 1)};
  results.trials[1].history.status = Status::kDiverged;
  results.trials[1].history.where = {0, "loss", 0};
  const RateCurve curve = rate_curve(study, all_of(results));
  ASSERT_EQ(curve.points.size(), 3u);
  EXPECT_EQ(curve.points[1].rate, 0.1) << "its rate is the plan's: no epoch ended";
  EXPECT_TRUE(std::isinf(curve.points[1].loss));
  EXPECT_EQ(curve.points[2].loss, 1);
}

}  // namespace
}  // namespace gradus
