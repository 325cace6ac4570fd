#include <gtest/gtest.h>

#include <algorithm>

#include "data/samples.hpp"
#include "gradus/data/split.hpp"
#include "io/support.hpp"

namespace gradus::data {
namespace {

using test::class_counts, test::column_of, test::error_of, test::labelled;

Dataset of_classes(const std::vector<int64_t>& sizes) {
  std::vector<int32_t> labels;
  for (size_t c = 0; c < sizes.size(); ++c)
    labels.insert(labels.end(), static_cast<size_t>(sizes[c]), static_cast<int32_t>(c));
  return labelled(labels, static_cast<int32_t>(sizes.size()));
}

std::vector<int64_t> held_out_sizes(const Dataset& all, const KFold& options) {
  std::vector<int64_t> sizes;
  for (const Split& split : folds(all, options)) sizes.push_back(split.test.rows());
  return sizes;
}

std::vector<std::vector<int64_t>> held_out_classes(const std::vector<int32_t>& labels,
                                                   int64_t count) {
  std::vector<std::vector<int64_t>> out;
  const Dataset all = labelled(labels, *std::max_element(labels.begin(), labels.end()) + 1);
  for (const Split& split : folds(all, {.folds = count})) out.push_back(class_counts(split.test));
  return out;
}

TEST(Folds, SizesAreThoseOfScikitLearnsKFold) {
  const auto sizes = [](int64_t rows, int64_t count) {
    return held_out_sizes(of_classes({rows}), {.folds = count, .stratify = false});
  };
  EXPECT_EQ(sizes(800, 3), (std::vector<int64_t>{267, 267, 266}));
  EXPECT_EQ(sizes(10, 4), (std::vector<int64_t>{3, 3, 2, 2}));
  EXPECT_EQ(sizes(7, 7), (std::vector<int64_t>{1, 1, 1, 1, 1, 1, 1}));
  EXPECT_EQ(sizes(11, 5), (std::vector<int64_t>{3, 2, 2, 2, 2}));
  const std::vector<Split> thirds = folds(of_classes({800}), {.folds = 3});
  EXPECT_EQ(thirds[0].train.rows(), 533);
  EXPECT_EQ(thirds[1].train.rows(), 533);
  EXPECT_EQ(thirds[2].train.rows(), 534);
}

// The tables were made by scikit-learn 1.x's StratifiedKFold, which gives the same with and without
// its shuffle.
TEST(Folds, StratifiedSizesAreThoseOfScikitLearnsStratifiedKFold) {
  using Table = std::vector<std::vector<int64_t>>;
  std::vector<int32_t> labels(50, 0);
  labels.insert(labels.end(), 33, 1);
  labels.insert(labels.end(), 17, 2);
  EXPECT_EQ(held_out_classes(labels, 3), (Table{{17, 11, 6}, {17, 11, 5}, {16, 11, 6}}));
  labels.assign(7, 2);
  labels.insert(labels.end(), 5, 0);
  labels.insert(labels.end(), 4, 1);
  EXPECT_EQ(held_out_classes(labels, 3), (Table{{1, 2, 3}, {2, 1, 2}, {2, 1, 2}}));
  labels = {1, 0, 2, 2, 1, 0, 0, 1, 1, 2, 0, 0, 1, 1, 1, 0, 2};
  EXPECT_EQ(held_out_classes(labels, 4), (Table{{2, 2, 1}, {1, 2, 1}, {1, 2, 1}, {2, 1, 1}}));
  labels.assign(9, 0);
  labels.insert(labels.end(), 2, 1);
  EXPECT_EQ(held_out_classes(labels, 5), (Table{{2, 1}, {2, 0}, {2, 0}, {2, 0}, {1, 1}}));
}

TEST(Folds, EveryRowIsHeldOutOncePerRepeat) {
  const Dataset all = of_classes({31, 22, 9});
  for (const bool stratify : {false, true}) {
    const KFold options{.folds = 4, .repeats = 3, .stratify = stratify, .seed = 7};
    const std::vector<Split> splits = folds(all, options);
    ASSERT_EQ(splits.size(), 12u);
    for (size_t repeat = 0; repeat < 3; ++repeat) {
      std::vector<float> held_out;
      for (size_t f = 0; f < 4; ++f) {
        const auto& [train, test] = splits[repeat * 4 + f];
        std::vector<float> both = column_of(train, 0);
        const std::vector<float> out = column_of(test, 0);
        EXPECT_FALSE(std::is_sorted(both.begin(), both.end()));
        EXPECT_FALSE(std::is_sorted(out.begin(), out.end()));
        both.insert(both.end(), out.begin(), out.end());
        held_out.insert(held_out.end(), out.begin(), out.end());
        std::sort(both.begin(), both.end());
        EXPECT_EQ(both, column_of(all, 0));
      }
      std::sort(held_out.begin(), held_out.end());
      EXPECT_EQ(held_out, column_of(all, 0));
    }
  }
}

TEST(Folds, ClassesAreWithinOneAsAreTheFolds) {
  const Dataset all = of_classes({13, 29, 8, 5, 40});
  for (int64_t count = 2; count <= 8; ++count) {
    std::vector<int64_t> low(5, 1000), high(5, 0), sizes;
    for (const Split& split : folds(all, {.folds = count, .seed = 3})) {
      const std::vector<int64_t> counts = class_counts(split.test);
      sizes.push_back(split.test.rows());
      for (size_t c = 0; c < 5; ++c) {
        low[c] = std::min(low[c], counts[c]);
        high[c] = std::max(high[c], counts[c]);
      }
    }
    for (size_t c = 0; c < 5; ++c) EXPECT_LE(high[c] - low[c], 1) << count << " folds";
    const auto [least, most] = std::minmax_element(sizes.begin(), sizes.end());
    EXPECT_LE(*most - *least, 1);
  }
}

TEST(Folds, HangOnSeedAndRepeat) {
  const Dataset all = of_classes({30, 30});
  const auto first = [&](uint64_t seed, int64_t which) {
    return column_of(fold(all, {.folds = 3, .repeats = 2, .seed = seed}, which).test, 0);
  };
  EXPECT_EQ(first(1, 0), first(1, 0));
  EXPECT_NE(first(1, 0), first(2, 0));
  EXPECT_NE(first(1, 0), first(1, 3));
  // More repeats leave the first as they were.
  EXPECT_EQ(first(1, 2), column_of(fold(all, {.folds = 3, .seed = 1}, 2).test, 0));
}

TEST(Folds, RefuseWhatIsNotThere) {
  const Dataset all = of_classes({4, 3});
  const auto mistake = [&](const KFold& options, int64_t which = 0) {
    return error_of([&] { (void)fold(all, options, which); });
  };
  EXPECT_EQ(mistake({.folds = 1}), "[folds] deals into 1 folds; give at least 2");
  EXPECT_EQ(mistake({.folds = 2, .repeats = 0}), "[folds] repeats 0 times; give at least 1");
  EXPECT_EQ(mistake({.folds = 2}, 2), "[folds] asks for fold 2 of 2; they count from 0");
  EXPECT_EQ(mistake({.folds = 8, .stratify = false}),
            "[folds] deals 7 samples into 8 folds; ask for fewer folds");
  EXPECT_EQ(mistake({.folds = 5}),
            "[folds] deals classes of at most 4 samples into 5 folds; ask for fewer folds, or set "
            "stratify = false");
  EXPECT_EQ(error_of([] { (void)folds(test::numbers(1, {1, 2, 3}), {.stratify = true}); }),
            "[folds] stratify needs class labels; set stratify = false");
  EXPECT_EQ(folds(test::numbers(1, {1, 2, 3}), {.folds = 3}).size(), 3u);
  EXPECT_EQ(error_of([&] { (void)folds(all, {.folds = 0}); }),
            "[folds] deals into 0 folds; give at least 2");
}

}  // namespace
}  // namespace gradus::data
