#include "gradus/io/mat.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "data/environment.hpp"
#include "data/samples.hpp"
#include "data/sha256.hpp"
#include "gradus/data/load.hpp"
#include "io/support.hpp"

namespace gradus::data {
namespace {

using io::MatArray, io::NamedMatArray;
using test::error_of, test::expect_contains, test::TempFolder;

const MatArray kX{{3, 2}, {1, 2, 3, 0.5, 0.25, -1}};  // three samples of two features

Loaded load_arrays(const std::vector<NamedMatArray>& arrays, sources::Mat source = {}) {
  const TempFolder folder;
  io::write_mat(folder.path() / "x.mat", arrays);
  source.file = "x.mat";
  return load(source, {.beside = folder.path()});
}

// The error without the folder's name.
std::string error(const std::vector<NamedMatArray>& arrays, const sources::Mat& source = {}) {
  const std::string whole = error_of([&] { (void)load_arrays(arrays, source); });
  const size_t at = whole.find("x.mat");
  return at == std::string::npos ? whole : whole.substr(at);
}

TEST(MatSource, RowsAreSamplesAndLabelsClasses) {
  const Loaded loaded = load_arrays({{"X", kX}, {"y", {{3, 1}, {2, 1, 2}}}});
  EXPECT_EQ(loaded.train.rows(), 3);
  EXPECT_EQ(loaded.train.shape(), Shape{2});
  EXPECT_EQ(test::row_of(loaded.train, 0), (std::vector<float>{1, 0.5F}));
  EXPECT_EQ(test::row_of(loaded.train, 2), (std::vector<float>{3, -1}));
  EXPECT_EQ(test::labels_of(loaded.train), (std::vector<int32_t>{1, 0, 1}));
  EXPECT_EQ(loaded.train.body().class_names, (std::vector<std::string>{"1", "2"}));
  EXPECT_FALSE(loaded.has_own_test);
  EXPECT_TRUE(loaded.notes.empty());
}

TEST(MatSource, RelabelGivesZeroItsName) {
  const std::vector<NamedMatArray> arrays{{"X", kX}, {"y", {{3, 1}, {10, 1, 9}}}};
  const Loaded loaded = load_arrays(arrays, {.relabel = {{10, 0}}});
  EXPECT_EQ(test::labels_of(loaded.train), (std::vector<int32_t>{0, 1, 2}));
  EXPECT_EQ(loaded.train.body().class_names, (std::vector<std::string>{"0", "1", "9"}));
  const Loaded merged = load_arrays(arrays, {.relabel = {{10, 1}, {1, 9}}});  // each once
  EXPECT_EQ(merged.train.body().class_names, (std::vector<std::string>{"1", "9"}));
  EXPECT_EQ(test::labels_of(merged.train), (std::vector<int32_t>{0, 1, 1}));
  EXPECT_EQ(error(arrays, {.relabel = {{11, 0}}}),
            "x.mat: relabel changes 11, which y has nowhere; mend or remove it");
}

TEST(MatSource, LabelsBelowZeroAreToBeNumberedAnew) {
  const std::vector<NamedMatArray> arrays{{"X", kX}, {"y", {{3, 1}, {-1, 1, -1}}}};
  EXPECT_EQ(error(arrays),
            "x.mat: y has the label -1, and classes count from 0 or 1; number them anew, as in "
            "relabel = { -1 = 0 }");
  const Loaded loaded = load_arrays(arrays, {.relabel = {{-1, 0}}});
  EXPECT_EQ(test::labels_of(loaded.train), (std::vector<int32_t>{0, 1, 0}));
}

TEST(MatSource, OtherTargetsAreNumbers) {
  const Loaded one = load_arrays({{"X", kX}, {"y", {{3, 1}, {0.5, 1, 2}}}});
  EXPECT_FALSE(one.train.has_classes());
  EXPECT_EQ(one.train.target(0), (std::vector<float>{0.5F}));
  const Loaded two = load_arrays({{"X", kX}, {"y", {{3, 2}, {1, 2, 3, 4, 5, 6}}}});
  EXPECT_EQ(two.train.target(1), (std::vector<float>{2, 5}));
  EXPECT_EQ(error({{"X", kX}, {"y", {{3, 1}, {0.5, 1, 2}}}}, {.relabel = {{1, 0}}}),
            "x.mat: relabel, but y has no labels; labels are a column of whole numbers; remove "
            "relabel");
}

TEST(MatSource, ArraysAreNamedAndLyingLabelsStandUp) {
  const Loaded loaded =
      load_arrays({{"labels", {{1, 3}, {4, 5, 4}}}, {"data", kX}}, {.x = "data", .y = "labels"});
  EXPECT_EQ(test::labels_of(loaded.train), (std::vector<int32_t>{0, 1, 0}));
  EXPECT_EQ(error({{"x", kX}, {"y", {{3, 1}, {1, 2, 3}}}}),
            "x.mat: no variable \"X\"; did you mean \"x\"?");
}

TEST(MatSource, ImagesAreFlattenedInMatlabsOrder) {
  const Loaded loaded =
      load_arrays({{"X", {{2, 2, 2}, {1, 5, 2, 6, 3, 7, 4, 8}}}, {"y", {{2, 1}, {0, 1}}}});
  EXPECT_EQ(loaded.train.shape(), Shape{4});
  EXPECT_EQ(test::row_of(loaded.train, 1), (std::vector<float>{5, 6, 7, 8}));
}

TEST(MatSource, RefusesWhatDoesNotBelongTogether) {
  EXPECT_EQ(error({{"X", kX}, {"y", {{2, 1}, {1, 2}}}}),
            "x.mat: X has 3 rows and y has 2; a row is a sample in both; transpose one?");
  EXPECT_EQ(error({{"X", {{1, 2}, {1, std::nan("")}}}, {"y", {{1, 1}, {1}}}}),
            "x.mat: X(1,2) is nan, no finite number of float32; mend it in MATLAB");
  expect_contains(error({{"X", {{1, 1}, {1e39}}}, {"y", {{1, 1}, {1}}}}), "X(1,1) is 1e+39, no");
  expect_contains(error({{"X", kX}, {"y", {{3, 1}, {1, INFINITY, 1}}}}), "y(2,1) is inf, no");
}

TEST(MatSource, NotesTooManyClasses) {
  const Loaded loaded = load_arrays({{"X", kX}, {"y", {{3, 1}, {1, 2, 3}}}});
  ASSERT_EQ(loaded.notes.size(), 1u);
  expect_contains(loaded.notes[0], "y of x.mat has 3 classes in 3 samples");
}

TEST(MatSource, RecordsItsChecksum) {
  const std::vector<NamedMatArray> arrays{{"X", kX}, {"y", {{3, 1}, {1, 2, 1}}}};
  Sha256 sum;
  sum.add(io::encode_mat(arrays));
  const Loaded loaded = load_arrays(arrays);
  ASSERT_EQ(loaded.checksums.size(), 1u);
  EXPECT_EQ(loaded.checksums[0], (std::pair<std::string, std::string>{"x.mat", sum.finish()}));
}

TEST(MatSource, SaysHowToGetTheDigits) {
  const TempFolder folder;
  const test::Environment cache("XDG_CACHE_HOME", folder.path().string());
  const LoadOptions options{.beside = folder.path()};
  EXPECT_EQ(error_of([&] { (void)load(sources::Mat{.file = "digits.mat"}, options); }),
            "file \"digits.mat\" not found beside the study, in GRADUS_DATA or the cache; get it "
            "with: gradus data get digits");
  expect_contains(error_of([&] { (void)load(sources::Mat{.file = "none.mat"}, options); }),
                  "try gradus data list");
}

}  // namespace
}  // namespace gradus::data
