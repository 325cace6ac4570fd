#include "report/findings/groups.hpp"

#include <gtest/gtest.h>

#include "study/hand_made.hpp"

namespace gradus::finding {
namespace {

using study::AxisValue;

study::Study crossed() {
  return study::study_of({{"activation", {AxisValue("tanh"), AxisValue("relu")}, false},
                          {"rate", {AxisValue(0.1), AxisValue(1.0)}, false},
                          {"units", {AxisValue(int64_t{8})}, false}},
                         {{{"activation", "tanh"}, {"rate", 1.0}},
                          {{"activation", "tanh"}, {"rate", 0.1}},
                          {{"activation", "relu"}, {"rate", 0.1}},
                          {{"activation", "relu"}, {"units", int64_t{8}}}},
                         2);
}

TEST(Groups, DifferInOneAxisAlone) {
  const auto groups = groups_by(crossed(), "rate", {});
  ASSERT_EQ(groups.size(), 2u);
  EXPECT_EQ(groups[0].variants, (std::vector<size_t>{1, 0}));  // in the axis's order
  EXPECT_EQ(groups[0].rest, (study::VariantKey{{"activation", "tanh"}}));
  EXPECT_EQ(groups[1].variants, std::vector<size_t>{2});
}

TEST(Groups, WhereChooses) {
  const study::Condition where{{"rate", {AxisValue(int64_t{1}), AxisValue(0.1)}}};
  const study::Study study = crossed();
  EXPECT_TRUE(meets(study.variants[0], where));  // 1 is 1.0
  EXPECT_FALSE(meets(study.variants[3], where));
  const auto groups = groups_by(study, "activation", where);
  ASSERT_EQ(groups.size(), 2u);
  EXPECT_EQ(groups[1].variants, (std::vector<size_t>{1, 2}));
}

TEST(Groups, EqualPlansStandOnce) {
  study::Study study = study::named("optimizer", {"sgd", "adam", "again", "other"}, 2);
  study.variants[2].same_as = 1;
  study.variants[3].same_as = 1;
  auto groups = groups_by(study, "optimizer", {});
  EXPECT_EQ(groups[0].variants, (std::vector<size_t>{0, 1}));
  EXPECT_EQ(groups[0].copies, (std::vector<std::pair<size_t, size_t>>{{2, 1}, {3, 1}}));
  // Where the original is not looked at, its first copy stands for it.
  groups = groups_by(study, "optimizer", {{"optimizer", {AxisValue("again"), AxisValue("other")}}});
  EXPECT_EQ(groups[0].variants, std::vector<size_t>{2});
  EXPECT_EQ(groups[0].copies, (std::vector<std::pair<size_t, size_t>>{{3, 2}}));
}

TEST(Groups, NumericAxes) {
  EXPECT_TRUE(is_numeric(crossed(), "rate"));
  EXPECT_FALSE(is_numeric(crossed(), "activation"));
  EXPECT_EQ(number_of(AxisValue(int64_t{8})), 8);
}

}  // namespace
}  // namespace gradus::finding
