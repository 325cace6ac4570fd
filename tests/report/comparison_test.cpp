#include "report/comparison.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "report/findings/questions.hpp"
#include "support/errors.hpp"

namespace gradus {
namespace {

using study::Reopened;

constexpr const char* kPlan = "seeds = 8\n[train]\nepochs = 5\n";

Reopened run_of(const std::vector<std::string>& names,
                const std::vector<std::vector<double>>& losses, const std::string& plan = kPlan) {
  Reopened run;
  run.study = study::named("optimizer", names, losses.front().size());
  for (study::Variant& variant : run.study.variants) variant.canonical = study::text(variant.key);
  run.study.findings = {finding::ask("loss", "optimizer")};
  run.results = study::results_of("loss", losses);
  run.plan = plan;
  return run;
}

const std::vector<double> kLow{0.10, 0.11, 0.12, 0.13, 0.14, 0.15, 0.16, 0.17};
const std::vector<double> kHigh{0.50, 0.52, 0.54, 0.56, 0.58, 0.60, 0.62, 0.64};

TEST(Comparison, ARunRepeatedIsTheSameBitForBit) {
  const Reopened one = run_of({"sgd", "adam"}, {kHigh, kLow});
  const RunComparison same = compare_runs({"one", one}, {"two", one});
  EXPECT_TRUE(same.same_plan);
  EXPECT_TRUE(same.keys.empty());
  EXPECT_EQ(same.same_trials, 16u);
  EXPECT_TRUE(same.other_trials.empty());
  ASSERT_EQ(same.metrics.size(), 2u);
  EXPECT_EQ(same.metrics[0].variant, "sgd");
  EXPECT_EQ(same.metrics[0].verdict, "the same, bit for bit");
}

TEST(Comparison, OneBitThatDiffersIsNamed) {
  const Reopened one = run_of({"sgd", "adam"}, {kHigh, kLow});
  Reopened two = one;
  double& value = two.results.trials[3].metrics[0].second;
  value = std::nextafter(value, 1);
  const RunComparison found = compare_runs({"one", one}, {"two", two});
  EXPECT_EQ(found.same_trials, 15u);
  EXPECT_EQ(found.other_trials, std::vector<std::string>{"sgd, seed 3"});
  EXPECT_NE(comparison_text(found).find("1 of 16 trials of equal plan and seed came out otherwise"),
            std::string::npos);
}

// As findings have it: a name with a comma is not two.
TEST(Comparison, LinesQuoteNamesThatWouldBeMisread) {
  const Reopened one = run_of({"sgd, momentum", "adam"}, {kHigh, kLow});
  Reopened two = run_of({"sgd, momentum", "2 steps"}, {kHigh, kLow});
  two.results.trials[3].metrics[0].second += 1;
  const RunComparison found = compare_runs({"one", one}, {"two", two});
  const std::string text = comparison_text(found);
  EXPECT_NE(text.find("- \"sgd, momentum\", loss: "), std::string::npos) << text;
  EXPECT_NE(text.find("- \"sgd, momentum\", seed 3\n"), std::string::npos) << text;
  EXPECT_EQ(found.only_second, std::vector<std::string>{"\"2 steps\""});
  EXPECT_EQ(metrics_table(found).rows[0][0], "sgd, momentum");
}

TEST(Comparison, ItsPageIsKnownAgain) {
  const Reopened one = run_of({"adam"}, {kLow});
  const std::string page = comparison_html(compare_runs({"one", one}, {"two", one}));
  EXPECT_TRUE(is_comparison_html(page));
  EXPECT_FALSE(is_comparison_html(page.substr(1)));
  EXPECT_FALSE(is_comparison_html("<!doctype html>\n<title>Two runs side by side</title>"));
  EXPECT_FALSE(is_comparison_html(""));
}

TEST(Comparison, EqualSeedsAreComparedInPairs) {
  std::vector<double> slightly = kLow;
  for (double& v : slightly) v += 0.001;  // far less than between the seeds
  const RunComparison found = compare_runs({"one", run_of({"adam", "sgd"}, {kLow, kHigh})},
                                           {"two", run_of({"adam", "lbfgs"}, {slightly, kHigh})});
  ASSERT_EQ(found.metrics.size(), 1u);
  EXPECT_EQ(found.metrics[0].verdict, "the first is lower, which is better");
  EXPECT_EQ(found.metrics[0].difference.substr(0, 4), "-0.0");
  EXPECT_EQ(found.only_first, std::vector<std::string>{"sgd"});
  EXPECT_EQ(found.only_second, std::vector<std::string>{"lbfgs"});
}

TEST(Comparison, OtherSeedsAreNotPaired) {
  Reopened two = run_of({"adam"}, {kHigh});
  for (size_t s = 0; s < 8; ++s) two.study.seeds[s] = two.results.trials[s].seed = 100 + s;
  const RunComparison far = compare_runs({"one", run_of({"adam"}, {kLow})}, {"two", two});
  ASSERT_EQ(far.metrics.size(), 1u);
  EXPECT_EQ(far.metrics[0].verdict,
            "the first is lower, which is better (other seeds: not in pairs)");
  EXPECT_EQ(far.same_trials + far.other_trials.size(), 0u);
  Reopened near = two;
  for (size_t s = 0; s < 8; ++s) near.results.trials[s].metrics[0].second = kLow[s] + 0.001;
  EXPECT_EQ(compare_runs({"one", run_of({"adam"}, {kLow})}, {"two", near}).metrics[0].verdict,
            "cannot be told apart");
}

TEST(Comparison, SomeSeedsInCommonAreComparedInPairs) {
  std::vector<double> six(kLow.begin() + 2, kLow.end());
  for (double& v : six) v += 0.001;
  Reopened two = run_of({"adam"}, {six});
  for (size_t s = 0; s < 6; ++s) two.study.seeds[s] = two.results.trials[s].seed = 2 + s;
  const RunComparison found = compare_runs({"one", run_of({"adam"}, {kLow})}, {"two", two});
  EXPECT_EQ(found.metrics[0].verdict,
            "the first is lower, which is better (over 6 seeds that both have)");
  EXPECT_EQ(found.other_trials.size(), 6u);
}

TEST(Comparison, EqualValuesOfSeedsInCommonAreSaidToBeTheSame) {
  Reopened two = run_of({"adam"}, {{kLow.begin(), kLow.begin() + 3}});
  for (study::Variant& variant : two.study.variants) variant.canonical = "other epochs";
  const RunComparison found = compare_runs({"one", run_of({"adam"}, {kLow})}, {"two", two});
  ASSERT_EQ(found.metrics.size(), 1u);
  EXPECT_EQ(found.metrics[0].verdict, "the same on each of the 3 seeds that both have");
  EXPECT_NE(comparison_text(found).find("No trial of one has all its settings and its seed"),
            std::string::npos);
}

TEST(Comparison, EqualValuesWhereBothHaveOneAreSaidToBeTheSame) {
  std::vector<double> ended = kLow;
  ended[2] = NAN;
  const RunComparison found =
      compare_runs({"one", run_of({"adam"}, {kLow})}, {"two", run_of({"adam"}, {ended})});
  EXPECT_EQ(found.metrics[0].verdict, "the same on each of the 7 pairs where both have a value");
}

TEST(Comparison, RunsWithoutAVariantInCommonAreRefused) {
  EXPECT_EQ(test::error_of([] {
              (void)compare_runs({"one", run_of({"adam"}, {kLow})},
                                 {"two", run_of({"sgd"}, {kLow})});
            }),
            "two: has no variant in common with one; give two runs of one study");
}

TEST(Comparison, TheVerdictComesFirst) {
  const RunComparison found =
      compare_runs({"one", run_of({"adam"}, {kLow})}, {"two", run_of({"adam"}, {kHigh})});
  EXPECT_EQ(metrics_table(found).head,
            (std::vector<std::string>{"variant", "metric", "verdict", "the first", "the second",
                                      "difference"}));
}

TEST(Comparison, OneSeedClaimsNothing) {
  const RunComparison found =
      compare_runs({"one", run_of({"adam"}, {{0.1}})}, {"two", run_of({"adam"}, {{0.9}})});
  ASSERT_EQ(found.metrics.size(), 1u);
  EXPECT_TRUE(found.metrics[0].verdict.starts_with("not compared")) << found.metrics[0].verdict;
  EXPECT_EQ(found.metrics[0].difference, "");
}

TEST(Comparison, SaysWhereThePlansDiffer) {
  const RunComparison found =
      compare_runs({"one", run_of({"adam"}, {kLow})},
                   {"<two>", run_of({"adam"}, {kLow}, "seeds = 8\n[train]\nepochs = 9\n")});
  EXPECT_FALSE(found.same_plan);
  ASSERT_EQ(found.keys.size(), 1u);
  const std::string text = comparison_text(found);
  EXPECT_NE(text.find("The plans differ in 1 key of study.toml.\n- train.epochs: 5 against 9\n"),
            std::string::npos)
      << text;
  const std::string html = comparison_html(found);
  EXPECT_NE(html.find("<td>train.epochs</td><td>5</td>"), std::string::npos);
  EXPECT_NE(html.find("&lt;two&gt;"), std::string::npos);
  EXPECT_EQ(html.find("<two>"), std::string::npos);
}

}  // namespace
}  // namespace gradus
