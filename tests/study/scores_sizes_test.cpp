#include "study/scores_sizes.hpp"

#include <gtest/gtest.h>

namespace gradus::study {
namespace {

using namespace data::sources;

DataPlan plan_of(data::Source source) {
  DataPlan plan;
  plan.source = std::move(source);
  return plan;
}

TEST(SetSizes, WhatIsDrawnIsCounted) {
  DataPlan plan = plan_of(Moons{0.2});
  plan.train = Amount{int64_t{200}};
  plan.test = Amount{int64_t{60}};
  plan.validation_folds = Folds{5, 1};
  const SetSizes sizes = set_sizes(plan);
  EXPECT_EQ(sizes.train.rows, 160);
  EXPECT_EQ(sizes.validation.rows, 40);
  EXPECT_EQ(sizes.test.rows, 60);
  EXPECT_NEAR(*sizes.validation.share, 0.2, 1e-15);
  EXPECT_EQ(ratio(sizes.validation, sizes.test), 40.0 / 60);
}

TEST(SetSizes, OfAFileSharesAreKnown) {
  DataPlan plan = plan_of(Csv{"a.csv"});
  plan.test = Amount{0.2};
  plan.validation = Amount{0.25};
  const SetSizes sizes = set_sizes(plan);
  EXPECT_FALSE(sizes.train.rows);
  EXPECT_NEAR(*ratio(sizes.validation, sizes.train), 1.0 / 3, 1e-15);
  EXPECT_NEAR(*ratio(sizes.test, sizes.train), 0.2 / 0.6, 1e-15);
  plan.validation = Amount{int64_t{50}};
  EXPECT_FALSE(ratio(set_sizes(plan).validation, set_sizes(plan).train));
  plan.train = Amount{int64_t{200}};  // of which the 50 are held out
  EXPECT_EQ(ratio(set_sizes(plan).validation, set_sizes(plan).train), 50.0 / 150);
}

TEST(SetSizes, SetsOfTheirOwn) {
  DataPlan plan = plan_of(Mnist{});
  plan.validation = Amount{int64_t{10000}};
  EXPECT_EQ(set_sizes(plan).train.rows, 50000);
  EXPECT_EQ(set_sizes(plan).test.rows, 10000);
  EXPECT_TRUE(has_own_test(plan));
  plan.test = Amount{int64_t{500}};
  plan.train = Amount{int64_t{6000}};
  plan.validation.reset();
  EXPECT_EQ(set_sizes(plan).test.rows, 500);
  EXPECT_NEAR(*set_sizes(plan).train.share, 0.1, 1e-15);
  plan = plan_of(FashionMnist{"test"});
  plan.test_folds = Folds{10, 2};
  EXPECT_EQ(set_sizes(plan).test.rows, 1000);
  EXPECT_EQ(set_sizes(plan).train.rows, 9000);
  EXPECT_FALSE(has_own_test(plan));
  plan = plan_of(Moons{0.2});
  plan.samples = 90;
  plan.test_folds = Folds{3, 1};
  plan.validation_is_test = true;
  EXPECT_EQ(set_sizes(plan).validation.rows, 30);
  EXPECT_EQ(set_sizes(plan_of(Xor{})).train.rows, 4);
}

TEST(SetSizes, WhoDrawsAnew) {
  EXPECT_TRUE(draws_anew(plan_of(Blobs{})));
  DataPlan pinned = plan_of(Blobs{});
  pinned.seed = 1;
  EXPECT_FALSE(draws_anew(pinned));
  EXPECT_FALSE(draws_anew(plan_of(Csv{"a.csv"})));
  EXPECT_FALSE(draws_anew(plan_of(Xor{})));
  Function function;
  EXPECT_FALSE(draws_anew(plan_of(function)));
  function.draw = data::sources::Draw::kUniform;
  EXPECT_TRUE(draws_anew(plan_of(function)));
}

}  // namespace
}  // namespace gradus::study
