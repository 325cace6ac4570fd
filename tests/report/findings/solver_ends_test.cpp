#include "report/findings/solver_ends.hpp"

#include <gtest/gtest.h>

#include "questions.hpp"

namespace gradus::finding {
namespace {

study::Trial ended(size_t variant, uint64_t seed, const std::string& why, int64_t evaluations) {
  study::Trial trial = study::trial_of(variant, seed, {{"loss", 0.1}});
  trial.history.solver = SolverFacts{why, evaluations, 12, 0.25};
  return trial;
}

std::vector<std::string> said(const study::Study& study, const study::Results& results) {
  std::vector<std::string> out;
  for (const Finding& finding : solver_ends(study, study::TrialIndex(study, results)))
    out.push_back(finding.sentence);
  return out;
}

TEST(SolverEnds, SayWhyEachVariantStopped) {
  const study::Study study = study::named("optimizer", {"lbfgs", "newton", "adam"}, 3);
  study::Results results;
  for (uint64_t seed = 0; seed < 3; ++seed)
    results.trials.push_back(ended(0, seed, "evaluations used up", 250));
  results.trials.push_back(ended(1, 0, "gradient norm", 40));
  results.trials.push_back(ended(1, 1, "no progress", 50));
  results.trials.push_back(ended(1, 2, "gradient norm", 60));
  for (uint64_t seed = 0; seed < 3; ++seed)
    results.trials.push_back(study::trial_of(2, seed, {{"loss", 0.1}}));
  EXPECT_EQ(said(study, results),
            (std::vector<std::string>{
                "lbfgs: stopped because the evaluations were used up (3 of 3 trials), after 250 "
                "evaluations and 12 iterations at a gradient norm of 0.25 (medians).",
                "newton: stopped because the gradient vanished (2 of 3 trials) and because no step "
                "led further down (1 of 3 trials), after 50 evaluations and 12 iterations at a "
                "gradient norm of 0.25 (medians)."}));
}

TEST(SolverEnds, OfOneTrialAlone) {
  const study::Study study = study::study_of({}, {{}}, 1);
  study::Results results;
  results.trials.push_back(ended(0, 0, "ftol", 9));
  EXPECT_EQ(said(study, results),
            std::vector<std::string>{
                "Stopped because an iteration lowered the loss by no more than ftol, after 9 "
                "evaluations and 12 iterations at a gradient norm of 0.25."});
}

}  // namespace
}  // namespace gradus::finding
