#include "study/search/tpe.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "gradus/base/math.hpp"
#include "study/search/spaces.hpp"

namespace gradus::study::search {
namespace {

using Loss = double (*)(const Point&);
constexpr size_t kPoints = 60;
constexpr uint64_t kSeeds = 31;

double sphere(const Point& x) {
  double sum = 0;
  for (const auto& v : x) sum += (*v - 1) * (*v - 1);
  return sum;
}

// Branin and Hoo's function; its least value is 0.397887.
double branin(const Point& x) {
  const double a = *x[0], b = *x[1];
  const double root = b - 5.1 / (4 * M_PI * M_PI) * a * a + 5 / M_PI * a - 6;
  return root * root + 10 * (1 - 1 / (8 * M_PI)) * math::cos(a) + 10;
}

// Of two kinds, each with a range of its own, the second is better but only near 2.
double two_kinds(const Point& x) {
  if (*x[0] == 0) return 1 + std::abs(math::log(*x[1]) - math::log(0.01)) / 5;
  return (*x[2] - 2) * (*x[2] - 2);
}

double best_of_random(const Space& space, Loss loss, uint64_t seed) {
  double best = std::numeric_limits<double>::infinity();
  for (size_t i = 0; i < kPoints; ++i) best = std::min(best, loss(random_point(space, seed, i)));
  return best;
}

double best_of_tpe(const Space& space, Loss loss, uint64_t seed) {
  std::vector<Tried> tried;
  double best = std::numeric_limits<double>::infinity();
  for (size_t i = 0; i < kPoints; ++i) {
    const Point point =
        i < kTpeStart ? random_point(space, seed, i) : tpe_point(space, tried, {}, seed, i);
    tried.push_back({point, loss(point)});
    best = std::min(best, tried.back().loss);
  }
  return best;
}

struct Medians {
  double random, tpe;
};
Medians medians(const Space& space, Loss loss) {
  std::vector<double> random, tpe;
  for (uint64_t seed = 0; seed < kSeeds; ++seed) {
    random.push_back(best_of_random(space, loss, seed));
    tpe.push_back(best_of_tpe(space, loss, seed));
  }
  std::sort(random.begin(), random.end());
  std::sort(tpe.begin(), tpe.end());
  return {random[kSeeds / 2], tpe[kSeeds / 2]};
}

TEST(Tpe, BeatsRandomOnASphereOfFourAxes) {
  const Medians m = medians({std::vector<Dimension>(4, uniform(-5, 5))}, sphere);
  EXPECT_LT(m.tpe, 0.4 * m.random);
}

TEST(Tpe, BeatsRandomOnBranin) {
  const Medians m = medians({{uniform(-5, 10), uniform(0, 15)}}, branin);
  EXPECT_LT(m.tpe - 0.397887, 0.5 * (m.random - 0.397887));
}

TEST(Tpe, BeatsRandomOnTwoKindsWithRangesOfTheirOwn) {
  const Medians m = medians(conditional(), two_kinds);
  EXPECT_LT(m.tpe, 0.5 * m.random);
}

std::vector<Tried> tried_of(const Space& space, Loss loss, size_t count) {
  std::vector<Tried> tried;
  for (size_t i = 0; i < count; ++i) {
    const Point point = random_point(space, 0, i);
    tried.push_back({point, loss(point)});
  }
  return tried;
}

TEST(Tpe, HangsOnWhatWasTriedAndTheSeedAlone) {
  const Space space = conditional();
  const std::vector<Tried> tried = tried_of(space, two_kinds, 20);
  const Point point = tpe_point(space, tried, {}, 3, 20);
  EXPECT_EQ(point, tpe_point(space, tried, {}, 3, 20));
  EXPECT_NE(point, tpe_point(space, tried, {}, 4, 20));
  EXPECT_NE(point, tpe_point(space, tried, {}, 3, 21));
  EXPECT_NE(point, tpe_point(space, tried, {}, 3, 20, 1));
}

TEST(Tpe, FailuresAreTheWorst) {
  // Everything above 0 fails: suggestions must come to lie below.
  const Space space{{uniform(-1, 1)}};
  std::vector<Tried> tried;
  for (size_t i = 0; i < 60; ++i) {
    const Point point =
        i < kTpeStart ? random_point(space, 1, i) : tpe_point(space, tried, {}, 1, i);
    const double nan = std::numeric_limits<double>::quiet_NaN();
    tried.push_back({point, *point[0] > 0 ? nan : 1.0});
  }
  int below = 0;
  for (size_t i = 20; i < 60; ++i) below += *tried[i].point[0] <= 0 ? 1 : 0;
  EXPECT_GE(below, 30);
  // Where all failed there is nothing to follow, but still a point.
  for (Tried& t : tried) t.loss = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(tpe_point(space, tried, {}, 1, 60)[0]);
  EXPECT_TRUE(tpe_point(space, {}, {}, 1, 0)[0]);
}

TEST(Tpe, PendingPointsKeepOthersAway) {
  // One promising place: suggestions made together spread out more than those made blindly.
  const Space space{{uniform(0, 1)}};
  const std::vector<Tried> tried =
      tried_of(space, [](const Point& x) { return std::abs(*x[0] - 0.3); }, 30);
  const auto spread = [&](bool know) {
    std::vector<Point> pending;
    double sum = 0;
    for (size_t i = 0; i < 8; ++i) {
      pending.push_back(tpe_point(space, tried,
                                  know ? std::span<const Point>(pending) : std::span<const Point>{},
                                  2, 30 + i));
      for (const Point& other : pending) sum += std::abs(*other[0] - *pending.back()[0]);
    }
    return sum;
  };
  EXPECT_GT(spread(true), 1.2 * spread(false));
}

}  // namespace
}  // namespace gradus::study::search
