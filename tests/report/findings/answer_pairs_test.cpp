#include <gtest/gtest.h>

#include "report/findings/answer.hpp"
#include "report/findings/questions.hpp"

namespace gradus::finding {
namespace {

using Lines = std::vector<std::string>;
using study::AxisValue;
using study::kNaN;

// Epochs of converged trials; 0 where one did not converge.
study::Results epochs_of(const std::vector<std::vector<int64_t>>& variants) {
  study::Results results;
  for (size_t v = 0; v < variants.size(); ++v)
    for (size_t s = 0; s < variants[v].size(); ++s)
      results.trials.push_back(
          study::trial_of(v, s, {}, variants[v][s] > 0 ? variants[v][s] : 20000,
                          variants[v][s] > 0 ? Status::kConverged : Status::kCompleted));
  return results;
}

study::Study three_optimizers() {
  study::Study study = study::named("optimizer", {"sgd", "sgd, momentum", "adam"}, 8);
  for (study::Variant& variant : study.variants)
    variant.plan.train.until = Until{"loss", 0.002, 10};
  study.labels = {{"epochs", "epochs to loss 0.002"}};
  study.findings = {ask("epochs", "optimizer")};
  return study;
}

const std::vector<int64_t> kSlow{3020, 3500, 2810, 4100, 3300, 2990, 3700, 3010},
    kMiddle{260, 300, 210, 0, 350, 240, 290, 270}, kFast{50, 40, 60, 40, 50, 30, 40, 50};

TEST(AnswerPairs, AgainstTheBaseline) {
  study::Study study = three_optimizers();
  study.findings[0].baseline = AxisValue("sgd");
  EXPECT_EQ(sentences(study, epochs_of({kSlow, kMiddle, kFast})),
            (Lines{"\"sgd, momentum\" needs fewer epochs to loss 0.002 than sgd: 270 against 3020, "
                   "paired over 7 seeds, where both converged.",
                   "adam needs fewer epochs to loss 0.002 than sgd: 45 against 3160, paired over 8 "
                   "seeds."}));
  study.findings[0].baseline = AxisValue("adam");
  EXPECT_EQ(sentences(study, epochs_of({kSlow, kMiddle, kFast}))[0],
            "sgd needs more epochs to loss 0.002 than adam: 3160 against 45, paired over 8 seeds.");
}

TEST(AnswerPairs, AllPairsNameTheBetterOneFirst) {
  const Lines lines = sentences(three_optimizers(), epochs_of({kSlow, kMiddle, kFast}));
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_TRUE(lines[1].starts_with("adam needs fewer epochs to loss 0.002 than sgd"));
  study::Study study = study::named("run", {"a", "b"}, 8);
  study.findings = {ask("test_accuracy", "run")};
  const study::Results results =
      study::results_of("test_accuracy", {ramp(0.88, 0.001, 8), ramp(0.97, 0.002, 8)});
  EXPECT_EQ(sentences(study, results),
            (Lines{"b has a higher test accuracy than a: 0.977 against 0.883, paired over 8 "
                   "seeds."}));
  study.findings[0].higher_is_better = false;
  EXPECT_TRUE(sentences(study, results)[0].starts_with("a has a lower test accuracy than b"));
}

TEST(AnswerPairs, CannotBeToldApart) {
  study::Study study = study::named("run", {"a", "b"}, 8);
  study.findings = {ask("test_loss", "run")};
  const study::Results results =
      study::results_of("test_loss", {{0.08, 0.09, 0.07, 0.085, 0.092, 0.078, 0.081, 0.086},
                                      {0.09, 0.08, 0.075, 0.08, 0.094, 0.071, 0.088, 0.084}});
  const std::vector<Finding> found = findings(study, results);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].sentence,
            "b and a cannot be told apart in test loss: 0.082 against 0.083, paired over 8 "
            "seeds; a difference of 0.0084 would probably have been seen.");
  EXPECT_NEAR(found[0].pairs[0].comparison.visible, 0.0084198725652283816, 1e-12);
  EXPECT_EQ(found[0].estimates.size(), 2u);
}

