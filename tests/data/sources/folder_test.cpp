#include <gtest/gtest.h>

#include "data/samples.hpp"
#include "gradus/data/load.hpp"
#include "gradus/io/png.hpp"
#include "io/support.hpp"

namespace gradus::data {
namespace {

using test::error_of, test::expect_contains, test::TempFolder;

std::string pixel(uint8_t value) {
  return io::encode_png({.height = 1, .width = 1, .channels = 1, .pixels = {value}});
}

Loaded load_tree(const TempFolder& folder) {
  return load(sources::Folder{.folder = "tree"}, {.beside = folder.path()});
}

TEST(FolderSource, ReadsATreeWithItsOwnTestSet) {
  const TempFolder folder;
  folder.write("tree/train/cat/1.png", pixel(10));
  folder.write("tree/train/dog/1.png", pixel(20));
  folder.write("tree/test/dog/9.png", pixel(30));  // no cat: dog stays class 1
  const Loaded loaded = load_tree(folder);
  EXPECT_TRUE(loaded.has_own_test);
  EXPECT_EQ(loaded.train.body().class_names, (std::vector<std::string>{"cat", "dog"}));
  EXPECT_EQ(test::labels_of(loaded.train), (std::vector<int32_t>{0, 1}));
  EXPECT_EQ(test::labels_of(loaded.test), (std::vector<int32_t>{1}));
  EXPECT_EQ(loaded.test.classes(), 2);
  EXPECT_EQ(loaded.test.feature(0, 0), 30);
  EXPECT_EQ(loaded.train.shape(), (Shape{1, 1, 1}));
  EXPECT_EQ(loaded.checksums.size(), 2u);
}

TEST(FolderSource, WithoutTestIsOneBody) {
  const TempFolder folder;
  folder.write("tree/train/a/1.png", pixel(1));
  EXPECT_FALSE(load_tree(folder).has_own_test);
}

TEST(FolderSource, ChecksumSeesNamesAndPixels) {
  std::vector<std::string> sums;
  for (const auto& [name, value] : {std::pair{"1", 1}, {"2", 1}, {"1", 2}, {"1", 1}}) {
    const TempFolder folder;
    folder.write(std::string("tree/train/a/") + name + ".png", pixel(static_cast<uint8_t>(value)));
    sums.push_back(load_tree(folder).checksums[0].second);
  }
  EXPECT_NE(sums[0], sums[1]);
  EXPECT_NE(sums[0], sums[2]);
  EXPECT_EQ(sums[0], sums[3]);
}

TEST(FolderSource, NamesWhatIsWrong) {
  const TempFolder folder;
  expect_contains(error_of([&] { (void)load_tree(folder); }), "folder \"tree\" not found");
  folder.write("tree/x.txt", "");
  expect_contains(error_of([&] { (void)load_tree(folder); }), "has no folder train");
  folder.write("tree/train/cat/1.png", pixel(1));
  folder.write("tree/test/cats/1.png", pixel(1));
  expect_contains(error_of([&] { (void)load_tree(folder); }),
                  "tree/test: label \"cats\" is not in train; did you mean \"cat\"?");
}

TEST(FolderSource, BothSetsHaveOneSize) {
  const TempFolder folder;
  folder.write("tree/train/a/1.png", pixel(1));
  folder.write("tree/test/a/2.png",
               io::encode_png({.height = 1, .width = 2, .channels = 1, .pixels = {1, 2}}));
  expect_contains(error_of([&] { (void)load_tree(folder); }),
                  "a/2.png is 1x2x1, but the images of train are 1x1x1");
}

}  // namespace
}  // namespace gradus::data
