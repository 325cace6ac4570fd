#include "study/search/sobol.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <set>

#include "study/search/sobol_numbers.hpp"
#include "study/search/spaces.hpp"

namespace gradus::study::search {
namespace {

Space cube(size_t axes) {
  return {std::vector<Dimension>(axes, uniform(0, 1))};
}

// Points 1 .. 9 of Joe and Kuo's own example, ten points in three dimensions, which go in the order
// of Gray's code.
TEST(Sobol, IsJoeAndKuosSequence) {
  const double expected[9][3] = {
      {0.5, 0.5, 0.5},       {0.75, 0.25, 0.25},       {0.25, 0.75, 0.75},
      {0.375, 0.375, 0.625}, {0.875, 0.875, 0.125},    {0.625, 0.125, 0.875},
      {0.125, 0.625, 0.375}, {0.1875, 0.3125, 0.9375}, {0.6875, 0.8125, 0.4375}};
  const Space space = cube(3);
  const Sobol sobol(space, 0);
  for (size_t i = 1; i < 10; ++i)
    for (size_t axis = 0; axis < 3; ++axis)
      EXPECT_EQ(sobol.digits(i ^ i >> 1, axis) * 0x1p-32, expected[i - 1][axis]) << i;
}

TEST(Sobol, EveryAxisHasAPointInEachPartBeforeAndAfterScrambling) {
  const Space space = cube(Sobol::kMostAxes);
  for (const uint64_t seed : {0u, 9u}) {
    const Sobol sobol(space, seed);
    std::vector<Point> points;
    for (size_t i = 0; i < 1024; ++i) points.push_back(sobol.point(i));
    for (size_t axis = 0; axis < Sobol::kMostAxes; ++axis) {
      std::set<uint32_t> plain, scrambled;
      for (size_t i = 0; i < 1024; ++i) {
        plain.insert(sobol.digits(i, axis) >> 22);
        scrambled.insert(static_cast<uint32_t>(*points[i][axis] * 1024));
      }
      EXPECT_EQ(plain.size(), 1024u) << "axis " << axis;
      EXPECT_EQ(scrambled.size(), 1024u) << "axis " << axis;
    }
  }
}

// The numbers must be odd and below 2^k, and no two dimensions may have one polynomial.
TEST(Sobol, DirectionNumbersAreValid) {
  std::set<std::pair<uint32_t, uint32_t>> polynomials;
  for (const SobolNumbers& numbers : kSobolNumbers) {
    EXPECT_TRUE(polynomials.insert({numbers.degree, numbers.coefficients}).second);
    for (uint32_t k = 0; k < numbers.first.size(); ++k) {
      if (k < numbers.degree) {
        EXPECT_EQ(numbers.first[k] % 2, 1u);
        EXPECT_LT(numbers.first[k], 2u << k);
      } else {
        EXPECT_EQ(numbers.first[k], 0u);
      }
    }
  }
}

// Any two of the first dimensions together: in 2^m points every box of 2^-a by 2^-b with a + b = m
// holds one point where t is 0, as for dimensions 1 and 2.
TEST(Sobol, TheFirstTwoDimensionsAreANet) {
  const Space space = cube(2);
  const Sobol sobol(space, 4);
  for (int a = 0; a <= 6; ++a) {
    std::set<std::pair<int, int>> boxes;
    for (size_t i = 0; i < 64; ++i) {
      const Point point = sobol.point(i);
      boxes.insert(
          {static_cast<int>(*point[0] * (1 << a)), static_cast<int>(*point[1] * (1 << (6 - a)))});
    }
    EXPECT_EQ(boxes.size(), 64u) << a;
  }
}

TEST(Sobol, ScramblingTurnsEachDigitByThoseBefore) {
  // Digits that agree in front agree in front once scrambled, and part where they parted.
  const uint32_t a = 0xB1234567, b = 0xB1244567;
  const int agree = std::countl_zero(a ^ b);
  EXPECT_EQ(std::countl_zero(scramble(a, 3, 1) ^ scramble(b, 3, 1)), agree);
  EXPECT_NE(scramble(a, 3, 1), scramble(a, 4, 1));
  EXPECT_NE(scramble(a, 3, 1), scramble(a, 3, 2));
  // Half the digits are turned, within five standard deviations of 32 * 200 tosses.
  int turned = 0;
  for (uint64_t seed = 0; seed < 200; ++seed) turned += std::popcount(scramble(a, seed, 0) ^ a);
  EXPECT_NEAR(turned, 3200, 5 * 40);
}

TEST(Sobol, FillsBetterThanRandom) {
  // The mean of the product of 4 coordinates' squares is 3^-4; 256 points come closer than random.
  const Space space = cube(4);
  const auto error = [](auto point_of) {
    double sum = 0;
    for (size_t i = 0; i < 256; ++i) {
      const Point point = point_of(i);
      double product = 1;
      for (const auto& x : point) product *= 3 * *x * *x;
      sum += product;
    }
    return std::abs(sum / 256 - 1);
  };
  std::vector<double> ours, random;
  for (uint64_t seed = 0; seed < 31; ++seed) {
    const Sobol sobol(space, seed);
    ours.push_back(error([&](size_t i) { return sobol.point(i); }));
    random.push_back(error([&](size_t i) { return random_point(space, seed, i); }));
  }
  std::sort(ours.begin(), ours.end());
  std::sort(random.begin(), random.end());
  EXPECT_LT(ours[15], 0.5 * random[15]);
}

}  // namespace
}  // namespace gradus::study::search
