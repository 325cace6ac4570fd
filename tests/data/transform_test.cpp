#include "gradus/data/transform.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "data/samples.hpp"
#include "io/support.hpp"

namespace gradus::data {
namespace {

using test::column_of, test::error_of, test::expect_contains, test::numbers, test::row_of;
using transforms::Flatten, transforms::Scale, transforms::Standardize;

Dataset fitted_to_itself(const std::vector<Transform>& transforms, const Dataset& set) {
  return apply(fit_transforms(transforms, set), set);
}

TEST(Transform, NoneChangesNothing) {
  const Dataset set = numbers(2, {1, 2, 3, 4});
  const Dataset same = fitted_to_itself({}, set);
  EXPECT_EQ(row_of(same, 1), row_of(set, 1));
  EXPECT_TRUE(same.scale().empty());
}

TEST(Transform, ScaleMapsPixelsFromTheirFullRange) {
  const Dataset set = test::images(4, Shape{3, 3, 1});  // 0..149 occur
  const Fitted unit = fit_transforms({Scale{0, 1}}, set);
  ASSERT_EQ(unit.scale.size(), 1u);
  EXPECT_EQ(unit.scale[0], static_cast<float>(1.0 / 255));
  EXPECT_EQ(unit.offset[0], 0.0f);
  const Fitted both = fit_transforms({Scale{-1, 1}}, set);
  EXPECT_EQ(both.scale[0], static_cast<float>(2.0 / 255));
  EXPECT_EQ(both.offset[0], -1.0f);
  EXPECT_NEAR(std::fma(255.0f, both.scale[0], both.offset[0]), 1, 1.2e-7);
  const Dataset seen = apply(both, set);
  EXPECT_TRUE(std::holds_alternative<BasicTensor<uint8_t>>(seen.body().features));
  EXPECT_EQ(seen.shared_body(), set.shared_body());
  EXPECT_FLOAT_EQ(seen.feature(1, 2), 45 / 127.5f - 1);
}

TEST(Transform, ScaleMapsEachNumberFromItsOwnRange) {
  const Dataset set = fitted_to_itself({Scale{-1, 1}}, numbers(3, {1, 10, 7,  //
                                                                   3, 30, 7,  //
                                                                   2, 15, 7}));
  EXPECT_EQ(row_of(set, 0), (std::vector<float>{-1, -1, -1}));
  EXPECT_EQ(row_of(set, 1), (std::vector<float>{1, 1, -1}));
  EXPECT_EQ(set.feature(2, 0), 0);
  EXPECT_NEAR(set.feature(2, 1), -0.5, 6e-8);
  EXPECT_EQ(set.feature(2, 2), -1);
}

TEST(Transform, StandardizeUsesThePopulationsDeviation) {
  // Mean 5, population standard deviation 2; the second feature is constant.
  const Dataset set = fitted_to_itself(
      {Standardize{}},
      numbers(2, {2, 0.1f, 4, 0.1f, 4, 0.1f, 4, 0.1f, 5, 0.1f, 5, 0.1f, 7, 0.1f, 9, 0.1f}));
  EXPECT_EQ(column_of(set, 0), (std::vector<float>{-1.5f, -0.5f, -0.5f, -0.5f, 0, 0, 1, 2}));
  EXPECT_EQ(column_of(set, 1), std::vector<float>(8, 0.0f));
}

TEST(Transform, StandardizeTakesEachPixelByItself) {
  const Dataset set = fitted_to_itself({Standardize{}}, test::images(3, Shape{2, 1, 1}));
  const float unit = std::sqrt(1.5f);
  for (const int64_t pixel : {0, 1}) {
    EXPECT_FLOAT_EQ(set.feature(0, pixel), -unit);
    EXPECT_NEAR(set.feature(1, pixel), 0, 1e-6);
    EXPECT_FLOAT_EQ(set.feature(2, pixel), unit);
  }
}

TEST(Transform, FitsToTrainingSamplesAlone) {
  const Fitted fitted = fit_transforms({Scale{0, 1}}, numbers(1, {0, 10}));
  EXPECT_EQ(column_of(apply(fitted, numbers(1, {5, 20, -10})), 0),
            (std::vector<float>{0.5f, 2, -1}));
}

TEST(Transform, LooksAtTheSelectedRowsAndTheirMap) {
  const Dataset some = numbers(1, {100, 0, 10}).select({1, 2}).mapped({2}, {1});  // 1, 21
  EXPECT_EQ(column_of(fitted_to_itself({Scale{0, 1}}, some), 0), (std::vector<float>{0, 1}));
}

TEST(Transform, EachOneSeesTheOneBefore) {
  const std::vector<float> values{2, 4, 4, 4, 5, 5, 7, 9};
  EXPECT_EQ(column_of(fitted_to_itself({Scale{-3, 8}, Standardize{}}, numbers(1, values)), 0),
            column_of(fitted_to_itself({Standardize{}}, numbers(1, values)), 0));
  const Dataset ranged = fitted_to_itself({Standardize{}, Scale{0, 7}}, numbers(1, values));
  const std::vector<float> expected{0, 2, 2, 2, 3, 3, 5, 7};
  for (int64_t r = 0; r < 8; ++r)
    EXPECT_NEAR(ranged.feature(r, 0), expected[static_cast<size_t>(r)], 1e-6);
  // Pixels: 0..255 goes through the transforms before.
  const Fitted twice = fit_transforms({Scale{0, 1}, Scale{-1, 1}}, test::images(2, Shape{2, 2, 1}));
  EXPECT_EQ(twice.scale[0], static_cast<float>(2.0 / 255));
  EXPECT_EQ(twice.offset[0], -1.0f);
}

TEST(Transform, FlattenMakesRows) {
  const Dataset set = test::images(2, Shape{2, 3, 1});
  const Dataset flat = fitted_to_itself({Flatten{}}, set);
  EXPECT_EQ(flat.shape(), Shape{6});
  EXPECT_EQ(row_of(flat, 1), row_of(set, 1));
  EXPECT_TRUE(flat.scale().empty());
}

TEST(Transform, RefusesWhatCannotBe) {
  const Dataset set = numbers(2, {1, 2, 3, 4});
  expect_contains(error_of([&] { (void)fit_transforms({Scale{1, 1}}, set); }),
                  "LOW must be below HIGH");
  expect_contains(error_of([&] { (void)fit_transforms({Standardize{}}, set.first(0)); }),
                  "no training samples to fit to");
  expect_contains(error_of([&] { (void)fit_transforms({}, Dataset{}); }),
                  "no training samples to fit to");
  const Fitted fitted = fit_transforms({Scale{0, 1}}, set);
  expect_contains(error_of([&] { (void)apply(fitted, numbers(1, {1})); }),
                  "fitted to samples of 2 but received 1");
  EXPECT_TRUE(apply(fitted, Dataset{}).empty());
}

}  // namespace
}  // namespace gradus::data
