#include "gradus/data/load.hpp"

#include <gtest/gtest.h>

#include "data/samples.hpp"
#include "io/support.hpp"

namespace gradus::data {
namespace {

using test::error_of, test::expect_contains;

std::vector<Source> drawn_sources() {
  return {sources::Moons{.noise = 0.2}, sources::Circles{.noise = 0.1}, sources::Blobs{},
          sources::Spirals{.classes = 3, .noise = 0.1},
          sources::Function{.y = "x^2", .x = {-1, 1}, .draw = sources::Draw::kUniform}};
}

std::vector<std::vector<float>> rows(const Dataset& set) {
  std::vector<std::vector<float>> out;
  for (int64_t r = 0; r < set.rows(); ++r) {
    out.push_back(test::row_of(set, r));
    for (float t : set.target(r)) out.back().push_back(t);
  }
  return out;
}

TEST(Load, DrawsWhatIsAsked) {
  for (const Source& source : drawn_sources()) {
    const Loaded loaded = load(source, {.seed = 3, .train = 31, .test = 12});
    EXPECT_EQ(loaded.train.rows(), 31) << kind_of(source);
    EXPECT_EQ(loaded.test.rows(), 12);
    EXPECT_FALSE(loaded.has_own_test);
    EXPECT_TRUE(load(source, {.train = 31}).test.empty());
  }
}

TEST(Load, HangsOnTheSeedAlone) {
  for (const Source& source : drawn_sources()) {
    const Loaded one = load(source, {.seed = 3, .train = 31, .test = 12});
    const Loaded same = load(source, {.seed = 3, .train = 31, .test = 12});
    const Loaded other = load(source, {.seed = 4, .train = 31, .test = 12});
    EXPECT_EQ(rows(one.train), rows(same.train)) << kind_of(source);
    EXPECT_EQ(rows(one.test), rows(same.test));
    EXPECT_NE(rows(one.train), rows(other.train));
    EXPECT_NE(rows(one.test), rows(other.test));
  }
}

TEST(Load, CountsOfOneSetDoNotMoveTheOther) {
  for (const Source& source : drawn_sources()) {
    const Loaded few = load(source, {.seed = 3, .train = 31, .test = 12});
    EXPECT_EQ(rows(load(source, {.seed = 3, .train = 31, .test = 99}).train), rows(few.train));
    EXPECT_EQ(rows(load(source, {.seed = 3, .train = 31}).train), rows(few.train));
    EXPECT_EQ(rows(load(source, {.seed = 3, .train = 99, .test = 12}).test), rows(few.test));
    // And the two are no copies of each other.
    EXPECT_NE(rows(load(source, {.seed = 3, .train = 12, .test = 12}).train), rows(few.test));
  }
}

TEST(Load, NeedsACountOfSamples) {
  EXPECT_EQ(
      error_of([] { (void)load(sources::Moons{}, {}); }),
      "data.train: is missing, and moons draws what is asked; give a number of samples, as in "
      "train = 1000");
  expect_contains(error_of([] { (void)load(sources::Moons{}, {.train = 0}); }),
                  "data.train: 0 is no number of samples; ");
  expect_contains(error_of([] { (void)load(sources::Moons{}, {.train = 1, .test = -1}); }),
                  "data.test: -1 is no number of samples; ");
  expect_contains(error_of([] { (void)load(sources::Moons{}, {.train = int64_t{1} << 40}); }),
                  "is no number of samples");
}

TEST(Load, OptionsMustLieInTheirRange) {
  const LoadOptions ten{.train = 10};
  EXPECT_EQ(error_of([&] { (void)load(sources::Moons{.noise = -1}, ten); }),
            "moons: noise = -1; give a number from 0");
  EXPECT_EQ(error_of([&] { (void)load(sources::Circles{.factor = 1}, ten); }),
            "circles: factor = 1; give a number above 0 and below 1");
  EXPECT_EQ(error_of([&] { (void)load(sources::Spirals{.classes = 1}, ten); }),
            "spirals: classes = 1; give a number from 2");
}

TEST(Load, KnowsWhatIsDrawn) {
  for (const Source& source : drawn_sources()) EXPECT_TRUE(is_generated(source));
  EXPECT_TRUE(is_generated(sources::Xor{}));
  EXPECT_FALSE(is_generated(sources::Csv{}));
  EXPECT_FALSE(is_generated(sources::Mnist{}));
  EXPECT_EQ(kind_of(sources::FashionMnist{}), "fashion_mnist");
}

}  // namespace
}  // namespace gradus::data
