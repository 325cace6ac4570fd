#include <gtest/gtest.h>

#include <cmath>

#include "gradus/base/random.hpp"
#include "gradus/study/statistics.hpp"

namespace gradus::statistics {
namespace {

TEST(Compare, TheCountOfPairsChoosesTheTest) {
  const PairedSample five{{1, 2, 3, 4, 5}, {2.1, 3.3, 4.2, 5.4, 6.1}};
  EXPECT_EQ(compare(std::vector{five})[0].test, TestKind::kStudent);
  const PairedSample six{{1, 2, 3, 4, 5, 6}, {2.1, 3.3, 4.2, 5.4, 6.1, 7.7}};
  EXPECT_EQ(compare(std::vector{six})[0].test, TestKind::kWilcoxon);
  EXPECT_NEAR(compare(std::vector{six})[0].p, 0.03125, 1e-15);
  // With two comparisons Holm's first level is 2.5 %, which six signs cannot reach.
  EXPECT_EQ(compare(std::vector{six, six})[0].test, TestKind::kStudent);
}

TEST(Compare, CorrectsOverAll) {
  const PairedSample apart{{1, 2, 3, 4, 5, 6, 7, 8, 9}, {2, 4, 6, 8, 10, 12, 14, 16, 18}};
  const PairedSample close{{1, 2, 3, 4, 5, 6, 7, 8, 9}, {2, 1, 4, 3, 6, 5, 8, 7, 9}};
  const std::vector<Comparison> got = compare(std::vector{apart, close, apart});
  EXPECT_EQ(got[0].p, 2.0 / 512);
  EXPECT_EQ(got[0].corrected, 6.0 / 512);
  EXPECT_TRUE(got[0].differs());
  EXPECT_LT(got[0].difference, 0);
  EXPECT_FALSE(got[1].differs());
  EXPECT_GT(got[1].visible, 0);
}

TEST(Compare, TooFewPairsAndEqualValues) {
  const PairedSample none{{}, {}}, one{{3}, {1}}, same{{1, 2, 3}, {1, 2, 3}};
  const std::vector<Comparison> got = compare(std::vector{none, one, same});
  EXPECT_FALSE(got[0].differs());
  EXPECT_EQ(got[1].difference, 2);
  EXPECT_FALSE(got[1].differs());
  EXPECT_TRUE(std::isinf(got[1].visible));
  EXPECT_EQ(got[2].test, TestKind::kNone);
  EXPECT_EQ(got[2].p, 1);
  EXPECT_EQ(got[2].visible, 0);
}

TEST(Compare, SharesByMcNemar) {
  PairedSample sample{{}, {}, true};
  for (int i = 0; i < 40; ++i) {
    sample.first.push_back(i < 30 ? 1 : 0);
    sample.second.push_back(i < 15 || i >= 37 ? 1 : 0);
  }
  const Comparison got = compare(std::vector{sample})[0];  // 15 one way, 3 the other
  EXPECT_EQ(got.test, TestKind::kMcNemar);
  EXPECT_NEAR(got.p, mcnemar(15, 3), 1e-15);
  EXPECT_EQ(got.difference, 0.3);
  EXPECT_GT(got.interval.low, 0);
  const PairedSample four{{1, 1, 1, 1}, {0, 0, 0, 0}, true};
  EXPECT_TRUE(std::isinf(compare(std::vector{four})[0].visible));
}

// A difference of the size that is called visible is seen about four times in five.
TEST(Compare, SeesWhatItCallsVisible) {
  for (const size_t n : {4, 12}) {
    Random random(n, Purpose::kNoise);
    PairedSample null;
    // sd 1 for the pair's difference, exactly.
    const double visible = (t_quantile(0.975, static_cast<double>(n - 1)) +
                            t_quantile(0.8, static_cast<double>(n - 1))) /
                           std::sqrt(static_cast<double>(n));
    int seen = 0;
    for (int repeat = 0; repeat < 1000; ++repeat) {
      PairedSample sample;
      for (size_t i = 0; i < n; ++i) {
        sample.first.push_back(visible + random.normal());
        sample.second.push_back(0);
      }
      seen += compare(std::vector{sample})[0].differs();
    }
    EXPECT_NEAR(seen, 800, 70) << n;
  }
}

double draw(Random& random, int kind) {
  const double z = random.normal();
  if (kind == 0) return z;
  if (kind == 1) return z * z * z;                   // long tails
  if (kind == 2) return std::floor(2 * z) / 2;       // many ties
  return static_cast<double>(random.below(4)) * 10;  // four values, epochs say
}

// Four variants that are all alike: of 100 studies at most 5 may name any winner. 500 studies
// have a standard error of 5.
TEST(Compare, NamesNoFalseWinners) {
  for (const size_t seeds : {3, 5, 8, 20}) {
    for (int kind = 0; kind < 4; ++kind) {
      Random random(17, Purpose::kNoise, static_cast<uint32_t>(seeds), static_cast<uint32_t>(kind));
      int wrong = 0;
      for (int study = 0; study < 500; ++study) {
        std::vector<std::vector<double>> variants(4, std::vector<double>(seeds));
        for (size_t s = 0; s < seeds; ++s) {
          const double of_the_seed = kind < 2 ? random.normal() : 0;  // what pairing removes
          for (auto& variant : variants) variant[s] = of_the_seed + draw(random, kind);
        }
        std::vector<PairedSample> pairs;
        for (size_t a = 0; a < 4; ++a)
          for (size_t b = a + 1; b < 4; ++b) pairs.push_back({variants[a], variants[b]});
        bool any = false;
        for (const Comparison& c : compare(pairs)) any = any || c.differs();
        wrong += any;
      }
      EXPECT_LE(wrong, 35) << seeds << " seeds, kind " << kind;
    }
  }
}

TEST(Compare, NamesNoFalseWinnersAmongShares) {
  Random random(3, Purpose::kNoise);
  int wrong = 0;
  for (int study = 0; study < 1000; ++study) {
    PairedSample sample{{}, {}, true};
    for (int i = 0; i < 30; ++i) {
      sample.first.push_back(random.uniform() < 0.9 ? 1 : 0);
      sample.second.push_back(random.uniform() < 0.9 ? 1 : 0);
    }
    wrong += compare(std::vector{sample})[0].differs();
  }
  EXPECT_LE(wrong, 60);
}

}  // namespace
}  // namespace gradus::statistics
