#include "data/points.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "data/samples.hpp"

namespace gradus::data {
namespace {

TEST(Points, EveryStreamIsItsOwn) {
  std::set<uint32_t> first;
  for (const auto part : {DrawStreams::kTrain, DrawStreams::kTest}) {
    const DrawStreams streams{.seed = 5, .part = part};
    for (Random stream : {streams.points(), streams.noise(), streams.order()})
      first.insert(stream.bits());
  }
  EXPECT_EQ(first.size(), 6u);
  // But what both sets share.
  EXPECT_EQ((DrawStreams{5, DrawStreams::kTrain}.shared().bits()),
            (DrawStreams{5, DrawStreams::kTest}.shared().bits()));
  EXPECT_FALSE(first.contains(DrawStreams{.seed = 5}.shared().bits()));
}

TEST(Points, ShufflingKeepsRowsTogether) {
  Points points;
  points.classes = 50;
  for (int32_t i = 0; i < 50; ++i) points.add(i, 10 * i, i);
  const Dataset set = points.shuffled(Random(1, Purpose::kDrawData));
  std::vector<int32_t> labels = test::labels_of(set);
  EXPECT_FALSE(std::is_sorted(labels.begin(), labels.end()));
  for (int64_t r = 0; r < 50; ++r) {
    EXPECT_EQ(set.feature(r, 0), static_cast<float>(set.label(r)));
    EXPECT_EQ(set.feature(r, 1), static_cast<float>(10 * set.label(r)));
  }
  std::sort(labels.begin(), labels.end());
  for (int32_t i = 0; i < 50; ++i) EXPECT_EQ(labels[static_cast<size_t>(i)], i);
}

TEST(Points, NoNoiseDrawsNothing) {
  Points points;
  points.add(1, 2, 0);
  points.blur(0, Random(1, Purpose::kNoise));
  EXPECT_EQ(points.values, (std::vector<double>{1, 2}));
  points.blur(1, Random(1, Purpose::kNoise));
  EXPECT_NE(points.values[0], 1);
}

TEST(Points, LinspaceIsNumpys) {
  EXPECT_EQ(linspace(0, 1, 5, 0), 0);
  EXPECT_EQ(linspace(0, 1, 5, 1), 0.25);
  EXPECT_EQ(linspace(0, 0.3, 4, 3), 0.3);  // the end itself, not 3 * 0.1
  EXPECT_EQ(linspace(0, 1, 4, 3, false), 0.75);
  EXPECT_EQ(linspace(2, 3, 1, 0), 2);
}

}  // namespace
}  // namespace gradus::data
