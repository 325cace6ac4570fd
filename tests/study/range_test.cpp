#include <gtest/gtest.h>

#include "search_text.hpp"

namespace gradus::study {
namespace {

using testing::drawn, testing::mistake, testing::Parts, testing::study_of;

TEST(Range, OfWholeNumbersIsCrossedInAGridAndOthersAreNot) {
  Parts parts = drawn("");
  EXPECT_EQ(mistake(parts),
            "vary.rate: \"log_uniform 1e-4 1\" is drawn from; set search.method and search.points, "
            "or give a list");
  const Study s =
      study_of(parts, {.set = {"vary.rate=[0.1]", "vary.beta_2=[0.9]", "search.method=grid"}});
  EXPECT_EQ(s.variants.size(), 16u);
}

TEST(Range, Mistakes) {
  const auto range = [](const std::string& text) {
    Parts parts = drawn("method = \"random\"\npoints = 3\n");
    const std::string old = "\"log_uniform 1e-4 1\"";
    parts.rest.replace(parts.rest.find(old), old.size(), "\"" + text + "\"");
    return mistake(parts);
  };
  EXPECT_EQ(range("log_uniform 0 1"),
            "vary.rate: LOW must be a number above 0, got 0; the form is log_uniform LOW HIGH");
  EXPECT_EQ(range("uniform 1 0"), "vary.rate: \"uniform 1 0\" is empty; give LOW before HIGH");
  EXPECT_EQ(range("uniform 0.1 0.1"),
            "vary.rate: \"uniform 0.1 0.1\" is one value; give LOW below HIGH, or the list [0.1]");
  EXPECT_EQ(range("integer 3 3"),
            "vary.rate: \"integer 3 3\" is one value; give LOW below HIGH, or the list [3]");
  EXPECT_EQ(range("integer 3 7 5"),
            "vary.rate: \"integer 3 7 5\" is one value; give LOW below HIGH, or the list [3]");
  EXPECT_EQ(range("uniform 1"),
            "vary.rate: \"uniform 1\" is no range; the form is uniform LOW HIGH");
  EXPECT_EQ(range("uniform 1 2 3"),
            "vary.rate: \"uniform 1 2 3\" is no range; the form is uniform LOW HIGH");
  EXPECT_EQ(range("uniform -1e308 1e308"),
            "vary.rate: \"uniform -1e308 1e308\" is too wide; bring LOW and HIGH together");
  EXPECT_EQ(range("normal 0 1"),
            "vary.rate: expected a list, a range or named variants, got \"normal 0 1\"; one of "
            "uniform, log_uniform, integer");
  EXPECT_EQ(range("loguniform 1e-4 1"),
            "vary.rate: expected a list, a range or named variants, got \"loguniform 1e-4 1\"; did "
            "you mean \"log_uniform\"?");
  EXPECT_EQ(range("uniform .1 1"),
            "vary.rate: \".1\": a number needs a digit before the point; "
            "write 0.1");
}

}  // namespace
}  // namespace gradus::study
