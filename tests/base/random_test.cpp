#include "gradus/base/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace gradus {
namespace {

using Words = std::array<uint32_t, 4>;

// The known answers that its authors publish with Random123.
TEST(Philox, KnownAnswers) {
  EXPECT_EQ(philox4x32({0, 0, 0, 0}, {0, 0}),
            (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  constexpr uint32_t kOnes = 0xffffffff;
  EXPECT_EQ(philox4x32({kOnes, kOnes, kOnes, kOnes}, {kOnes, kOnes}),
            (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Random, CounterIsBlockIndexStepPurpose) {
  Random random(0x0123456789abcdef, Purpose::kShuffle, 7, 9);
  for (uint32_t block = 0; block < 3; ++block) {
    for (const uint32_t word : philox4x32({block, 7, 9, 4u << 16}, {0x89abcdef, 0x01234567}))
      EXPECT_EQ(random.bits(), word);
  }
}

TEST(Random, StreamsDiffer) {
  const uint32_t first = Random(1, Purpose::kNoise, 2, 3).bits();
  EXPECT_EQ(Random(1, Purpose::kNoise, 2, 3).bits(), first);
  EXPECT_NE(Random(2, Purpose::kNoise, 2, 3).bits(), first);
  EXPECT_NE(Random(1 + (uint64_t{1} << 32), Purpose::kNoise, 2, 3).bits(), first);
  EXPECT_NE(Random(1, Purpose::kDropout, 2, 3).bits(), first);
  EXPECT_NE(Random(1, Purpose::kNoise, 3, 3).bits(), first);
  EXPECT_NE(Random(1, Purpose::kNoise, 2, 4).bits(), first);
}

// Sums of `count` values of known mean and variance stray less than 4 standard errors.
template <class Draw>
void check_moments(Draw draw, double mean, double variance, double fourth) {
  constexpr int kCount = 200000;
  double sum = 0, squares = 0;
  for (int i = 0; i < kCount; ++i) {
    const double d = draw() - mean;
    sum += d;
    squares += d * d;
  }
  EXPECT_LT(std::abs(sum / kCount), 4 * std::sqrt(variance / kCount));
  EXPECT_LT(std::abs(squares / kCount - variance),
            4 * std::sqrt((fourth - variance * variance) / kCount));
}

TEST(Random, UniformHasItsMoments) {
  Random random(11, Purpose::kDrawData);
  check_moments([&] { return random.uniform(); }, 0.5, 1.0 / 12, 1.0 / 80);
  check_moments([&] { return random.uniform(-3, 5); }, 1, 64.0 / 12, 4096.0 / 80);
}

TEST(Random, NormalHasItsMoments) {
  Random random(12, Purpose::kDrawData);
  check_moments([&] { return random.normal(); }, 0, 1, 3);
}

TEST(Random, NormalPairsAreUncorrelated) {
  Random random(13, Purpose::kDrawData);
  double product = 0;
  constexpr int kPairs = 100000;
  for (int i = 0; i < kPairs; ++i) {
    const double first = random.normal();
    product += first * random.normal();
  }
  EXPECT_LT(std::abs(product / kPairs), 4 / std::sqrt(kPairs));
}

TEST(Random, UniformStaysInside) {
  Random random(14, Purpose::kDrawData);
  for (int i = 0; i < 100000; ++i) {
    const double u = random.uniform();
    ASSERT_GE(u, 0);
    ASSERT_LT(u, 1);
    ASSERT_EQ(u * 0x1p53, std::floor(u * 0x1p53));
    // A range of one step, where rounding would reach the upper end half of the time.
    ASSERT_EQ(random.uniform(1, std::nextafter(1, 2)), 1);
  }
}

// Chi-square of `cells` equal cells; the bound is about 4 standard deviations beyond its mean.
template <class Draw>
void check_even(Draw draw, size_t cells, int count) {
  std::vector<int> hits(cells);
  for (int i = 0; i < count; ++i) ++hits.at(draw());
  const double expected = static_cast<double>(count) / static_cast<double>(cells);
  double chi = 0;
  for (const int h : hits) chi += (h - expected) * (h - expected) / expected;
  const double freedom = static_cast<double>(cells - 1);
  EXPECT_LT(chi, freedom + 4 * std::sqrt(2 * freedom));
  EXPECT_GT(chi, std::max(0.0, freedom - 4 * std::sqrt(2 * freedom)));
}

TEST(Random, BelowIsEven) {
  Random random(15, Purpose::kSplit);
  for (const uint64_t n : {2u, 3u, 7u, 100u, 1000u})
    check_even([&] { return random.below(n); }, n, 100000);
  // Ranges that do not divide the range of the bits: without rejection every third value (32 bits)
  // or the first third (64 bits) would be favoured.
  for (const uint64_t n : {uint64_t{3} << 30, uint64_t{3} << 62}) {
    check_even([&] { return random.below(n) % 3; }, 3, 100000);
    check_even([&] { return random.below(n) / (n / 3); }, 3, 100000);
  }
}

TEST(Random, BelowAtItsEnds) {
  Random random(16, Purpose::kSplit);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(random.below(1), 0u);
  bool beyond = false;
  for (int i = 0; i < 100; ++i) beyond |= random.below(~uint64_t{0}) > 0xffffffff;
  EXPECT_TRUE(beyond);
}

TEST(Random, PermutationIsAPermutation) {
  Random random(17, Purpose::kShuffle);
  for (const uint32_t n : {0u, 1u, 2u, 3u, 17u, 1000u}) {
    std::vector<uint32_t> order = random.permutation(n), sorted(n);
    std::iota(sorted.begin(), sorted.end(), 0u);
    std::sort(order.begin(), order.end());
    EXPECT_EQ(order, sorted);
  }
}

TEST(Random, PermutationsAreEven) {
  Random random(18, Purpose::kShuffle);
  // The 24 orders of 4, numbered by their digits.
  check_even(
      [&] {
        const std::vector<uint32_t> p = random.permutation(4);
        const auto below = [&](size_t from) {
          return static_cast<size_t>(
              std::count_if(p.begin() + static_cast<std::ptrdiff_t>(from) + 1, p.end(),
                            [&](uint32_t v) { return v < p[from]; }));
        };
        return below(0) * 6 + below(1) * 2 + below(2);
      },
      24, 100000);
}

// A change of these changes every seed's result.
TEST(Random, GoldenValues) {
  Random random(42, Purpose::kInitialize, 1, 2);
  EXPECT_EQ(random.bits(), 3430068354u);
  EXPECT_EQ(random.uniform(), 0x1.f89dd7dd5706p-3);
  EXPECT_EQ(random.normal(), 0x1.2390e8f2d5414p+0);
  EXPECT_EQ(random.normal(), -0x1.a15d9e05f9627p-1);
  EXPECT_EQ(random.below(1000), 805u);
  EXPECT_EQ(random.permutation(8), (std::vector<uint32_t>{0, 2, 4, 5, 7, 6, 3, 1}));
}

}  // namespace
}  // namespace gradus
