#include "study/plan_keys.hpp"

#include <gtest/gtest.h>

namespace gradus::study {
namespace {

TEST(PlanKeys, AreTheLeavesByTheirPaths) {
  const PlanKeys keys = plan_keys(
      "seeds = 3\n[model]\nlayers = [\"dense 8\", \"dense 1\"]\n[vary.rate]\n\"a b\" = 0.1\n"
      "[[figure]]\nkind = \"line\"\n[[figure]]\nkind = \"bar\"\n");
  const PlanKeys wanted{{"seeds", "3"},
                        {"model.layers", "[\"dense 8\", \"dense 1\"]"},
                        {"vary.rate.\"a b\"", "0.1"},
                        {"figure[0].kind", "\"line\""},
                        {"figure[1].kind", "\"bar\""}};
  EXPECT_EQ(keys, wanted);
}

TEST(PlanKeys, DifferWhereAValueDoesOrOneIsMissing) {
  const std::vector<KeyDifference> found =
      differences("a = 1\nb = 2\nc = 3\n", "a = 1\nc = 4\nd = 5\n");
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].key + found[0].first + found[0].second, "b2");
  EXPECT_EQ(found[1].key + found[1].first + found[1].second, "c34");
  EXPECT_EQ(found[2].key + found[2].first + found[2].second, "d5");
  EXPECT_TRUE(differences("a = 1\nb = 2\n", "b = 2\na = 1\n").empty());
}

}  // namespace
}  // namespace gradus::study
