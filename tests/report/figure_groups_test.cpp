#include "report/figure_groups.hpp"

#include <gtest/gtest.h>

#include "report/figure_study_samples.hpp"

namespace gradus {
namespace {

using samples::crossed_study;
using samples::line_spec;
using samples::named_study;
using samples::trial;

TEST(FigureGroups, AxesThatRemainAreSeries) {
  const study::Study study = crossed_study({0.1, 0.01}, {8, 64}, 2);
  const Groups groups = group_variants(study, line_spec({"loss"}), "");
  ASSERT_EQ(groups.panels.size(), 1u);
  const auto& series = groups.panels[0].series;
  ASSERT_EQ(series.size(), 4u);
  EXPECT_EQ(series[0].label, "rate 0.1, width 8");
  EXPECT_EQ(series[3].label, "rate 0.01, width 64");
  EXPECT_EQ(series[3].variants, (std::vector<size_t>{3}));
  EXPECT_EQ(series[3].colour, 3);
}

TEST(FigureGroups, PanelsStandInTheOrderOfTheirAxis) {
  const study::Study study = crossed_study({0.1, 0.01}, {64, 8}, 2);
  study::FigureSpec spec = line_spec({"loss"});
  spec.panels = {"width"};
  const Groups groups = group_variants(study, spec, "");
  ASSERT_EQ(groups.panels.size(), 2u);
  EXPECT_EQ(groups.panels[0].label, "width 64");
  EXPECT_EQ(groups.panels[0].variants, (std::vector<size_t>{0, 2}));
  EXPECT_EQ(groups.panels[1].label, "width 8");
  EXPECT_EQ(groups.panels[1].series[1].label, "rate 0.01");
  EXPECT_EQ(groups.panels[0].series[1].colour, groups.panels[1].series[1].colour);
}

TEST(FigureGroups, TwoAxesMakeAGrid) {
  const study::Study study = crossed_study({0.1, 0.01, 0.001}, {8, 64}, 2);
  study::FigureSpec spec = line_spec({"loss"});
  spec.panels = {"width", "rate"};
  const Groups groups = group_variants(study, spec, "");
  EXPECT_EQ(groups.rows, 2u);
  EXPECT_EQ(groups.columns, 3u);
  ASSERT_EQ(groups.panels.size(), 6u);
  EXPECT_EQ(groups.panels[4].label, "width 64, rate 0.01");
  EXPECT_EQ(groups.panels[4].series[0].label, "") << "nothing is left to tell apart";
}

TEST(FigureGroups, AGridKeepsTheHolesOfConditionalAxes) {
  study::Study study = crossed_study({0.1, 0.01}, {8, 64}, 2);
  study.variants.erase(study.variants.begin() + 1);
  study::FigureSpec spec = line_spec({"loss"});
  spec.panels = {"rate", "width"};
  const Groups groups = group_variants(study, spec, "");
  ASSERT_EQ(groups.panels.size(), 4u);
  EXPECT_TRUE(groups.panels[1].variants.empty());
  EXPECT_EQ(groups.panels[2].label, "rate 0.01, width 8");
}

TEST(FigureGroups, WhereChooses) {
  const study::Study study = crossed_study({0.1, 0.01}, {8, 64}, 2);
  study::FigureSpec spec = line_spec({"loss"});
  spec.where = {{"rate", {study::AxisValue(0.01)}}};
  const Groups groups = group_variants(study, spec, "");
  EXPECT_EQ(groups.panels[0].variants, (std::vector<size_t>{2, 3}));
  EXPECT_EQ(groups.panels[0].series[0].label, "width 8") << "one rate needs no name";
}

TEST(FigureGroups, ByPoolsWhatItDoesNotName) {
  const study::Study study = crossed_study({0.1, 0.01}, {8, 64}, 2);
  study::FigureSpec spec = line_spec({"loss"});
  spec.by = {"rate"};
  spec.by_given = true;
  const Groups groups = group_variants(study, spec, "");
  ASSERT_EQ(groups.panels[0].series.size(), 2u);
  EXPECT_EQ(groups.panels[0].series[0].variants, (std::vector<size_t>{0, 1}));
  EXPECT_EQ(group_variants(study, line_spec({"loss"}), "width").panels[0].series.size(), 2u);
}

TEST(FigureGroups, EqualPlansShareTrials) {
  study::Study study = named_study({"a", "b", "c"}, 2);
  study.variants[2].same_as = 0;
  study::Results results;
  for (size_t v = 0; v < 2; ++v)
    for (uint64_t s = 0; s < 2; ++s) results.trials.push_back(trial(v, s, {1.0}));
  const TrialsOf trials_of(study, results);
  EXPECT_EQ(trials_of.computed(2), 0u);
  EXPECT_EQ(trials_of({2}), trials_of({0}));
  EXPECT_EQ(trials_of({0, 1}).size(), 4u);
  EXPECT_EQ(trials_of({0, 2}).size(), 2u) << "each network counts once";
  EXPECT_TRUE(group_variants(study, line_spec({"loss"}), "").panels[0].series[2].alias);
  EXPECT_FALSE(group_variants(study, line_spec({"loss"}), "").panels[0].series[0].alias);
  study::FigureSpec alone = line_spec({"loss"});
  alone.panels = {"run"};
  EXPECT_FALSE(group_variants(study, alone, "").panels[2].series[0].alias);
}

}  // namespace
}  // namespace gradus
