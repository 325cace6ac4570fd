#include "gradus/data/make.hpp"

#include <gtest/gtest.h>

#include "data/samples.hpp"
#include "io/support.hpp"

namespace gradus::data {
namespace {

TEST(Make, GivesTrainingAndTestSamples) {
  const auto [train, test] = make_moons({.train = 1000, .test = 400, .noise = 0.2});
  EXPECT_EQ(train.rows(), 1000);
  EXPECT_EQ(test.rows(), 400);
  EXPECT_EQ(make_circles({.train = 10, .test = 4}).test.rows(), 4);
  EXPECT_EQ(make_blobs({.train = 10, .centers = 5, .features = 3}).train.shape(), Shape{3});
  EXPECT_EQ(make_spirals({.train = 10, .classes = 4}).train.classes(), 4);
  EXPECT_EQ(make_moons().train.rows(), 100);
  EXPECT_TRUE(make_moons().test.empty());
}

TEST(Make, PassesOptionsOn) {
  EXPECT_NE(make_moons({.seed = 1}).train.row_index().size(), 0u);
  EXPECT_NE(test::column_of(make_moons({.seed = 1}).train, 0),
            test::column_of(make_moons({.seed = 2}).train, 0));
  test::expect_contains(test::error_of([] { (void)make_circles({.factor = 2}); }), "factor = 2");
  test::expect_contains(test::error_of([] { (void)make_moons({.train = 0}); }), "data.train: 0");
}

TEST(Make, XorHasFourRows) {
  const Dataset rows = make_xor();
  EXPECT_EQ(rows.rows(), 4);
  EXPECT_EQ(rows.outputs(), 1);
}

}  // namespace
}  // namespace gradus::data
