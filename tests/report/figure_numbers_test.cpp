#include "report/figure_numbers.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gradus {
namespace {

using Texts = std::vector<std::string>;

TEST(ToldAlike, HasTwoDigitsOfTheMiddleInterval) {
  EXPECT_EQ(told_alike({{0.88, 0.87, 0.89}, {0.895, 0.89, 0.9}, {0.5, 0.3, 0.7}}),
            (Texts{"0.880", "0.895", "0.500"}))
      << "one number of decimals for all, with zeros";
  EXPECT_EQ(told_alike({{0.97, 0.7, 1}, {0.5, 0.3, 0.7}}), (Texts{"0.97", "0.50"}));
}

TEST(ToldAlike, TellsNumbersWithoutIntervalsApart) {
  EXPECT_EQ(told_alike({{0.5, NAN, NAN}, {0.9, NAN, NAN}, {NAN, NAN, NAN}}),
            (Texts{"0.50", "0.90", ""}));
  EXPECT_EQ(told_alike({{0.81234, NAN, NAN}}), Texts{"0.812"}) << "a single one";
}

TEST(ToldAlike, KeepsWholeNumbersAndTheHalvesOfTheirMedians) {
  EXPECT_EQ(told_alike({{255, 237, 268}, {67, 64, 72}}), (Texts{"255", "67"}));
  EXPECT_EQ(told_alike({{254.5, 237, 268}, {67, 64, 72}}), (Texts{"254.5", "67.0"}));
}

TEST(ToldAlike, LeavesSomethingOfSmallNumbers) {
  EXPECT_EQ(told_alike({{2.5, 1, 3}, {0.000523, 0.0005, 0.0006}}), (Texts{"2.5", "0.000523"}));
  EXPECT_EQ(told_alike({{-0.5, -0.6, -0.4}, {0, -0.1, 0.1}}), (Texts{"−0.50", "0.00"}));
}

}  // namespace
}  // namespace gradus