TEST(AnswerPairs, TheSmallerValueKeepsItsDigits) {
  study::Study study = study::named("run", {"a", "b"}, 9);
  study.findings = {ask("loss", "run")};
  EXPECT_EQ(sentences(study, study::results_of("loss", {ramp(0.07, 0.001, 9), ramp(0.7, 0.01, 9)})),
            (Lines{"a has a lower loss than b: 0.074 against 0.740, paired over 9 seeds."}));
}

// Seven of nine differ by a little, one way; the medians are the same.
TEST(AnswerPairs, ADifferenceThatTheMediansHide) {
  study::Study study = study::named("run", {"a", "b"}, 9);
  study.findings = {ask("loss", "run")};
  EXPECT_EQ(
      sentences(study, study::results_of("loss", {{1, 2, 3, 4, 5, 6, 7, 8, 9},
                                                  {1.5, 2.5, 3.5, 4.5, 5, 6.5, 7.5, 8.5, 9.5}})),
      (Lines{"a has a lower loss than b: by 0.50 on a typical seed (5.00 against 5.00), paired "
             "over 9 seeds."}));
}

TEST(AnswerPairs, EqualValuesAgree) {
  study::Study study = study::named("run", {"a", "b"}, 4);
  study.findings = {ask("loss", "run")};
  EXPECT_EQ(sentences(study, study::results_of("loss", {{1, 2, 3, 4}, {1, 2, 3, 4}})),
            (Lines{"a and b agree in loss on each of 4 seeds: 2.5."}));
}

TEST(AnswerPairs, SmallDifferencesDoNotMatter) {
  study::Study study = study::named("run", {"a", "b"}, 9);
  study.findings = {ask("loss", "run")};
  std::vector<double> a = ramp(1, 0.01, 9), b = a;
  for (size_t i = 0; i < 9; ++i) b[i] += 0.001 + 0.0001 * static_cast<double>(i);
  const study::Results apart = study::results_of("loss", {a, b});
  EXPECT_EQ(sentences(study, apart),
            (Lines{"a has a lower loss than b: 1.0400 against 1.0417, paired over 9 seeds."}));
  study.findings[0].min_delta = 0.005;
  EXPECT_EQ(sentences(study, apart),
            (Lines{"a and b differ in loss by less than the 0.005 that matters: 1.0400 against "
                   "1.0417, paired over 9 seeds."}));
  for (size_t i = 0; i < 9; ++i) b[i] = a[i] + (i % 2 == 0 ? 0.001 : -0.001);
  EXPECT_EQ(sentences(study, study::results_of("loss", {a, b})),
            (Lines{"b and a are as good as equal in loss: any difference is below the 0.005 that "
                   "matters (1.0390 against 1.0400, paired over 9 seeds)."}));
}

TEST(AnswerPairs, SharesInPercent) {
  study::Study study = study::named("network", {"relu", "leaky"}, 200);
  study.instruments.emplace_back();
  study.instruments[0].kind = study.instruments[0].name = "collapse";
  study.findings = {ask("collapse", "network")};
  study.findings[0].higher_is_better = false;
  study.labels = {{"collapse", "share that collapsed"}};
  std::vector<double> relu(200, 1), leaky(200, 0);
  for (size_t i = 0; i < 10; ++i) relu[i] = 0;
  for (size_t i = 0; i < 18; ++i) leaky[i * 3] = 1;
  EXPECT_EQ(sentences(study, study::results_of("collapse", {relu, leaky})),
            (Lines{"relu: share that collapsed: 95.0 % [91.0, 97.3] of 200.",
                   "leaky: share that collapsed: 9.0 % [5.8, 13.8] of 200.",
                   "leaky has a lower share that collapsed than relu: 9.0 % against 95.0 %, paired "
                   "over 200 seeds."}));
}

