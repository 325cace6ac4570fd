#include "study/search/latin_hypercube.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "study/search/spaces.hpp"

namespace gradus::study::search {
namespace {

TEST(LatinHypercube, EveryAxisHasAPointInEachStratum) {
  const Space space{{uniform(0, 1), log_uniform(1e-4, 1), integer(0, 999)}};
  for (const uint64_t seed : {0u, 1u}) {
    const LatinHypercube cube(space, 20, seed);
    for (size_t axis = 0; axis < 3; ++axis) {
      std::set<int> strata;
      for (size_t i = 0; i < 20; ++i)
        strata.insert(static_cast<int>(20 * share_of(space.axes[axis], *cube.point(i)[axis])));
      EXPECT_EQ(strata.size(), 20u) << "axis " << axis;
    }
  }
}

TEST(LatinHypercube, ChoicesAreBalanced) {
  const Space space{{choice(3), choice(4), integer(10, 16)}};
  for (const size_t points : {7u, 10u, 30u}) {
    const LatinHypercube cube(space, points, 5);
    for (size_t axis = 0; axis < 3; ++axis) {
      std::map<double, size_t> counts;
      for (size_t i = 0; i < points; ++i) ++counts[*cube.point(i)[axis]];
      EXPECT_EQ(counts.size(), static_cast<size_t>(count_of(space.axes[axis])));
      for (const auto& [value, count] : counts) {
        EXPECT_GE(count, points / counts.size());
        EXPECT_LE(count, points / counts.size() + 1);
      }
    }
  }
}

TEST(LatinHypercube, AxesHaveOrdersOfTheirOwnFromTheSeed) {
  const Space space{{uniform(0, 1), uniform(0, 1)}};
  const LatinHypercube cube(space, 10, 1), again(space, 10, 1), other(space, 10, 2);
  bool differ = false;
  for (size_t i = 0; i < 10; ++i) {
    const Point point = cube.point(i);
    EXPECT_EQ(point, again.point(i));
    EXPECT_NE(point, other.point(i));
    differ = differ || static_cast<int>(*point[0] * 10) != static_cast<int>(*point[1] * 10);
  }
  EXPECT_TRUE(differ);
}

TEST(LatinHypercube, ConditionsHold) {
  const Space space = conditional();
  const LatinHypercube cube(space, 12, 3);
  size_t first = 0;
  for (size_t i = 0; i < 12; ++i) {
    const Point point = cube.point(i);
    EXPECT_EQ(point[1].has_value(), *point[0] == 0);
    first += *point[0] == 0 ? 1u : 0u;
  }
  EXPECT_EQ(first, 6u);
}

}  // namespace
}  // namespace gradus::study::search
