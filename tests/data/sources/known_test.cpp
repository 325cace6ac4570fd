#include <gtest/gtest.h>

#include "data/environment.hpp"
#include "data/read.hpp"
#include "data/samples.hpp"
#include "data/tiny_set.hpp"

namespace gradus::data {
namespace {

using test::error_of, test::expect_contains, test::TempFolder, test::TinySet;

// An environment in which nothing is found but in `folder`/data and `folder`/cache/gradus.
struct Places {
  TempFolder folder;
  test::Environment data{"GRADUS_DATA", (folder.path() / "data").string()};
  test::Environment cache{"XDG_CACHE_HOME", (folder.path() / "cache").string()};
  LoadOptions options{.beside = folder.path() / "study"};
};

TEST(KnownSource, ReadsBothParts) {
  const Places places;
  const TinySet tiny;
  tiny.write(places.folder, "data/tiny");
  const Loaded loaded = read_known(tiny.set, "", places.options);
  EXPECT_TRUE(loaded.has_own_test);
  EXPECT_EQ(loaded.train.rows(), 3);
  EXPECT_EQ(loaded.test.rows(), 2);
  EXPECT_EQ(loaded.train.shape(), (Shape{2, 2, 1}));
  EXPECT_EQ(loaded.train.classes(), 10);
  EXPECT_EQ(test::labels_of(loaded.test), (std::vector<int32_t>{5, 0}));
  EXPECT_EQ(loaded.test.feature(0, 0), 'm');
  ASSERT_EQ(loaded.checksums.size(), 4u);
  EXPECT_EQ(loaded.checksums[2],
            (std::pair<std::string, std::string>{"test-images", tiny.sums[2]}));
}

TEST(KnownSource, APartIsOneBody) {
  const Places places;
  const TinySet tiny;
  tiny.write(places.folder, "data/tiny");
  const Loaded train = read_known(tiny.set, "train", places.options);
  EXPECT_FALSE(train.has_own_test);
  EXPECT_EQ(train.train.rows(), 3);
  EXPECT_TRUE(train.test.empty());
  EXPECT_EQ(read_known(tiny.set, "test", places.options).train.rows(), 2);
  EXPECT_EQ(error_of([&] { (void)read_known(tiny.set, "tran", places.options); }),
            "tiny: unknown part \"tran\"; did you mean \"train\"?");
}

TEST(KnownSource, IsFoundInEveryPlace) {
  for (const char* place :
       {"study/tiny", "data/tiny", "data/tiny-set", "data", "cache/gradus/tiny"}) {
    const Places places;
    const TinySet tiny;
    tiny.write(places.folder, place);
    EXPECT_EQ(read_known(tiny.set, "", places.options).train.rows(), 3) << place;
  }
}

TEST(KnownSource, TakesUnpackedFiles) {
  const Places places;
  const TinySet tiny;
  for (size_t i = 0; i < 4; ++i)
    places.folder.write("data/tiny/" + std::string(tiny.set.files[i].name), tiny.contents[i]);
  EXPECT_EQ(read_known(tiny.set, "", places.options).test.rows(), 2);
}

TEST(KnownSource, SaysHowToGetWhatIsMissing) {
  const Places places;
  EXPECT_EQ(error_of([&] { (void)read_known(TinySet().set, "", places.options); }),
            "tiny: file \"train-images.gz\" not found beside the study, in GRADUS_DATA or the "
            "cache; get it with: gradus data get tiny");
  EXPECT_EQ(error_of([&] { (void)load(sources::Mnist{}, places.options); }),
            "mnist: file \"train-images-idx3-ubyte.gz\" not found beside the study, in GRADUS_DATA "
            "or the cache; get it with: gradus data get mnist");
}

TEST(KnownSource, RefusesOtherContent) {
  const Places places;
  TinySet tiny;
  tiny.contents[0].back() = '!';
  tiny.write(places.folder, "data/tiny");
  const std::string error = error_of([&] { (void)read_known(tiny.set, "", places.options); });
  expect_contains(error, "train-images.gz: is not tiny's file: its content has SHA-256 ");
  expect_contains(error, " instead of " + tiny.sums[0] + "; remove it and get it with: ");
}

TEST(KnownSource, BothPublishedSetsAreKnown) {
  EXPECT_EQ(known_set("mnist").files[0].name, "train-images-idx3-ubyte");
  EXPECT_EQ(known_set("fashion_mnist").class_names[9], "Ankle boot");
  for (const KnownSet& set : known_sets()) {
    for (const KnownSet::File& file : set.files) EXPECT_EQ(file.sha256.size(), 64u);
    expect_contains(std::string(set.mend), "gradus data get " + std::string(set.name));
  }
  EXPECT_THROW((void)known_set("cifar"), std::logic_error);
}

}  // namespace
}  // namespace gradus::data
