#include "train/feed.hpp"

#include <gtest/gtest.h>

#include "support/histories.hpp"
#include "support/sets.hpp"

namespace gradus {
namespace {

using namespace gradus::test;

TEST(Feed, PointsIntoTheDataSet) {
  const data::Dataset all = random_classes(10, 3, 2, 1, true);
  const data::Dataset some = all.select({7, 2, 5}).mapped({2, 3, 4}, {1, 1, 1});
  const Feed feed(some, {1, 10});
  const engine::RowSource& source = feed.source();
  EXPECT_EQ(source.numbers, std::get<Tensor>(all.body().features).data());
  EXPECT_EQ(source.features, 3U);
  EXPECT_EQ(source.affine, 3U);
  EXPECT_EQ(source.scale[2], 4);
  EXPECT_EQ(source.outputs, 2U);
  EXPECT_EQ(source.labels, all.body().labels.data());
  EXPECT_EQ(source.targets, nullptr);
  const engine::Batch batch = feed.batch(1, 2);
  ASSERT_EQ(batch.count, 2U);
  EXPECT_EQ(batch.rows[0], 2U);
  EXPECT_EQ(batch.rows[1], 5U);
  const auto weight = [&](uint32_t row) {
    return static_cast<double>(all.body().weights[row]) * (all.label(row) == 1 ? 10 : 1);
  };
  EXPECT_DOUBLE_EQ(feed.weight(batch), weight(2) + weight(5));
  EXPECT_EQ(feed.row_weights(), (std::vector<double>{weight(7), weight(2), weight(5)}));
  EXPECT_EQ(Feed(random_classes(4, 3, 2)).weight(feed.batch(0, 3)), 3) << "no weights: the count";
}

TEST(Feed, BestConstantIsWeighedAsATraining) {
  // Targets 0 and 4, weights 3 and 1: the mean is 1, the weighted sum of squares 3 + 9.
  const data::Dataset set = number_set(1, {0, 0}, 1, {0, 4}, {3, 1});
  EXPECT_DOUBLE_EQ(best_constant_loss(Feed(set), mse, 1), 12.0 / 2);
  const data::Dataset classes = class_set(1, {0, 0, 0, 0}, {0, 1, 0, 1}, 2);
  EXPECT_NEAR(best_constant_loss(Feed(classes), binary_crossentropy, 1), 0.69314718, 1e-8);
  EXPECT_NEAR(best_constant_loss(Feed(classes, {4, 4}), binary_crossentropy, 1), 4 * 0.69314718,
              4e-8);
}

TEST(BestConstant, IsWorkedOutAnewWhereAnythingDiffers) {
  const data::Dataset set = random_numbers(20, 2, 1), other = random_numbers(20, 2, 1, 5);
  const data::Dataset classes = random_classes(20, 2, 2);
  BestConstant best;
  const auto holds = [&best](const Feed& feed, const Loss& loss, int64_t outputs) {
    const double plain = best_constant_loss(feed, loss, outputs);
    EXPECT_EQ(best.of(feed, loss, outputs), plain);
    EXPECT_EQ(best.of(feed, loss, outputs), plain) << "remembered";
  };
  holds(Feed(set), mse, 1);
  holds(Feed(set), mae, 1);
  holds(Feed(set.first(7)), mae, 1);
  holds(Feed(other), mae, 1);
  holds(Feed(classes), binary_crossentropy, 1);
  holds(Feed(classes, {1, 3}), binary_crossentropy, 1);
  holds(Feed(classes, {1, 3}), categorical_crossentropy, 2);
  holds(Feed(classes, {1, 3}), mse, 2);
  holds(Feed(classes, {1, 3}), mse, 1);
}

TEST(Feed, RefusesWeightsThatDoNotFit) {
  EXPECT_EQ(error_of([] { Feed(random_classes(4, 3, 2), {1, 2, 3}); }),
            "class_weight: 3 weights for 2 classes; give one a class");
  EXPECT_EQ(error_of([] { Feed(random_numbers(4, 3, 1), {1}); }),
            "class_weight: needs class labels; remove it");
  EXPECT_EQ(error_of([] { Feed(data::Dataset{}); }),
            "data: there are no samples; give at least one");
}

TEST(CheckFit, NamesWhatDoesNotFit) {
  const auto said = [](const data::Dataset& set, const Shape& input, int64_t outputs,
                       const Loss& loss) {
    return error_of([&] { check_fit(set, input, outputs, loss); });
  };
  const data::Dataset numbers = random_numbers(4, 6, 2), two = random_classes(4, 6, 2),
                      ten = random_classes(40, 12, 10);
  EXPECT_EQ(said(numbers, Shape{6}, 2, mse), "");
  EXPECT_EQ(said(two, Shape{6}, 1, binary_crossentropy), "");
  EXPECT_EQ(said(two, Shape{6}, 2, categorical_crossentropy), "");
  EXPECT_EQ(said(ten, Shape{12}, 10, mse), "");
  EXPECT_EQ(said(numbers, Shape{5}, 2, mse),
            "[input] expected samples of shape 5 but received 6; make the network's input fit the "
            "data");
  EXPECT_EQ(said(numbers, Shape({2, 3}), 2, mse),
            "[input] expected samples of shape 2x3 but received 6; put \"flatten\" in "
            "data.transform");
  EXPECT_EQ(said(numbers, Shape{6}, 1, mse),
            "[output] 1 unit for 2 targets; give the last layer 2 units");
  EXPECT_EQ(said(ten, Shape{12}, 1, categorical_crossentropy),
            "[output] 1 unit for labels 0..9; use \"dense 10 softmax\"");
  EXPECT_EQ(
      said(ten, Shape{12}, 1, mse),
      "[output] 1 unit for labels 0..9; use \"dense 10\", or take the labels for numbers (csv: "
      "regression = true)");
  EXPECT_EQ(said(two, Shape{6}, 3, binary_crossentropy),
            "[output] 3 units for labels 0..1; use \"dense 1 sigmoid\"");
  EXPECT_EQ(said(two, Shape{6}, 1, sparse_categorical_crossentropy),
            "[output] 1 unit for labels 0..1; use \"dense 2 softmax\"");
}

}  // namespace
}  // namespace gradus
