#include <gtest/gtest.h>

#include "data/samples.hpp"
#include "gradus/data/load.hpp"
#include "gradus/io/idx.hpp"
#include "io/support.hpp"

namespace gradus::data {
namespace {

using test::error_of, test::expect_contains, test::TempFolder;

struct Pair {
  TempFolder folder;
  Loaded load(const io::ByteArray& images, const io::ByteArray& labels) const {
    io::write_idx(folder.path() / "images", images);
    io::write_idx(folder.path() / "labels", labels);
    return data::load(sources::Idx{.images = "images", .labels = "labels"},
                      {.beside = folder.path()});
  }
};

TEST(IdxSource, ReadsImagesAndLabels) {
  const Loaded loaded = Pair().load({{2, 1, 3}, {1, 2, 3, 4, 5, 6}}, {{2}, {3, 0}});
  EXPECT_EQ(loaded.train.shape(), (Shape{1, 3, 1}));
  EXPECT_TRUE(std::holds_alternative<BasicTensor<uint8_t>>(loaded.train.body().features));
  EXPECT_EQ(test::row_of(loaded.train, 1), (std::vector<float>{4, 5, 6}));
  EXPECT_EQ(test::labels_of(loaded.train), (std::vector<int32_t>{3, 0}));
  EXPECT_EQ(loaded.train.classes(), 4);
  EXPECT_EQ(loaded.checksums.size(), 2u);
  EXPECT_FALSE(loaded.has_own_test);
}

TEST(IdxSource, KeepsRowsAndColours) {
  EXPECT_EQ(Pair().load({{2, 3}, {1, 2, 3, 4, 5, 6}}, {{2}, {0, 1}}).train.shape(), Shape{3});
  EXPECT_EQ(Pair().load({{1, 1, 2, 3}, {1, 2, 3, 4, 5, 6}}, {{1}, {0}}).train.shape(),
            (Shape{1, 2, 3}));
}

TEST(IdxSource, RefusesFilesThatDoNotBelongTogether) {
  const Pair pair;
  expect_contains(error_of([&] { (void)pair.load({{2, 1, 1}, {1, 2}}, {{3}, {0, 1, 1}}); }),
                  "labels: has 3 labels for the 2 images of ");
  expect_contains(error_of([&] { (void)pair.load({{2}, {1, 2}}, {{2, 1, 1}, {0, 1}}); }),
                  "images: has 1 axes, which are no images; are the files of images and labels "
                  "swapped?");
  expect_contains(error_of([&] { (void)pair.load({{2, 1}, {1, 2}}, {{2, 1}, {0, 1}}); }),
                  "labels: has 2 axes, which are no labels; ");
}

}  // namespace
}  // namespace gradus::data
