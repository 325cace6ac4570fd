#include "data/crop.hpp"

#include <gtest/gtest.h>

#include "data/samples.hpp"
#include "gradus/data/transform.hpp"
#include "io/support.hpp"

namespace gradus::data {
namespace {

using test::error_of, test::images, test::row_of;
using Pixels = std::vector<float>;

TEST(Crop, TakesTheCentre) {
  const Dataset set = images(3, Shape{4, 5, 1});  // pixel p is 7 p
  EXPECT_EQ(row_of(cropped(set, {2, 3}), 0), (Pixels{42, 49, 56, 77, 84, 91}));
  EXPECT_EQ(row_of(cropped(set, {1, 2}), 0), (Pixels{42, 49})) << "the odd one is left below";
  EXPECT_EQ(cropped(set, {2, 3}).shape(), (Shape{2, 3, 1}));
  EXPECT_TRUE(std::holds_alternative<BasicTensor<uint8_t>>(cropped(set, 2).body().features));
  EXPECT_EQ(row_of(cropped(images(1, Shape{1, 3, 2}), 1), 0), (Pixels{14, 21}));
}

TEST(Crop, KeepsLabelsAndTheWayOfSeeing) {
  auto body = std::make_shared<Body>(images(3, Shape{1, 3, 1}).body());
  body->labels = {0, 1, 1};
  body->weights = {1, 2, 3};
  const Dataset set = Dataset(body).select({2, 0}).mapped({1, 2, 3}, {4, 5, 6});
  const Dataset middle = cropped(set, 1);
  EXPECT_EQ(middle.label(0), 1);
  EXPECT_EQ(middle.label(1), 0);
  EXPECT_EQ(middle.body().weights, (Pixels{3, 1}));
  EXPECT_EQ(row_of(middle, 0), Pixels{row_of(set, 0)[1]});
}

TEST(Crop, IsATransformAmongOthers) {
  const Dataset set = images(6, Shape{3, 3, 1});
  using namespace transforms;
  const auto through = [&](const std::vector<Transform>& list) {
    return apply(fit_transforms(list, set), set);
  };
  const Dataset first = through({Crop{1}, Scale{0, 1}, Flatten{}});
  EXPECT_EQ(first.shape(), Shape{1});
  EXPECT_FLOAT_EQ(first.feature(0, 0), 28 / 255.0F);
  EXPECT_EQ(row_of(through({Scale{0, 1}, Crop{1}}), 0), row_of(first, 0));
  // What the others measure is the same before and after.
  const Dataset before = through({Crop{{1, 3}}, Standardize{}}),
                after = through({Standardize{}, Crop{{1, 3}}});
  EXPECT_EQ(before.shape(), (Shape{1, 3, 1}));
  for (int64_t r = 0; r < 6; ++r) EXPECT_EQ(row_of(before, r), row_of(after, r));
  EXPECT_EQ(row_of(through({Crop{{3, 1}}, Crop{1}}), 2), row_of(through({Crop{1}}), 2));
}

TEST(Crop, RefusesWhatDoesNotFit) {
  const Dataset set = images(1, Shape{3, 4, 1});
  EXPECT_EQ(error_of([&] { (void)cropped(set, {4, 4}); }),
            "[crop] no 4x4 in images of 3x4x1; give a smaller size, from 1");
  EXPECT_EQ(error_of([&] { (void)cropped(set, 0); }),
            "[crop] no 0x0 in images of 3x4x1; give a smaller size, from 1");
  EXPECT_EQ(error_of([&] { (void)cropped(set.reshaped(Shape{12}), 1); }),
            "[crop] needs images, but the samples are of shape 12; give samples of height x width "
            "x channels");
}

}  // namespace
}  // namespace gradus::data