TEST(AnswerPairs, OfConverging) {
  study::Study study = three_optimizers();
  study.findings = {ask("converged", "optimizer")};
  study.findings[0].where = {{"optimizer", {AxisValue("sgd"), AxisValue("adam")}}};
  const std::vector<int64_t> never(8, 0);
  EXPECT_EQ(sentences(study, epochs_of({never, kMiddle, kFast})),
            (Lines{"sgd: 0 % [0, 32] of 8 trials converged.",
                   "adam: 100 % [68, 100] of 8 trials converged.",
                   "adam converges more often than sgd: 100 % against 0 %, paired over 8 seeds."}));
  std::vector<int64_t> most = kFast;
  most[3] = 0;
  EXPECT_EQ(sentences(study, epochs_of({most, kMiddle, kFast}))[2],
            "adam and sgd cannot be told apart in how often they converge: 100 % against 88 %, "
            "paired over 8 seeds; a difference of 75 percentage points would probably have been "
            "seen.");
}

TEST(AnswerPairs, OneSeedOrNoValues) {
  study::Study study = study::named("run", {"a", "b"}, 1);
  study.findings = {ask("loss", "run")};
  EXPECT_EQ(sentences(study, study::results_of("loss", {{0.25}, {kNaN}})),
            (Lines{"One seed tells no variants apart in loss: a 0.25 and b no value."}));
  study.seeds = {0, 1};
  EXPECT_EQ(sentences(study, study::results_of("loss", {{1, kNaN}, {kNaN, 1}})),
            (Lines{"a and b cannot be compared in loss: no seed gives both a value."}));
  EXPECT_EQ(sentences(study, study::results_of("loss", {{1, 2}, {3, kNaN}})),
            (Lines{"a and b cannot be told apart in loss by one seed: 1 against 3."}));
}

TEST(AnswerPairs, CopiesAreNotCompared) {
  study::Study study = study::named("optimizer", {"sgd", "adam", "adam, beta_1 0.9"}, 8);
  study.variants[2].same_as = 1;
  study.findings = {ask("loss", "optimizer"), ask("mae", "optimizer")};
  const std::vector<Finding> found =
      findings(study, study::results_of("loss", {ramp(1, 0.1, 8), ramp(3, 0.1, 8)}));
  ASSERT_GE(found.size(), 2u);
  EXPECT_EQ(found[0].kind, Finding::Kind::kComparison);
  EXPECT_EQ(found[1].sentence, "\"adam, beta_1 0.9\" is adam: the same plan, computed once.");
  size_t said = 0;
  for (const Finding& one : found) said += one.kind == Finding::Kind::kSame;
  EXPECT_EQ(said, 1u);
}

TEST(AnswerPairs, WithinEachCombinationOfTheOthers) {
  study::Study study =
      study::study_of({{"activation", {AxisValue("tanh"), AxisValue("relu")}, false},
                       {"width", {AxisValue(int64_t{2}), AxisValue(int64_t{4})}, false}},
                      {{{"activation", "tanh"}, {"width", int64_t{2}}},
                       {{"activation", "tanh"}, {"width", int64_t{4}}},
                       {{"activation", "relu"}, {"width", int64_t{2}}},
                       {{"activation", "relu"}, {"width", int64_t{4}}}},
                      9);
  study.findings = {ask("loss", "activation")};
  const study::Results results = study::results_of(
      "loss", {ramp(1, 0.1, 9), ramp(2, 0.1, 9), ramp(5, 0.1, 9), ramp(7, 0.1, 9)});
  EXPECT_EQ(sentences(study, results),
            (Lines{"With width 2, tanh has a lower loss than relu: 1.4 against 5.4, paired over 9 "
                   "seeds.",
                   "With width 4, tanh has a lower loss than relu: 2.4 against 7.4, paired over 9 "
                   "seeds."}));
  study.findings = {ask("loss", "width")};
  study.variants.erase(study.variants.begin() + 1, study.variants.begin() + 3);
  EXPECT_EQ(sentences(study, results)[0],
            "No two variants differ in width alone, so nothing is compared; the table has their "
            "values.");
}

// No accuracies can differ by more than 1.
TEST(AnswerPairs, NoDifferenceBeyondTheRangeIsCalledVisible) {
  study::Study study = study::named("run", {"a", "b"}, 2);
  study.findings = {ask("test_accuracy", "run")};
  const std::string got =
      sentences(study, study::results_of("test_accuracy", {{0.2, 0.9}, {0.9, 0.3}}))[0];
  EXPECT_TRUE(got.ends_with("; no difference would have been seen.")) << got;
}

}  // namespace
}  // namespace gradus::finding
