#include "gradus/data/dataset.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <memory>

#include "data/samples.hpp"
#include "io/support.hpp"

namespace gradus::data {
namespace {

using test::column_of, test::error_of, test::expect_contains, test::numbers, test::row_of;

TEST(Dataset, IsEmptyAtBirth) {
  const Dataset none;
  EXPECT_TRUE(none.empty());
  EXPECT_EQ(none.rows(), 0);
  EXPECT_FALSE(none.has_classes());
  EXPECT_EQ(none.classes(), 0);
  EXPECT_EQ(none.outputs(), 0);
}

TEST(Dataset, HoldsRowsWithNumbersToPredict) {
  Tensor features(2, Shape{3}), targets(2, Shape{2});
  for (size_t i = 0; i < 6; ++i) features.data()[i] = static_cast<float>(i);
  for (size_t i = 0; i < 4; ++i) targets.data()[i] = static_cast<float>(10 * i);
  const Dataset set(features, targets);
  EXPECT_EQ(set.rows(), 2);
  EXPECT_EQ(set.shape(), Shape{3});
  EXPECT_EQ(set.outputs(), 2);
  EXPECT_EQ(row_of(set, 1), (std::vector<float>{3, 4, 5}));
  EXPECT_EQ(set.target(1), (std::vector<float>{20, 30}));
}

TEST(Dataset, ClassesAreOneHotTargets) {
  const Dataset set = test::labelled({2, 0, 1}, 3);
  EXPECT_TRUE(set.has_classes());
  EXPECT_EQ(set.outputs(), 3);
  EXPECT_EQ(set.label(0), 2);
  EXPECT_EQ(set.target(0), (std::vector<float>{0, 0, 1}));
}

TEST(Dataset, PixelsStayBytes) {
  const Dataset set = test::images(3, Shape{2, 2, 1});
  EXPECT_TRUE(std::holds_alternative<BasicTensor<uint8_t>>(set.body().features));
  EXPECT_EQ(row_of(set, 2), (std::vector<float>{62, 69, 76, 83}));
}

TEST(Dataset, SelectAndFirstShareTheBody) {
  const Dataset all = numbers(1, {10, 11, 12, 13, 14});
  const Dataset some = all.select({4, 0, 2, 2});
  EXPECT_EQ(column_of(some, 0), (std::vector<float>{14, 10, 12, 12}));
  EXPECT_EQ(column_of(some.select({3, 0}), 0), (std::vector<float>{12, 14}));
  EXPECT_EQ(column_of(some.first(2), 0), (std::vector<float>{14, 10}));
  EXPECT_EQ(all.first(9).rows(), 5);
  EXPECT_EQ(all.first(0).rows(), 0);
  EXPECT_EQ(some.shared_body(), all.shared_body());
  expect_contains(error_of([&] { (void)some.select({4}); }), "row 4 is outside the 4 rows");
}

TEST(Dataset, CopiesShareTheirRows) {
  const Dataset all = numbers(1, {10, 11, 12});
  EXPECT_EQ(Dataset(all).shared_row_index(), all.shared_row_index());
  EXPECT_EQ(all.first(all.rows()).shared_row_index(), all.shared_row_index());
  EXPECT_NE(all.first(1).shared_row_index(), all.shared_row_index());
  EXPECT_EQ(all.first(-1).rows(), 0);
  EXPECT_EQ(*all.first(2).shared_row_index(), (std::vector<uint32_t>{0, 1}));
}

TEST(Dataset, ReshapedKeepsValues) {
  const Dataset set = test::images(2, Shape{2, 3, 1});
  const Dataset flat = set.reshaped(Shape{6});
  EXPECT_EQ(flat.shape(), Shape{6});
  EXPECT_EQ(row_of(flat, 1), row_of(set, 1));
  expect_contains(error_of([&] { (void)set.reshaped(Shape{5}); }),
                  "samples of 2x3x1 do not fit the shape 5");
}

TEST(Dataset, MappedAddsOneMapAfterAnother) {
  const Dataset set = numbers(2, {1, 2, 3, 4});
  const Dataset all = set.mapped({2}, {1});
  EXPECT_EQ(row_of(all, 1), (std::vector<float>{7, 9}));
  const Dataset each = all.mapped({10, 100}, {1, 2});
  EXPECT_EQ(row_of(each, 1), (std::vector<float>{71, 902}));
  EXPECT_EQ(row_of(each.mapped({-1}, {0}), 1), (std::vector<float>{-71, -902}));
  EXPECT_EQ(row_of(each.mapped({}, {}), 1), row_of(each, 1));
  EXPECT_EQ(row_of(set, 1), (std::vector<float>{3, 4}));
  expect_contains(error_of([&] { (void)set.mapped({1, 2, 3}, {1, 2, 3}); }),
                  "3 scales and 3 offsets for 2 features");
  expect_contains(error_of([&] { (void)set.mapped({1, 2}, {1}); }), "2 scales and 1 offsets");
}

TEST(Dataset, TheMapIsOneFusedMultiplyAdd) {
  // 3 * 0.1f rounded first would lose the low bits that the sum then shows.
  const Dataset set = numbers(1, {3});
  EXPECT_EQ(set.mapped({0.1f}, {-0.3f}).feature(0, 0), std::fma(3.0f, 0.1f, -0.3f));
  EXPECT_NE(std::fma(3.0f, 0.1f, -0.3f), 3.0f * 0.1f - 0.3f);
}

TEST(Dataset, RefusesWhatDoesNotBelongTogether) {
  const auto body = [] {
    Body b;
    b.features = Tensor(2, Shape{1});
    b.labels = {0, 1};
    b.classes = 2;
    return b;
  };
  const auto refused = [](const Body& b) {
    return error_of([&] { (void)Dataset(std::make_shared<Body>(b)); });
  };
  EXPECT_EQ(refused(body()), "no error");
  Body b = body();
  b.labels = {0};
  expect_contains(refused(b), "2 rows of features, but 1 labels");
  b = body();
  b.labels = {0, 2};
  expect_contains(refused(b), "label 2 is outside 0..1");
  b.labels = {-1, 0};
  expect_contains(refused(b), "label -1 is outside 0..1");
  b = body();
  b.weights = {1};
  expect_contains(refused(b), "2 rows of features, but 1 weights");
  b = body();
  b.class_names = {"a"};
  expect_contains(refused(b), "1 class names for 2 classes");
  expect_contains(error_of([] { (void)Dataset(Tensor(2, Shape{1}), Tensor(3, Shape{1})); }),
                  "2 rows of features, but 3 rows of targets");
}

}  // namespace
}  // namespace gradus::data
