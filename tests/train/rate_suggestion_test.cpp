#include "gradus/train/rate_suggestion.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace gradus {
namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();
using Points = std::vector<RatePoint>;

// Study 4f as its original reports it: LeNet on Fashion-MNIST, carried on from decade to decade.
const Points kStudy4f = {{1e-9, 2.3135}, {1e-8, 2.3135}, {1e-7, 2.3133}, {1e-6, 2.3105},
                         {1e-5, 2.2862}, {1e-4, 2.1044}, {1e-3, 0.8966}, {1e-2, 0.5078},
                         {1e-1, 0.3196}, {1e0, 33.9},    {1e1, 384.5}};

TEST(SuggestRates, NamesTheBoundsTheRightWayRound) {
  const RateSuggestion s = suggest_rates(kStudy4f);
  EXPECT_EQ(s.lr_min, 1e-4);
  EXPECT_EQ(s.lr_max, 1e-1);
  EXPECT_EQ(s.reason,
            "the loss is 2.31 at 1e-9, lies more than 5 % below that from 0.0001 on, and is "
            "lowest, 0.32, at 0.1; at 1 it is 33.9");
}

TEST(SuggestRates, WhatComesAfterDivergenceDoesNotCount) {
  // 0.2 is lower than 0.5, but a network that diverged at 1 stands between.
  const RateSuggestion s = suggest_rates(Points{{0.01, 2}, {0.1, 0.5}, {1, 4.5}, {10, 0.2}});
  EXPECT_EQ(s.lr_max, 0.1);
  // Above the start, but not twice: restless, not diverged.
  EXPECT_EQ(suggest_rates(Points{{0.01, 2}, {0.1, 3.9}, {1, 0.2}}).lr_max, 1);
  const RateSuggestion infinite = suggest_rates(Points{{0.01, 2}, {0.1, 0.5}, {1, kInfinite}});
  EXPECT_EQ(infinite.lr_max, 0.1);
  EXPECT_TRUE(infinite.reason.ends_with("; at 1 it is no longer finite")) << infinite.reason;
  EXPECT_EQ(suggest_rates(Points{{0.01, 2}, {0.1, 0.5}, {1, std::nan("")}, {2, 0.1}}).lr_max, 0.1);
}

TEST(SuggestRates, AFallMustLast) {
  // The dip at 0.001 is noise: the loss is back at its start at 0.01.
  const RateSuggestion s =
      suggest_rates(Points{{1e-4, 1}, {1e-3, 0.94}, {1e-2, 0.96}, {0.1, 0.94}, {1, 0.5}});
  EXPECT_EQ(s.lr_min, 0.1);
  EXPECT_EQ(s.lr_max, 1);
  EXPECT_TRUE(s.reason.ends_with(", the largest rate tested: larger ones may do better still"));
}

TEST(SuggestRates, WithoutAUsefulRateSaysWhy) {
  const RateSuggestion none = suggest_rates(Points{{1e-4, 1}, {1e-3, 0.951}});
  EXPECT_FALSE(none.lr_min || none.lr_max);
  EXPECT_EQ(none.reason,
            "no rate tested brings the loss more than 5 % below its start, 1 at 0.0001; test "
            "larger rates");
  EXPECT_EQ(suggest_rates(Points{{1e-4, 1}, {10, kInfinite}}).reason,
            "no rate tested brings the loss more than 5 % below its start, 1 at 0.0001; at 10 it "
            "is no longer finite; test more rates");
  const RateSuggestion all = suggest_rates(Points{{3, kInfinite}});
  EXPECT_FALSE(all.lr_min || all.lr_max);
  EXPECT_EQ(all.reason,
            "training diverges at 3 already, the smallest rate tested; test smaller ones");
  EXPECT_FALSE(suggest_rates({}).lr_max);
}

TEST(SuggestRates, AStartOfItsOwn) {
  // The smallest rate trains already: seen only beside the loss before training.
  const Points points = {{0.01, 0.5}, {0.1, 0.4}, {1, 3}};
  EXPECT_EQ(suggest_rates(points, 2).lr_min, 0.01);
  EXPECT_EQ(suggest_rates(points).lr_min, 0.1);
  EXPECT_EQ(suggest_rates(points, 2).reason,
            "the loss is 2 before training, lies more than 5 % below that from 0.01 on, and is "
            "lowest, 0.4, at 0.1; at 1 it is 3");
}

