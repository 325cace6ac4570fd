#include "report/findings/reported.hpp"

#include <gtest/gtest.h>

#include "report/findings/questions.hpp"

namespace gradus::finding {
namespace {

using study::AxisValue;

study::Study one_run(const std::string& metric, double reported) {
  study::Study study = study::named("run", {"a", "b"}, 4);
  study.reported = {{{{"run", "a"}}, {{{"last", metric, {}}, reported}}, "", ""}};
  return study;
}

std::string verdict(const study::Study& study, const study::Results& results) {
  const study::TrialIndex index(study, results);
  return beside_ours(study, index).at(0).verdict;
}

TEST(Reported, InsideOurSpread) {
  const study::Results results = study::results_of("test_loss", {{0.07, 0.09, 0.08, 0.1}, {}});
  EXPECT_EQ(verdict(one_run("test_loss", 0.0836), results), "inside our spread");
  EXPECT_EQ(verdict(one_run("test_loss", 0.07), results), "inside our spread");
  const Finding finding = findings(one_run("test_loss", 0.0836), results)[0];
  EXPECT_EQ(finding.kind, Finding::Kind::kReported);
  EXPECT_EQ(finding.sentence,
            "Reported test loss for a, 0.0836: inside our spread (0.070 to 0.100).");
}

TEST(Reported, AFloatsRoundingIsInside) {
  const double as_float = static_cast<double>(0.9725F);  // 0.97250002...
  EXPECT_EQ(verdict(one_run("test_accuracy", 0.9725),
                    study::results_of("test_accuracy", {{as_float, 0.98, 0.98, 0.99}, {}})),
            "inside our spread");
}

TEST(Reported, OutsideAndWhy) {
  study::Results results = study::results_of("test_loss", {{0.07, 0.09, 0.08, 0.1}, {}});
  EXPECT_EQ(verdict(one_run("test_loss", 0.05), results),
            "outside, because all 4 seeds of ours lie above it, which is worse");
  EXPECT_EQ(verdict(one_run("test_loss", 0.2), results),
            "outside, because all 4 seeds of ours lie below it, which is better");
  results.trials[0].history.status = Status::kDiverged;
  results.trials[1].history.learned = false;
  EXPECT_EQ(verdict(one_run("test_loss", 0.05), results),
            "outside, because all 4 seeds of ours lie above it, which is worse; 1 of our 4 trials "
            "diverged; 1 of our 4 trials did not learn");
  EXPECT_EQ(verdict(one_run("argmin val_loss", 1), results),
            "not compared, because none of our trials has a value; 1 of our 4 trials diverged; 1 "
            "of our 4 trials did not learn");
}

TEST(Reported, EpochsOfConvergedTrials) {
  study::Study study = one_run("epochs", 260);
  study.variants[0].plan.train.until = Until{"loss", 0.002, 10};
  study::Results results;
  for (uint64_t seed = 0; seed < 4; ++seed)
    results.trials.push_back(
        study::trial_of(0, seed, {}, seed == 0 ? 20000 : 300 + 10 * static_cast<int64_t>(seed),
                        seed == 0 ? Status::kCompleted : Status::kConverged));
  const study::TrialIndex index(study, results);
  const Beside one = beside_ours(study, index)[0];
  EXPECT_EQ(one.ours, "310 to 330");
  EXPECT_EQ(one.verdict,
            "outside, because all 3 seeds of ours lie above it, which is worse; 1 of our 4 trials "
            "did not converge");
}

TEST(Reported, SharesUseTheirInterval) {
  std::vector<double> collapse(1000, 1);
  for (size_t i = 0; i < 48; ++i) collapse[i] = 0;
  study::Study study = study::named("run", {"a"}, 1000);
  study.instruments.emplace_back();
  study.instruments[0].kind = study.instruments[0].name = "collapse";
  study.reported = {{{{"run", "a"}}, {{{"last", "collapse", {}}, 0.954}}, "", ""},
                    {{{"run", "a"}}, {{{"last", "collapse", {}}, 0.5}}, "", ""}};
  const study::Results results = study::results_of("collapse", {collapse});
  const study::TrialIndex index(study, results);
  const auto both = beside_ours(study, index);
  EXPECT_EQ(both[0].reported, "95.4 %");
  EXPECT_EQ(both[0].ours, "93.7 % to 96.4 %");
  EXPECT_EQ(both[0].verdict, "inside our interval");
  EXPECT_EQ(both[1].verdict, "outside, because our interval lies above it");
}

TEST(Reported, OneSeedAndTheQuickForm) {
  study::Study study = one_run("test_loss", 0.05);
  study.seeds = {0};
  const study::Results results = study::results_of("test_loss", {{0.07}, {0.08}});
  EXPECT_EQ(verdict(study, results), "not compared, because one seed has no spread");
  study.quick = true;
  EXPECT_TRUE(beside_ours(study, study::TrialIndex(study, results)).empty());
  EXPECT_TRUE(reported_table(study, results).rows.empty());
}

TEST(Reported, ARowThatFitsSeveralMeansTheBest) {
  study::Study study = one_run("test_accuracy", 0.93);
  study.reported[0].variant.clear();
  study.reported[0].note = "of 36 points";
  study.reported[0].source = "the original";
  const study::Results results =
      study::results_of("test_accuracy", {{0.5, 0.6, 0.5, 0.6}, {0.92, 0.94, 0.9, 0.93}});
  const study::TrialIndex index(study, results);
  const Beside one = beside_ours(study, index)[0];
  EXPECT_EQ(one.variant, "b");
  EXPECT_EQ(one.verdict, "inside our spread");
  EXPECT_EQ(one.remark, "of 36 points; the original");
}

}  // namespace
}  // namespace gradus::finding
