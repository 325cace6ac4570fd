#include "gradus/io/image_folder.hpp"

#include <gtest/gtest.h>

#include "gradus/io/png.hpp"
#include "io/support.hpp"

namespace gradus::io {
namespace {

using test::error_of, test::expect_contains, test::TempFolder;

std::string grey(int64_t height, int64_t width, uint8_t value) {
  return encode_png({.height = height,
                     .width = width,
                     .channels = 1,
                     .pixels = std::vector<uint8_t>(static_cast<size_t>(height * width), value)});
}

TEST(ImageFolder, ReadsLabelsAndNamesInOrder) {
  const TempFolder folder;
  folder.write("dog/b.png", grey(1, 2, 4));
  folder.write("dog/a.PNG", grey(1, 2, 3));
  folder.write("cat/z.png", grey(1, 2, 2));
  folder.write("cat/10.png", grey(1, 2, 1));
  folder.write("cat/notes.txt", "left alone");
  folder.write(".hidden/x.png", "left alone");
  folder.write("readme.md", "left alone");
  const LabelledImages images = read_image_folder(folder.path());
  EXPECT_EQ(images.label_names, (std::vector<std::string>{"cat", "dog"}));
  EXPECT_EQ(images.labels, (std::vector<int32_t>{0, 0, 1, 1}));
  EXPECT_EQ(images.files,
            (std::vector<std::string>{"cat/10.png", "cat/z.png", "dog/a.PNG", "dog/b.png"}));
  EXPECT_EQ(images.pixels, (std::vector<uint8_t>{1, 1, 2, 2, 3, 3, 4, 4}));
  EXPECT_EQ(images.height, 1);
  EXPECT_EQ(images.width, 2);
}

TEST(ImageFolder, LabelsThatAreNumbersComeByNumber) {
  const TempFolder folder;
  for (const char* label : {"10", "9", "1", "0"})
    folder.write(std::string(label) + "/a.png", grey(1, 1, 0));
  EXPECT_EQ(read_image_folder(folder.path()).label_names,
            (std::vector<std::string>{"0", "1", "9", "10"}));
  folder.write("x/a.png", grey(1, 1, 0));
  EXPECT_EQ(read_image_folder(folder.path()).label_names,
            (std::vector<std::string>{"0", "1", "10", "9", "x"}));
}

TEST(ImageFolder, NamesTheOddImage) {
  const TempFolder folder;
  folder.write("a/1.png", grey(2, 2, 0));
  folder.write("b/2.png", grey(2, 3, 0));
  EXPECT_EQ(error_of([&] { (void)read_image_folder(folder.path()); }),
            (folder.path() / "b/2.png").string() +
                ": is 2x3x1, but a/1.png is 2x2x1; give all images one size and one kind");
}

TEST(ImageFolder, EmptyFoldersAreErrors) {
  const TempFolder folder;
  expect_contains(error_of([&] { (void)read_image_folder(folder.path()); }),
                  "has no folder of a label");
  expect_contains(error_of([&] { (void)read_image_folder(folder.path() / "none"); }),
                  "cannot be listed");
  folder.write("a/1.png", grey(2, 2, 0));
  folder.write("b/readme.txt", "");
  expect_contains(error_of([&] { (void)read_image_folder(folder.path()); }),
                  "/b: has no .png file; ");
}

}  // namespace
}  // namespace gradus::io
