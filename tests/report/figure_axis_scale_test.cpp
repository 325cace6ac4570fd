#include "report/figure_axis_scale.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "report/search_samples.hpp"

namespace gradus {
namespace {

using Values = std::vector<study::AxisValue>;

AxisScale scale_of(const Values& values, std::optional<study::Draw> range = {}) {
  study::Study study;
  study::Axis axis{"a", values, false, range};
  std::vector<size_t> variants;
  for (const study::AxisValue& value : values) {
    variants.push_back(study.variants.size());
    study.variants.emplace_back().key = {{"a", value}};
  }
  return axis_scale(study, axis, variants);
}

TEST(AxisScale, NumbersThatSpanDecadesAreLogarithmic) {
  const AxisScale wide = scale_of({0.1, 0.001, 0.01});
  EXPECT_EQ(wide.scale, figure::Scale::kLog);
  EXPECT_NEAR(wide.place(0.01), 0.5, 1e-12);
  EXPECT_EQ(scale_of({0.01, 0.05, 0.2}).scale, figure::Scale::kLog) << "twenty times";
  EXPECT_EQ(scale_of({0.01, 0.05, 0.19}).scale, figure::Scale::kLinear);
  EXPECT_EQ(scale_of({0.5, 0.7, 0.9}).scale, figure::Scale::kLinear);
  EXPECT_EQ(scale_of({0.0, 0.01, 1.0}).scale, figure::Scale::kLinear) << "0 has no place on it";
  const AxisScale doubled = scale_of({int64_t{8}, int64_t{16}, int64_t{32}});
  EXPECT_EQ(doubled.scale, figure::Scale::kLog) << "each twice the one before";
  EXPECT_TRUE(doubled.whole);
}

TEST(AxisScale, ADrawnAxisIsAsItWasDrawn) {
  using Kind = study::Draw::Kind;
  EXPECT_EQ(scale_of({0.5, 0.6}, study::Draw{Kind::kLogUniform, 0.1, 1, 1}).scale,
            figure::Scale::kLog);
  EXPECT_EQ(scale_of({0.001, 0.9}, study::Draw{Kind::kUniform, 0, 1, 1}).scale,
            figure::Scale::kLinear);
}

TEST(AxisScale, NamesStandInTheFilesOrderFromTheTop) {
  const AxisScale names = scale_of({std::string("sgd"), std::string("adam"), int64_t{3}});
  EXPECT_TRUE(names.names);
  EXPECT_EQ(names.place(std::string("sgd")), 1);
  EXPECT_EQ(names.place(std::string("adam")), 0.5);
  EXPECT_TRUE(std::isnan(names.place(std::string("rprop"))));
}

TEST(AxisScale, FewValuesAreToldOneByOneOfManyRoundNumbers) {
  const auto few = scale_of({0.8, 0.9, 0.999}).ticks();
  ASSERT_EQ(few.size(), 3U);
  EXPECT_EQ(few[2].second, "0.999");
  Values many;
  for (int i = 0; i <= 20; ++i) many.emplace_back(4.1234567 + i);
  const auto round = scale_of(many).ticks();
  ASSERT_GE(round.size(), 3U);
  EXPECT_EQ(round[0].second, "5");
  EXPECT_NEAR(round[0].first, (5 - 4.1234567) / 20, 1e-12);
}

TEST(AxisScale, OnlyAxesThatTellTheVariantsApart) {
  const study::Study study = samples::small_search();
  std::vector<std::string> of_adam, of_all;
  for (const AxisScale& scale : axis_scales(study, {6, 7, 8}, {"optimizer"}))
    of_adam.push_back(scale.axis);
  for (const AxisScale& scale : axis_scales(study, {0, 1, 2, 6, 7}, {}))
    of_all.push_back(scale.axis);
  EXPECT_EQ(of_adam, std::vector<std::string>{"rate"});
  EXPECT_EQ(of_all, (std::vector<std::string>{"optimizer", "rate", "momentum"}));
}

}  // namespace
}  // namespace gradus
