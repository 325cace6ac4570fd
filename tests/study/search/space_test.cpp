#include "study/search/space.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "study/search/spaces.hpp"

namespace gradus::study::search {
namespace {

TEST(Space, SharesGoToCoordinatesAndBack) {
  EXPECT_EQ(coordinate_at(uniform(-2, 6), 0.0), -2);
  EXPECT_EQ(coordinate_at(uniform(-2, 6), 0.25), 0);
  EXPECT_NEAR(coordinate_at(log_uniform(1e-4, 1), 0.5), 1e-2, 1e-16);
  EXPECT_NEAR(coordinate_at(log_uniform(1e-4, 1), 1 - 0x1p-53), 1, 1e-14);
  EXPECT_EQ(coordinate_at(integer(2, 9, 3), 0.99), 8);
  EXPECT_EQ(coordinate_at(integer(2, 9, 3), 0.34), 5);
  EXPECT_EQ(coordinate_at(choice(4), 0.75), 3);
  EXPECT_EQ(count_of(integer(2, 9, 3)), 3);
  EXPECT_EQ(count_of(uniform(0, 1)), 0);
  EXPECT_DOUBLE_EQ(share_of(integer(2, 9, 3), 5), 0.5);
  EXPECT_DOUBLE_EQ(share_of(choice(4), 3), 0.875);
  EXPECT_EQ(share_of(uniform(3, 3), 3), 0.5);
  for (const Dimension& axis : {uniform(-2, 6), log_uniform(1e-5, 10)})
    for (double u = 0; u < 1; u += 0.07)
      EXPECT_NEAR(share_of(axis, coordinate_at(axis, u)), u, 1e-14);
}

TEST(RandomPoint, HangsOnSeedPointAxisAndAttemptAlone) {
  const Space few{{uniform(0, 1), uniform(0, 1)}};
  const Space more{{uniform(0, 1), uniform(0, 1), uniform(0, 1)}};
  const Point point = random_point(few, 3, 7);
  EXPECT_EQ(point, random_point(few, 3, 7));
  EXPECT_NE(point[0], point[1]);
  EXPECT_EQ(point[1], random_point(more, 3, 7)[1]);
  EXPECT_NE(point, random_point(few, 4, 7));
  EXPECT_NE(point, random_point(few, 3, 8));
  EXPECT_NE(point, random_point(few, 3, 7, 1));
}

TEST(RandomPoint, GivesValuesEqualShares) {
  const Space space{{choice(3), integer(1, 4), log_uniform(1e-3, 1)}};
  std::map<double, int> choices, integers;
  int below = 0;
  for (size_t i = 0; i < 3000; ++i) {
    const Point point = random_point(space, 0, i);
    ++choices[*point[0]];
    ++integers[*point[1]];
    below += *point[2] < 0.1 ? 1 : 0;
  }
  // Five standard deviations of a count.
  ASSERT_EQ(choices.size(), 3u);
  for (const auto& [value, count] : choices) EXPECT_NEAR(count, 1000, 5 * 26) << value;
  ASSERT_EQ(integers.size(), 4u);
  for (const auto& [value, count] : integers) EXPECT_NEAR(count, 750, 5 * 24) << value;
  EXPECT_NEAR(below, 2000, 5 * 26);
}

TEST(RandomPoint, LeavesOutWhatThePointDoesNotNeed) {
  for (size_t i = 0; i < 50; ++i) {
    const Point point = random_point(conditional(), 1, i);
    ASSERT_TRUE(point[0]);
    EXPECT_EQ(point[1].has_value(), *point[0] == 0);
    EXPECT_EQ(point[2].has_value(), *point[0] == 1);
  }
}

}  // namespace
}  // namespace gradus::study::search
