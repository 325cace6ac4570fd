#include "gradus/data/split.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "data/samples.hpp"
#include "io/support.hpp"

namespace gradus::data {
namespace {

using test::class_counts, test::column_of, test::error_of, test::expect_contains, test::labelled;

std::vector<int32_t> repeated(const std::vector<int>& sizes) {
  std::vector<int32_t> labels;
  for (size_t c = 0; c < sizes.size(); ++c)
    labels.insert(labels.end(), static_cast<size_t>(sizes[c]), static_cast<int32_t>(c));
  return labels;
}

TEST(Split, DealsEveryRowOnce) {
  const Dataset all = labelled(repeated({50, 30, 20}), 3);
  for (const bool stratify : {false, true}) {
    const auto [train, test] = split(all, 37, stratify, 5);
    EXPECT_EQ(train.rows(), 63);
    EXPECT_EQ(test.rows(), 37);
    std::vector<float> rows = column_of(train, 0);
    const std::vector<float> rest = column_of(test, 0);
    rows.insert(rows.end(), rest.begin(), rest.end());
    EXPECT_FALSE(std::is_sorted(rows.begin(), rows.begin() + 63));
    EXPECT_FALSE(std::is_sorted(rest.begin(), rest.end()));
    std::sort(rows.begin(), rows.end());
    for (int r = 0; r < 100; ++r) EXPECT_EQ(rows[static_cast<size_t>(r)], static_cast<float>(r));
  }
}

TEST(Split, HangsOnTheSeedAlone) {
  const Dataset all = labelled(repeated({50, 50}), 2);
  EXPECT_EQ(column_of(split(all, 30, true, 1).test, 0), column_of(split(all, 30, true, 1).test, 0));
  EXPECT_NE(column_of(split(all, 30, true, 1).test, 0), column_of(split(all, 30, true, 2).test, 0));
}

TEST(Split, MoreTestRowsKeepThoseThatWere) {
  // Without classes the test set is the beginning of one random order.
  const Dataset all = labelled(repeated({100}), 1);
  const std::vector<float> few = column_of(split(all, 10, false, 3).test, 0);
  const std::vector<float> more = column_of(split(all, 20, false, 3).test, 0);
  EXPECT_TRUE(std::equal(few.begin(), few.end(), more.begin()));
}

TEST(Split, StratifiedSharesAreProportional) {
  const Dataset all = labelled(repeated({60, 30, 10}), 3);
  EXPECT_EQ(class_counts(split(all, 20, true, 0).test), (std::vector<int64_t>{12, 6, 2}));
  EXPECT_EQ(class_counts(split(all, 20, true, 0).train), (std::vector<int64_t>{48, 24, 8}));
}

TEST(Split, RestsGoToTheLargestRemaindersThenTheLowerClass) {
  // 25 of 100: 12.5, 8.25, 4.25 -> 13, 8, 4.
  EXPECT_EQ(class_counts(split(labelled(repeated({50, 33, 17}), 3), 25, true, 0).test),
            (std::vector<int64_t>{13, 8, 4}));
  // 10 of 33: 3.33 each -> 4, 3, 3.
  EXPECT_EQ(class_counts(split(labelled(repeated({11, 11, 11}), 3), 10, true, 0).test),
            (std::vector<int64_t>{4, 3, 3}));
  // 5 of 10: 0.5, 4.5 -> 1, 4.
  EXPECT_EQ(class_counts(split(labelled(repeated({1, 9}), 2), 5, true, 0).test),
            (std::vector<int64_t>{1, 4}));
}

TEST(Split, UnstratifiedSharesVary) {
  const Dataset all = labelled(repeated({50, 50}), 2);
  bool varies = false;
  for (uint64_t seed = 0; seed < 10; ++seed)
    varies = varies || class_counts(split(all, 30, false, seed).test)[0] != 15;
  EXPECT_TRUE(varies);
}

TEST(Split, NoTestRowsShuffleAll) {
  const auto [train, test] = split(labelled(repeated({9}), 1), 0, true, 1);
  EXPECT_EQ(train.rows(), 9);
  EXPECT_TRUE(test.empty());
}

TEST(Split, RefusesWhatIsNotThere) {
  const Dataset all = labelled(repeated({800}), 1);
  EXPECT_EQ(error_of([&] { (void)split(all, 900, false, 0); }),
            "[split] asks for 900 of 800 samples; ask for fewer");
  expect_contains(error_of([&] { (void)split(all, -1, false, 0); }), "asks for -1 of 800");
  expect_contains(error_of([&] { (void)split(all, 800, false, 0); }), "leaves none to train on");
  expect_contains(error_of([] { (void)split(test::numbers(1, {1, 2, 3}), 1, true, 0); }),
                  "stratify needs class labels");
}

TEST(TrainTestSplit, TakesSharesAndCounts) {
  const Dataset all = labelled(repeated({60, 30, 11}), 3);
  EXPECT_EQ(train_test_split(all).test.rows(), 26);  // a quarter of 101, rounded up
  EXPECT_EQ(train_test_split(all, {.test_size = 0.2}).test.rows(), 21);
  const auto [train, test] = train_test_split(all, {.test_size = 10, .seed = 4});
  EXPECT_EQ(test.rows(), 10);
  EXPECT_EQ(train.rows(), 91);
  EXPECT_EQ(class_counts(test), (std::vector<int64_t>{6, 3, 1}));
  EXPECT_EQ(train_test_split(test::numbers(1, {1, 2, 3, 4})).test.rows(), 1);
  for (const double share : {0.0, 1.0, 2.0, -0.5})
    expect_contains(error_of([&] { (void)train_test_split(all, {.test_size = share}); }),
                    "test_size is no share");
}

TEST(TrainTestSplit, SharesAreRoundedUpButForRoundingErrors) {
  EXPECT_EQ(count_of_share(0.07, 100), 7);  // 7.000000000000001 in double
  EXPECT_EQ(count_of_share(0.2, 1000), 200);
  EXPECT_EQ(count_of_share(0.1, 11), 2);
}

}  // namespace
}  // namespace gradus::data
