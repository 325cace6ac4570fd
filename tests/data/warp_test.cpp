#include "data/warp.hpp"

#include <gtest/gtest.h>

#include <numbers>
#include <vector>

namespace gradus::data {
namespace {

using Pixels = std::vector<float>;

Pixels warped(const Pixels& from, const ImageSize& size, const PixelMap& map) {
  Pixels to(from.size(), -1);
  warp(from, size, map, to);
  return to;
}

// 3 high, 4 wide.
const ImageSize kSize{3, 4, 1};
const Pixels kImage{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};

TEST(Warp, NoMapIsACopy) {
  EXPECT_EQ(warped(kImage, kSize, {}), kImage);
}

TEST(Warp, AShiftByWholePixelsReflectsAtTheEdge) {
  EXPECT_EQ(warped(kImage, kSize, translation(0, 1)),
            (Pixels{0, 0, 1, 2, 4, 4, 5, 6, 8, 8, 9, 10}));
  EXPECT_EQ(warped(kImage, kSize, translation(0, -2)),
            (Pixels{2, 3, 3, 2, 6, 7, 7, 6, 10, 11, 11, 10}));
  EXPECT_EQ(warped(kImage, kSize, translation(2, 0)), (Pixels{4, 5, 6, 7, 0, 1, 2, 3, 0, 1, 2, 3}));
  // As far as the image reaches, and beyond its reflection.
  EXPECT_EQ(warped(kImage, kSize, translation(0, 4)),
            (Pixels{3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8}));
  EXPECT_EQ(warped(kImage, kSize, translation(0, 8)), kImage);
  EXPECT_EQ(warped(kImage, kSize, translation(-6, -8)), kImage);
}

TEST(Warp, BetweenPixelsIsBilinear) {
  const Pixels half = warped(kImage, kSize, translation(-0.5, 0.25));
  EXPECT_EQ(half[0], 2);      // 0 and 4, the left neighbour reflected
  EXPECT_EQ(half[1], 2.75F);  // 0.75 between 0 and 1, and 4 more half a row below
  EXPECT_EQ(half[9], 8.75F);  // the last row is its own reflection
}

TEST(Warp, AQuarterTurnIsExact) {
  const ImageSize square{3, 3, 1};
  const Pixels image{1, 2, 3, 4, 5, 6, 7, 8, 9};
  const double quarter = std::numbers::pi / 2;
  const Pixels left{3, 6, 9, 2, 5, 8, 1, 4, 7};
  EXPECT_EQ(warped(image, square, rotation(square, quarter)), left) << "counter-clockwise";
  EXPECT_EQ(warped(left, square, rotation(square, -quarter)), image);
  EXPECT_EQ(warped(image, square, rotation(square, 2 * quarter)),
            (Pixels{9, 8, 7, 6, 5, 4, 3, 2, 1}));
}

TEST(Warp, ZoomKeepsTheCentre) {
  const ImageSize square{5, 5, 1};
  Pixels image(25, 0);
  image[12] = 1;
  const Pixels near = warped(image, square, zoom(square, 0.5)),
               far = warped(image, square, zoom(square, 2));
  EXPECT_EQ(near[12], 1);
  EXPECT_EQ(near[11], 0.5F);
  EXPECT_EQ(near[10], 0);
  EXPECT_EQ(far[12], 1);
  EXPECT_EQ(far[11], 0);
}

TEST(Warp, ChannelsStayTogether) {
  const ImageSize size{1, 2, 3};
  EXPECT_EQ(warped({1, 2, 3, 4, 5, 6}, size, translation(0, 1)), (Pixels{1, 2, 3, 1, 2, 3}));
  Pixels image{1, 2, 3, 4, 5, 6};
  flip_horizontally(image, size);
  EXPECT_EQ(image, (Pixels{4, 5, 6, 1, 2, 3}));
}

TEST(Warp, FlipsOddAndEvenSizes) {
  Pixels image = kImage;
  flip_horizontally(image, kSize);
  EXPECT_EQ(image, (Pixels{3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8}));
  image = kImage;
  flip_vertically(image, kSize);
  EXPECT_EQ(image, (Pixels{8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3}));
  Pixels one{5};
  flip_horizontally(one, {1, 1, 1});
  flip_vertically(one, {1, 1, 1});
  EXPECT_EQ(one, Pixels{5});
}

}  // namespace
}  // namespace gradus::data