History stairs() {
  History history;
  history.epochs = 4;
  history.columns = {{"loss", {3, 2, 1.5, 1}}, {"learning_rate", {0.1, 0.1, 0.2, 0.2}}};
  return history;
}

void expect_points(const Points& points, const Points& expected) {
  ASSERT_EQ(points.size(), expected.size());
  for (size_t i = 0; i < points.size(); ++i) {
    EXPECT_DOUBLE_EQ(points[i].rate, expected[i].rate) << i;
    EXPECT_DOUBLE_EQ(points[i].loss, expected[i].loss) << i;
  }
}

TEST(RatePoints, TheLastEpochAtEachRate) {
  expect_points(rate_points(stairs()), {{0.1, 2}, {0.2, 1}});
  // Batches whose rate keeps for whole epochs change nothing.
  History kept = stairs();
  kept.batch_learning_rate = {0.1, 0.1, 0.1, 0.1, 0.2, 0.2, 0.2, 0.2};
  kept.batch_loss = {9, 9, 9, 9, 9, 9, 9, 9};
  expect_points(rate_points(kept), {{0.1, 2}, {0.2, 1}});
  expect_points(rate_points(History{}), {});
}

TEST(RatePoints, ATrainingThatDivergedThoughFiniteKeepsItsLosses) {
  History history = stairs();
  history.status = Status::kDiverged;
  expect_points(rate_points(history), {{0.1, 2}, {0.2, 1}});
}

TEST(RatePoints, BlowingUpIsAnInfiniteLoss) {
  History history = stairs();
  history.status = Status::kDiverged;
  history.where = {9, "dense", 1};
  expect_points(rate_points(history), {{0.1, 2}, {0.2, kInfinite}});
  history.batch_learning_rate = {0.1, 0.1, 0.2, 0.2, 0.4};
  history.batch_loss = {3, 2, 1.5, 1, 7};
  history.epochs = 5;
  expect_points(rate_points(history), {{0.1, 2}, {0.2, 1}, {0.4, kInfinite}});
  // Before the first epoch ended, only the caller knows the rate.
  History at_once;
  at_once.where = {0, "loss", 0};
  expect_points(rate_points(at_once, 10), {{10, kInfinite}});
  expect_points(rate_points(at_once), {});
}

TEST(RatePoints, ARampIsAveragedOverFifthsOfDecades) {
  History history;
  history.epochs = 1;
  history.columns = {{"loss", {5}}, {"learning_rate", {0.9}}};
  history.batch_learning_rate = {0.11, 0.12, 0.2, 0.9};
  history.batch_loss = {4, 2, 1, 8};
  const double fifth = std::pow(10, 0.2);
  const double middle = 0.1 * std::sqrt(fifth);
  const Points points = rate_points(history);
  ASSERT_EQ(points.size(), 3u);
  EXPECT_NEAR(points[0].rate, middle, 1e-15);
  EXPECT_NEAR(points[1].rate, middle * fifth, 1e-15);
  EXPECT_NEAR(points[2].rate, middle * std::pow(fifth, 4), 1e-15);
  EXPECT_EQ(points[0].loss, 3);
  EXPECT_EQ(points[1].loss, 1);
  EXPECT_EQ(points[2].loss, 8);
  history.where = {4, "loss", 4};
  EXPECT_EQ(rate_points(history).back().loss, kInfinite);
  EXPECT_EQ(rate_points(history).size(), 3u) << "in the part of the decade that it reached";
}

// One cycle: early and late updates with one rate have nothing to do with each other.
TEST(RatePoints, NothingWhereTheRateFalls) {
  History history;
  history.epochs = 1;
  history.batch_learning_rate = {0.01, 0.1, 1, 0.1, 0.01};
  history.batch_loss = {2, 1, 0.5, 0.4, 0.3};
  EXPECT_TRUE(rate_points(history).empty());
  EXPECT_EQ(suggest_rates({}).reason,
            "its rate falls on the way, so that no range can be read off its losses");
  history.batch_learning_rate = {0.01, 0.1, 1, 1, 1};
  EXPECT_EQ(rate_points(history).size(), 3u);
}

}  // namespace
}  // namespace gradus
