#include <gtest/gtest.h>

#include <algorithm>

#include "report/findings/questions.hpp"

namespace gradus {
namespace {

using study::AxisValue;

study::Study optimizers() {
  study::Study study = study::named("optimizer", {"sgd", "adam", "adam, again"}, 8);
  study.question = "Which *is* fastest?";
  study.expect = "Adam.";
  study.variants[2].same_as = 1;
  for (study::Variant& variant : study.variants)
    variant.plan.train.until = Until{"loss", 0.002, 10};
  study.findings = {finding::ask("epochs", "optimizer")};
  study.findings[0].baseline = AxisValue("sgd");
  study.reported = {{{{"optimizer", "sgd"}}, {{{"last", "epochs", {}}, 3020}}, "one run", ""}};
  study.notes = {"a note"};
  return study;
}

study::Results optimizer_results() {
  study::Results results;
  for (uint64_t s = 0; s < 8; ++s)
    results.trials.push_back(
        study::trial_of(0, s, {}, 2800 + 10 * static_cast<int64_t>(s * 7 % 8), Status::kConverged));
  for (uint64_t s = 0; s < 8; ++s)
    results.trials.push_back(
        study::trial_of(1, s, {}, 40 + 10 * static_cast<int64_t>(s * 3 % 4), Status::kConverged));
  study::Trial& lost = results.trials[2];
  lost.history.status = Status::kDiverged;
  lost.history.learned = false;
  lost.history.where = {120, "dense_2", 0};
  study::Trial& stuck = results.trials[13];
  stuck.history.status = Status::kCompleted;
  stuck.history.learned = false;
  return results;
}

constexpr const char* kGolden = R"(# Which \*is\* fastest?

Expected: *Adam.*

## What came out

- adam needs fewer epochs than sgd: 50 against 2830, paired over 6 seeds, where both converged.
- "adam, again" is adam: the same plan, computed once.

## To be held against it

- sgd: 1 of 8 trials diverged.
- adam: 1 of 8 trials did not learn.

## By variant

| variant               | trials | epochs                 | converged | diverged | did not learn |
| --------------------- | ------ | ---------------------- | --------- | -------- | ------------- |
| sgd                   | 8      | 2830 [2800, 2870] of 7 | 7         | 1        | 0             |
| adam                  | 8      | 50 [40, 70] of 7       | 7         | 0        | 1             |
| adam, again (is adam) | 8      | 50 [40, 70] of 7       | 7         | 0        | 1             |

## Beside what was reported

)";

TEST(FindingsMarkdown, Page) {
  const std::string page = findings_markdown(optimizers(), optimizer_results());
  EXPECT_EQ(page.substr(0, std::string(kGolden).size()), kGolden);
  EXPECT_NE(page.find("| sgd     | epochs | 3020     | 2800 to 2870 | outside, because all 7 seeds "
                      "of ours lie below it, which is better;"),
            std::string::npos)
      << page;
  EXPECT_NE(
      page.find("\n## Trials that diverged\n\n- sgd, seed 2: not finite at step 120, in layer "
                "dense_2, batch 0\n\n## Trials that did not learn\n\n- adam: seed 5 (1 of "
                "8)\n\n## Notes\n\n- a note\n\n## How to read this\n\n- "),
      std::string::npos)
      << page;
  EXPECT_EQ(page.find("\n\n\n"), std::string::npos);
  EXPECT_TRUE(page.ends_with(".\n"));
}

TEST(FindingsMarkdown, TheQuickFormSaysSo) {
  study::Study study = optimizers();
  study.quick = true;
  const std::string page = findings_markdown(study, optimizer_results());
  EXPECT_NE(page.find("**This is the quick form of the study**"), std::string::npos);
  EXPECT_EQ(page.find("3020"), std::string::npos);
}

TEST(FindingsMarkdown, TablesAreAlignedAndEscaped) {
  study::Study study = study::named("run", {"a|b", "é", "snake_case _x"}, 2);
  study.findings = {finding::ask("loss")};
  const std::string page =
      findings_markdown(study, study::results_of("loss", {{1, 2}, {3, 4}, {}}));
  EXPECT_NE(page.find("| variant        | trials | loss           |\n"
                      "| -------------- | ------ | -------------- |\n"
                      "| a\\|b           | 2      | 1.5 [1.0, 2.0] |\n"
                      "| é              | 2      | 3.5 [3.0, 4.0] |\n"
                      "| snake_case \\_x | 0      | –              |\n"),
            std::string::npos)
      << page;
}

TEST(FindingsMarkdown, NothingAskedNothingRan) {
  const study::Study study = study::study_of({}, {{}}, 2);
  EXPECT_EQ(findings_markdown(study, {}),
            "# Which is best?\n\n## By variant\n\n| variant | trials |\n| ------- | ------ |\n"
            "| all     | 0      |\n");
}

TEST(FindingsMarkdown, SameResultsSameBytesAnyOrderOfTrials) {
  study::Results results = optimizer_results();
  const std::string page = findings_markdown(optimizers(), results);
  std::reverse(results.trials.begin(), results.trials.end());
  for (study::Trial& trial : results.trials) trial.history.seconds = 7;
  EXPECT_EQ(findings_markdown(optimizers(), results), page);
}

}  // namespace
}  // namespace gradus
