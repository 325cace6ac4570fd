#include "report/figure_images.hpp"

#include <gtest/gtest.h>

#include "gradus/base/error.hpp"

namespace gradus {
namespace {

// Images of 2 x 3: pixel p of image i is 20 i + p, its class i mod 3.
data::Dataset sample_images(int64_t count, int64_t channels = 1) {
  auto body = std::make_shared<data::Body>();
  BasicTensor<uint8_t> pixels(count, Shape{2, 3, channels});
  for (int64_t i = 0; i < count; ++i) {
    for (int64_t p = 0; p < 6 * channels; ++p)
      pixels.row(i)[static_cast<size_t>(p)] = static_cast<uint8_t>(20 * i + p);
    body->labels.push_back(static_cast<int32_t>(i % 3));
  }
  body->features = std::move(pixels);
  body->classes = 3;
  return data::Dataset(std::move(body));
}

TEST(FigureImages, EachHasItsOwnLabel) {
  // Dealt, scaled and flattened, as a training has them.
  const data::Dataset set =
      sample_images(10).select({7, 2, 9, 3}).mapped({1 / 255.0F}, {0}).reshaped(Shape{6});
  const std::vector<figure::Image> images = first_images(set, 3);
  ASSERT_EQ(images.size(), 3u);
  EXPECT_EQ(images[0].pixels, (std::vector<uint8_t>{140, 141, 142, 143, 144, 145}));
  EXPECT_EQ(images[0].label, "class 1");
  EXPECT_EQ(images[1].pixels[0], 40);
  EXPECT_EQ(images[1].label, "class 2");
  EXPECT_EQ(images[2].pixels[0], 180);
  EXPECT_EQ(images[2].label, "class 0");
  EXPECT_EQ(images[0].width, 3u);
  EXPECT_EQ(images[0].height, 2u);
  EXPECT_EQ(images[0].channels, 1u);
  EXPECT_EQ(first_images(set, 9).size(), 4u) << "no more than there are";
}

TEST(FigureImages, NamesClassesAndShowsColours) {
  auto body = std::make_shared<data::Body>(sample_images(2, 3).body());
  body->class_names = {"Bag", "Coat", "Shirt"};
  const auto images = first_images(data::Dataset(body), 2);
  EXPECT_EQ(images[1].label, "Coat");
  EXPECT_EQ(images[1].channels, 3u);
  EXPECT_EQ(images[1].pixels.size(), 18u);
  EXPECT_EQ(images[1].pixels[17], 37);
  EXPECT_EQ(first_images(sample_images(1, 2), 1)[0].pixels,
            (std::vector<uint8_t>{0, 2, 4, 6, 8, 10}))
      << "the first of two channels";
}

TEST(FigureImages, NumbersSpanTheShades) {
  Tensor numbers(2, Shape{1, 2, 1}), targets(2, Shape{1});
  numbers.row(0)[0] = -1;
  numbers.row(1)[1] = 3;
  targets.row(1)[0] = 0.5;
  const auto images = first_images(data::Dataset(numbers, targets), 2);
  EXPECT_EQ(images[0].pixels, (std::vector<uint8_t>{0, 64}));
  EXPECT_EQ(images[1].pixels, (std::vector<uint8_t>{64, 255}));
  EXPECT_EQ(images[1].label, "0.5");
  const auto flat = first_images(data::Dataset(Tensor(1, Shape{1, 1, 1}), Tensor(1, Shape{1})), 1);
  EXPECT_EQ(flat[0].pixels, std::vector<uint8_t>{0});
}

TEST(FigureImages, AGridNearASquare) {
  const std::vector<std::pair<int64_t, size_t>> columns{{1, 1}, {3, 3},  {5, 5},  {6, 3},
                                                        {9, 3}, {10, 4}, {16, 4}, {100, 10}};
  for (const auto& [count, wanted] : columns) {
    const Figure figure = figure::images(sample_images(100), count);
    EXPECT_EQ(figure.columns, wanted) << count;
    EXPECT_EQ(static_cast<int64_t>(figure.panels.size()), count);
  }
  EXPECT_EQ(figure::images(sample_images(100)).panels.size(), 9u);
}

TEST(FigureImages, RefusesRowsOfNumbers) {
  const data::Dataset rows(Tensor(2, Shape{4}), Tensor(2, Shape{1}));
  try {
    (void)figure::images(rows);
    FAIL();
  } catch (const Error& e) {
    EXPECT_STREQ(e.what(),
                 "figure images: the samples are no images but 4; give samples of height x width "
                 "x channels");
  }
  EXPECT_THROW((void)figure::images({}), Error);
}

}  // namespace
}  // namespace gradus
