#include "report/figure_ticks.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gradus {
namespace {

using figure::Scale;

std::vector<std::string> texts(const Ticks& ticks) {
  std::vector<std::string> out;
  for (const auto& [value, text] : ticks.major) out.push_back(text);
  return out;
}
using Texts = std::vector<std::string>;

TEST(FigureTicks, LinearStepsAreRound) {
  EXPECT_EQ(texts(make_ticks(Scale::kLinear, 0, 1, 5)),
            (Texts{"0", "0.2", "0.4", "0.6", "0.8", "1"}));
  EXPECT_EQ(texts(make_ticks(Scale::kLinear, 1, 20000, 5)),
            (Texts{"5000", "10000", "15000", "20000"}));
  EXPECT_EQ(texts(make_ticks(Scale::kLinear, -1.2, 1.2, 4)),
            (Texts{"−1", "−0.5", "0", "0.5", "1"}));
}

TEST(FigureTicks, TickValuesAreTheDoublesOfTheirTexts) {
  for (const auto& [value, text] : make_ticks(Scale::kLinear, 0, 1, 10).major)
    EXPECT_EQ(value, std::stod(text)) << text;
}

TEST(FigureTicks, SmallAndLargeNumbersShareAnExponent) {
  EXPECT_EQ(texts(make_ticks(Scale::kLinear, 0, 4e-6, 4)),
            (Texts{"0", "10⁻⁶", "2×10⁻⁶", "3×10⁻⁶", "4×10⁻⁶"}));
  EXPECT_EQ(texts(make_ticks(Scale::kLinear, 0, 3e6, 6)),
            (Texts{"0", "0.5×10⁶", "10⁶", "1.5×10⁶", "2×10⁶", "2.5×10⁶", "3×10⁶"}));
}

TEST(FigureTicks, ALogarithmicAxisWithOnePowerOfTenTellsTwoAndFiveToo) {
  EXPECT_EQ(texts(make_ticks(Scale::kLog, 0.0136, 0.806, 3)),
            (Texts{"0.02", "0.05", "0.1", "0.2", "0.5"}));
}

TEST(FigureTicks, WholeNumbersOnly) {
  EXPECT_EQ(texts(make_ticks(Scale::kLinear, 1, 3, 7, true)), (Texts{"1", "2", "3"}));
  EXPECT_GT(make_ticks(Scale::kLinear, 1, 3, 7).major.size(), 3u);
}

TEST(FigureTicks, DecadesOnALogScale) {
  const Ticks ticks = make_ticks(Scale::kLog, 1e-3, 0.5, 6);
  EXPECT_EQ(texts(ticks), (Texts{"10⁻³", "10⁻²", "10⁻¹"}));
  EXPECT_EQ(ticks.major[0].first, 1e-3);
  EXPECT_EQ(ticks.minor.size(), 8u + 8 + 4);  // 2..9 of two decades, 0.2 to 0.5
  EXPECT_EQ(texts(make_ticks(Scale::kLog, 1e-12, 1, 6)),
            (Texts{"10⁻¹²", "10⁻¹⁰", "10⁻⁸", "10⁻⁶", "10⁻⁴", "10⁻²", "10⁰"}));
}

TEST(FigureTicks, LessThanTwoDecadesShowMore) {
  EXPECT_EQ(texts(make_ticks(Scale::kLog, 0.02, 0.6, 6)),
            (Texts{"0.02", "0.05", "0.1", "0.2", "0.5"}));
  EXPECT_EQ(texts(make_ticks(Scale::kLog, 2e-6, 1e-5, 6)), (Texts{"2×10⁻⁶", "5×10⁻⁶", "10⁻⁵"}));
  EXPECT_GE(make_ticks(Scale::kLog, 0.51, 0.58, 6).major.size(), 2u);
}

TEST(FigureTicks, PowersOfTwo) {
  EXPECT_EQ(texts(make_ticks(Scale::kLog2, 30, 300, 8)), (Texts{"32", "64", "128", "256"}));
  EXPECT_EQ(texts(make_ticks(Scale::kLog2, 0.25, 1, 8)), (Texts{"2⁻²", "2⁻¹", "1"}));
}

TEST(FigureTicks, NumbersInFewDigits) {
  EXPECT_EQ(number_text(3020), "3020");
  EXPECT_EQ(number_text(0.08364999), "0.08365");
  EXPECT_EQ(number_text(0.5), "0.5");
  EXPECT_EQ(number_text(-2), "−2");
  EXPECT_EQ(number_text(0), "0");
  EXPECT_EQ(number_text(2e-5), "2×10⁻⁵");
  EXPECT_EQ(number_text(999.96), "1000");
  EXPECT_EQ(number_text(0.00099996, 4), "0.001");
  EXPECT_EQ(number_text(123456), "123500");
  EXPECT_EQ(number_text(20000, 9), "20000");
}

TEST(FigureTicks, PositionsOnAScale) {
  EXPECT_DOUBLE_EQ(position_on(Scale::kLinear, 2, 4, 3), 0.5);
  EXPECT_NEAR(position_on(Scale::kLog, 1, 100, 10), 0.5, 1e-15);
  EXPECT_TRUE(std::isnan(position_on(Scale::kLog, 1, 100, 0)));
  EXPECT_TRUE(std::isnan(position_on(Scale::kLinear, 0, 1, INFINITY)));
}

}  // namespace
}  // namespace gradus
