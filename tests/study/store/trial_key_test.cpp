#include "study/store/trial_key.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace gradus::study {
namespace {

Variant with(const std::string& canonical) {
  Variant variant;
  variant.canonical = canonical;
  return variant;
}

TEST(PlanHash, IsThatOfThePlanAlone) {
  Variant one = with("model dense"), two = with("model dense");
  two.key = {{"units", int64_t{3}}};
  EXPECT_EQ(plan_hash(one), plan_hash(two));
  EXPECT_NE(plan_hash(one), plan_hash(with("model densf")));
  EXPECT_NE(plan_hash(one), plan_hash(one, "mnist 1234"));
  EXPECT_NE(plan_hash(with("ab"), "c"), plan_hash(with("a"), "bc"));
}

// Changes only where equal plans train to other bits: every store is of no use then. By sha256sum
// of "gradus plan 1\n11\nmodel dense".
TEST(PlanHash, Golden) {
  EXPECT_EQ(plan_hash(with("model dense")),
            "a3fea6ff1cdfbb1be718014a6fc6ed0b867c440d1839380b44cf12d624bde118");
}

TEST(KeyJson, IsAsInResults) {
  EXPECT_EQ(key_json({}), "{}");
  EXPECT_EQ(key_json({{"optimizer", "sgd, \"fast\""},
                      {"rate", 0.30000000000000004},
                      {"units", int64_t{8}},
                      {"nesterov", true},
                      {"a", 1.0}}),
            R"({"optimizer":"sgd, \"fast\"","rate":0.30000000000000004,"units":8,)"
            R"("nesterov":true,"a":1.0})");
  EXPECT_EQ(key_json({{"x", std::numeric_limits<double>::infinity()}}), R"({"x":null})");
  EXPECT_EQ(key_json({{"x", "\xff"}}), "{\"x\":\"\xef\xbf\xbd\"}");  // no UTF-8: a file's name
}

}  // namespace
}  // namespace gradus::study
