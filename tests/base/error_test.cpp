#include "gradus/base/error.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace gradus {
namespace {

TEST(Error, IsOneLineOfPlaceWhatMend) {
  const Error error("study.toml:3", "unknown key \"epoch\"", "did you mean \"epochs\"?");
  EXPECT_STREQ(error.what(), "study.toml:3: unknown key \"epoch\"; did you mean \"epochs\"?");
  EXPECT_EQ(error.place(), "study.toml:3");
  EXPECT_EQ(error.reason(), "unknown key \"epoch\"");
  EXPECT_EQ(error.mend(), "did you mean \"epochs\"?");
}

TEST(Error, PlaceAndMendMayBeEmpty) {
  EXPECT_STREQ(Error("", "no data").what(), "no data");
  EXPECT_STREQ(Error("", "no data", "name a file").what(), "no data; name a file");
  EXPECT_STREQ(Error("a.csv", "no data").what(), "a.csv: no data");
}

TEST(Error, BracketsStandForAColon) {
  EXPECT_STREQ(Error("[Dense]", "units must be at least 1").what(),
               "[Dense] units must be at least 1");
}

TEST(Error, LineBreaksBecomeSpaces) {
  EXPECT_STREQ(Error("a", "first\nsecond").what(), "a: first second");
}

const std::vector<std::string> kNames = {"relu", "sigmoid", "tanh", "softplus", "learning_rate"};

TEST(NearestName, WithinTheLimitOfItsLength) {
  EXPECT_EQ(nearest_name("rellu", kNames), "relu");
  EXPECT_EQ(nearest_name("tan", kNames), "tanh");
  EXPECT_EQ(nearest_name("ta", kNames), "");  // two edits at two letters
  EXPECT_EQ(nearest_name("sigmod", kNames), "sigmoid");
  EXPECT_EQ(nearest_name("simoyd", kNames), "sigmoid");
  EXPECT_EQ(nearest_name("learnin_rat", kNames), "learning_rate");
  EXPECT_EQ(nearest_name("weights", kNames), "");
  EXPECT_EQ(nearest_name("", kNames), "");
}

TEST(NearestName, CapitalsCountHalf) {
  EXPECT_EQ(nearest_name("ReLU", kNames), "");  // three half edits beyond one edit at four letters
  EXPECT_EQ(nearest_name("Relu", kNames), "relu");
  EXPECT_EQ(nearest_name("TanH", kNames), "tanh");
}

TEST(NearestName, TheNearestOfSeveral) {
  const std::vector<std::string> names = {"adamw", "adam", "adamax"};
  EXPECT_EQ(nearest_name("adan", names), "adam");
  EXPECT_EQ(nearest_name("adamaxx", names), "adamax");
}

TEST(Suggest, NamesTheNearOrListsAll) {
  EXPECT_EQ(suggest("rellu", kNames), "did you mean \"relu\"?");
  EXPECT_EQ(suggest("weights", kNames), "one of relu, sigmoid, tanh, softplus, learning_rate");
}

}  // namespace
}  // namespace gradus
