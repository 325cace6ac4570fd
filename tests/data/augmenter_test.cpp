#include "data/augmenter.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "data/samples.hpp"
#include "io/support.hpp"

namespace gradus::data {
namespace {

using namespace augments;
using test::error_of, test::images, test::row_of;
using Pixels = std::vector<float>;

const std::vector<Augment> kAll{RandomFlip{}, RandomRotation{0.1}, RandomTranslation{0.2, 0.1},
                                RandomZoom{0.3}, GaussianNoise{0.5}};

// All pixels of all samples, one after the other.
Pixels all_of(const Dataset& set) {
  Pixels out;
  for (int64_t r = 0; r < set.rows(); ++r)
    for (const float v : row_of(set, r)) out.push_back(v);
  return out;
}

TEST(Augmenter, FlipsHalfOfTheImages) {
  const Dataset set = images(2000, Shape{1, 2, 1});
  for (const char* mode : {"horizontal", "horizontal_and_vertical", "vertical"}) {
    const Dataset seen = augmented(set, {RandomFlip{mode}}, 1);
    int flipped = 0;
    for (int64_t r = 0; r < set.rows(); ++r) {
      const Pixels was = row_of(set, r), is = row_of(seen, r);
      if (is == was) continue;
      ++flipped;
      EXPECT_EQ(is, (Pixels{was[1], was[0]}));
    }
    // Half of 2000, within 4.5 standard deviations of 22.4.
    EXPECT_NEAR(flipped, std::string(mode) == "vertical" ? 0 : 1000, 100) << mode;
  }
}

TEST(Augmenter, DirectionsOfAFlipAreIndependent) {
  const Dataset set = images(2000, Shape{2, 2, 1});
  const Dataset seen = augmented(set, {RandomFlip{}}, 1);
  std::map<int, int> corners;  // where the upper left pixel went
  for (int64_t r = 0; r < set.rows(); ++r)
    for (int i = 0; i < 4; ++i)
      if (seen.feature(r, i) == set.feature(r, 0)) ++corners[i];
  for (const auto& [corner, count] : corners) EXPECT_NEAR(count, 500, 90) << corner;
}

TEST(Augmenter, NoiseHasItsMoments) {
  const Dataset set = images(200, Shape{10, 10, 1});
  const Pixels was = all_of(set), is = all_of(augmented(set, {GaussianNoise{0.5}}, 3));
  double sum = 0, squares = 0, fourth = 0;
  for (size_t i = 0; i < was.size(); ++i) {
    const double d = double{is[i]} - double{was[i]};
    sum += d;
    squares += d * d;
    fourth += d * d * d * d;
  }
  const auto n = static_cast<double>(was.size());  // 20000
  EXPECT_NEAR(sum / n, 0, 4.5 * 0.5 / std::sqrt(n));
  EXPECT_NEAR(squares / n, 0.25, 4.5 * 0.25 * std::sqrt(2 / n));
  EXPECT_NEAR(fourth / squares / squares * n, 3, 4.5 * std::sqrt(24 / n));
}

TEST(Augmenter, ShiftsWithinItsShares) {
  // A ramp to the right: a shift is seen as a difference. Away from the edges nothing reflects.
  auto body = std::make_shared<Body>();
  Tensor ramp(500, Shape{1, 40, 1});
  for (int64_t r = 0; r < 500; ++r)
    for (int64_t x = 0; x < 40; ++x) ramp.row(r)[static_cast<size_t>(x)] = static_cast<float>(x);
  body->features = std::move(ramp);
  const Dataset seen = augmented(Dataset(body), {RandomTranslation{0, 0.1}}, 5);
  double low = 9, high = -9, sum = 0;
  for (int64_t r = 0; r < 500; ++r) {
    const double shift = 20 - double{seen.feature(r, 20)};
    low = std::min(low, shift);
    high = std::max(high, shift);
    sum += shift;
  }
  EXPECT_GE(low, -4.0001);
  EXPECT_LE(high, 4.0001);
  EXPECT_LT(low, -3.8);
  EXPECT_GT(high, 3.8);
  EXPECT_NEAR(sum / 500, 0, 4.5 * 4 / std::sqrt(3.0 * 500));
}

TEST(Augmenter, TurnsAndZoomsWithinTheirRanges) {
  // x - y at the right edge of the middle row, of a plane through the centre.
  auto body = std::make_shared<Body>();
  Tensor plane(300, Shape{101, 101, 2});
  for (int64_t r = 0; r < 300; ++r)
    for (int64_t y = 0; y < 101; ++y)
      for (int64_t x = 0; x < 101; ++x) {
        float* at = plane.row(r).data() + (y * 101 + x) * 2;
        at[0] = static_cast<float>(x - 50);
        at[1] = static_cast<float>(y - 50);
      }
  body->features = std::move(plane);
  const Dataset set(body);
  const int64_t probe = (50 * 101 + 80) * 2;  // 30 to the right of the centre
  const Dataset turned = augmented(set, {RandomRotation{0.125}}, 1),
                zoomed = augmented(set, {RandomZoom{0.25}}, 1);
  double most = 0, least_zoom = 9, most_zoom = 0;
  for (int64_t r = 0; r < 300; ++r) {
    const double x = turned.feature(r, probe), y = turned.feature(r, probe + 1);
    EXPECT_NEAR(std::hypot(x, y), 30, 1e-3);
    most = std::max(most, std::abs(std::atan2(y, x)));
    EXPECT_NEAR(zoomed.feature(r, probe + 1), 0, 1e-3);
    least_zoom = std::min(least_zoom, zoomed.feature(r, probe) / 30.0);
    most_zoom = std::max(most_zoom, zoomed.feature(r, probe) / 30.0);
  }
  EXPECT_LE(most, 0.7854 + 1e-4) << "an eighth of a turn";
  EXPECT_GT(most, 0.77);
  EXPECT_GE(least_zoom, 0.7499);
  EXPECT_LT(least_zoom, 0.76);
  EXPECT_LE(most_zoom, 1.2501);
  EXPECT_GT(most_zoom, 1.24);
}

// A draw belongs to seed, epoch and row, and to nothing else.
TEST(Augmenter, DrawsFollowFromSeedEpochAndRow) {
  const Dataset set = images(40, Shape{5, 4, 2});
  const Dataset seen = augmented(set, kAll, 7, 3);
  EXPECT_EQ(all_of(augmented(set, kAll, 7, 3)), all_of(seen));
  EXPECT_NE(all_of(augmented(set, kAll, 7, 4)), all_of(seen));
  EXPECT_NE(all_of(augmented(set, kAll, 8, 3)), all_of(seen));
  EXPECT_NE(all_of(augmented(set, kAll, 7 + (uint64_t{1} << 32), 3)), all_of(seen));
  const Dataset some = augmented(set.select({31, 2, 17}), kAll, 7, 3);
  EXPECT_EQ(row_of(some, 0), row_of(seen, 31));
  EXPECT_EQ(row_of(some, 1), row_of(seen, 2));
  EXPECT_EQ(some.label(2), set.label(17));
  std::set<Pixels> different;
  const Dataset equal = images(1, Shape{5, 4, 2}).select(std::vector<uint32_t>(10, 0));
  EXPECT_EQ(row_of(augmented(equal, kAll, 1), 0), row_of(augmented(equal, kAll, 1), 9));
}

TEST(Augmenter, TwoOfAKindDrawTheirOwn) {
  const Dataset set = images(1, Shape{30, 30, 1});
  const Pixels was = row_of(set, 0);
  const Pixels one = row_of(augmented(set, {GaussianNoise{1}}, 1), 0),
               two = row_of(augmented(set, {GaussianNoise{1}, GaussianNoise{1}}, 1), 0);
  double squares = 0;
  for (size_t i = 0; i < was.size(); ++i) squares += (two[i] - was[i]) * (two[i] - was[i]);
  // Twice the variance, not four times it, as twice the same noise would have.
  EXPECT_NEAR(squares / 900, 2, 4.5 * 2 * std::sqrt(2.0 / 900));
  EXPECT_NE(one, two);
}

TEST(Augmenter, WhatChangesNothingMovesNoOther) {
  const Dataset set = images(3, Shape{4, 4, 1});
  const std::vector<Augment> idle{RandomRotation{0}, RandomTranslation{0, 0}, RandomZoom{0},
                                  GaussianNoise{0}};
  for (const Augment& augment : idle) EXPECT_FALSE(acts(augment));
  for (const Augment& augment : kAll) EXPECT_TRUE(acts(augment));
  EXPECT_TRUE(acts(RandomTranslation{0, 0.1}));
  EXPECT_FALSE(Augmenter(set, idle, 1).acts());
  std::vector<Augment> mixed = idle;
  mixed.emplace_back(GaussianNoise{1});
  EXPECT_EQ(all_of(augmented(set, mixed, 1)), all_of(augmented(set, {GaussianNoise{1}}, 1)));
}

TEST(Augmenter, SeesWhatTheNetworkSees) {
  const Dataset set = images(2, Shape{3, 3, 1}).mapped({0.5F}, {10}).reshaped(Shape{9});
  const Dataset seen = augmented(set, {RandomFlip{"vertical"}}, 2);
  EXPECT_EQ(seen.shape(), Shape{9});
  for (int64_t r = 0; r < 2; ++r) EXPECT_EQ(seen.feature(r, 4), set.feature(r, 4));
  EXPECT_EQ(seen.feature(0, 4), 24) << "28 as stored";
}

TEST(Augmenter, KeepsTargetsAndWeights) {
  auto body = std::make_shared<Body>();
  body->features = Tensor(2, Shape{1, 2, 1});
  body->targets = Tensor(2, Shape{1});
  body->targets.row(1)[0] = 5;
  body->weights = {1, 3};
  const Dataset seen = augmented(Dataset(body).select({1}), {GaussianNoise{1}}, 1);
  EXPECT_EQ(seen.target(0), Pixels{5});
  EXPECT_EQ(seen.body().weights, Pixels{3});
}

TEST(Augmenter, RefusesWhatCannotBe) {
  const Dataset set = images(1, Shape{2, 2, 1});
  const auto said = [&](const Augment& augment) {
    return error_of([&] { (void)augmented(set, {augment}, 1); });
  };
  EXPECT_EQ(said(RandomFlip{"horizntal"}),
            "[random_flip] unknown mode \"horizntal\"; did you mean \"horizontal\"?");
  EXPECT_EQ(said(RandomRotation{-0.1}),
            "[random_rotation] factor = -0.100000 is out of range; give a number from 0 to 1");
  EXPECT_EQ(
      said(RandomZoom{1}),
      "[random_zoom] height_factor = 1.000000 is out of range; give a number from 0, below 1");
  EXPECT_EQ(said(GaussianNoise{NAN}),
            "[gaussian_noise] stddev = nan is out of range; give a number from 0");
  EXPECT_EQ(error_of([] { (void)augmented(test::numbers(2, {1, 2}), {RandomFlip{}}, 1); }),
            "augment: needs images, but the samples are of shape 2; give samples of height x width "
            "x channels, or remove it");
}

}  // namespace
}  // namespace gradus::data
