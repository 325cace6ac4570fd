#include "data/digits.hpp"

#include <gtest/gtest.h>

#include "data/environment.hpp"
#include "data/file_server.hpp"
#include "io/support.hpp"

namespace gradus::data {
namespace {

using test::error_of, test::expect_contains, test::TempFolder;

// Image i has the label i mod 10 and the pixels (i + 3 row + 7 column) mod 256.
uint8_t pixel(int64_t i, int64_t row, int64_t column) {
  return static_cast<uint8_t>(i + 3 * row + 7 * column);
}

Dataset images(int64_t count, int64_t side = 28) {
  auto body = std::make_shared<Body>();
  BasicTensor<uint8_t> pixels(count, Shape{side, side, 1});
  for (int64_t i = 0; i < count; ++i) {
    for (int64_t p = 0; p < side * side; ++p)
      pixels.row(i)[static_cast<size_t>(p)] = pixel(i, p / side, p % side);
    body->labels.push_back(static_cast<int32_t>(i % 10));
  }
  body->features = std::move(pixels);
  body->classes = 10;
  return Dataset(std::move(body));
}

TEST(Digits, TakesTheFirstOfEachClassInOrder) {
  const auto arrays = make_digits(images(50), 2);
  ASSERT_EQ(arrays.size(), 2u);
  EXPECT_EQ(arrays[0].first, "X");
  EXPECT_EQ(arrays[1].first, "y");
  const io::MatArray &x = arrays[0].second, &y = arrays[1].second;
  EXPECT_EQ(y.extents, (std::vector<int64_t>{20, 1}));
  EXPECT_EQ(y.values,
            (std::vector<double>{10, 10, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9}));
  EXPECT_EQ(x.extents, (std::vector<int64_t>{20, 400}));
  EXPECT_EQ(x.at(1, 0), pixel(10, 4, 4) / 255.0);  // the second zero is image 10
  EXPECT_EQ(x.at(2, 0), pixel(1, 4, 4) / 255.0);
}

TEST(Digits, TakesTheCentreColumnByColumn) {
  const io::MatArray x = make_digits(images(10), 1)[0].second;
  for (int64_t column = 0; column < 20; ++column)
    for (int64_t row = 0; row < 20; ++row)
      EXPECT_EQ(x.at(3, column * 20 + row), pixel(3, row + 4, column + 4) / 255.0);
}

TEST(Digits, RefusesOtherImages) {
  EXPECT_EQ(error_of([] { (void)make_digits(images(19), 2); }),
            "digits: 1 images of class 9, 2 are needed; make them from mnist's training images");
  expect_contains(error_of([] { (void)make_digits(images(10, 27), 1); }),
                  "digits: made from images of 27x27x1; ");
}

TEST(Digits, AreFoundWhereDataAre) {
  const TempFolder folder;
  const test::Environment data("GRADUS_DATA", (folder.path() / "data").string());
  const test::Environment cache("XDG_CACHE_HOME", (folder.path() / "cache").string());
  EXPECT_EQ(find_digits(folder.path()), std::nullopt);
  folder.write("cache/gradus/digits.mat", "");
  EXPECT_EQ(find_digits(folder.path()), folder.path() / "cache/gradus/digits.mat");
  folder.write("data/digits.mat", "");
  EXPECT_EQ(find_digits(folder.path()), folder.path() / "data/digits.mat");
  folder.write("digits.mat", "");
  EXPECT_EQ(find_digits(folder.path()), folder.path() / "digits.mat");
}

// MNIST is asked for where it is nowhere; without it there is no file.
TEST(Digits, NeedMnist) {
  const TempFolder folder;
  const test::Environment data("GRADUS_DATA", (folder.path() / "data").string());
  const test::Environment cache("XDG_CACHE_HOME", (folder.path() / "cache").string());
  const test::FileServer server({});
  const FetchOptions options{.base_url = server.url()};
  expect_contains(error_of([&] { (void)fetch("digits", folder.path(), options); }),
                  "data get mnist: no home serves it: ");
  EXPECT_FALSE(std::filesystem::exists(folder.path() / "digits.mat"));
}

// Damaged digits are made anew, so that MNIST is asked for, and stay where that fails.
TEST(Digits, AFileOfOtherContentIsNotTaken) {
  const TempFolder folder;
  const test::Environment data("GRADUS_DATA", (folder.path() / "data").string());
  const test::Environment cache("XDG_CACHE_HOME", (folder.path() / "cache").string());
  folder.write("digits.mat", "damaged");
  for (const char* name : {"train-images-idx3-ubyte", "train-labels-idx1-ubyte"})
    folder.write(std::string("mnist/") + name, "damaged as well");
  expect_contains(error_of([&] { (void)fetch("digits", folder.path()); }), "train-images-idx3");
}

}  // namespace
}  // namespace gradus::data
