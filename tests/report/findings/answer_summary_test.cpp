#include <gtest/gtest.h>

#include "report/findings/answer.hpp"
#include "report/findings/questions.hpp"

namespace gradus::finding {
namespace {

using Lines = std::vector<std::string>;
using study::AxisValue;
using study::kNaN;

// Nine seeds around each of these, noisier than the close ones are apart.
study::Results around(const std::vector<double>& centres) {
  std::vector<std::vector<double>> rows;
  for (size_t v = 0; v < centres.size(); ++v) {
    rows.emplace_back();
    for (size_t s = 0; s < 12; ++s)
      rows[v].push_back(centres[v] + 0.001 * static_cast<double>((s * 5 + v * 7 + s * v) % 12));
  }
  return study::results_of("test_accuracy", rows);
}

TEST(AnswerSummary, TheBestOfMany) {
  study::Study study = study::named("start", {"0.01", "0.1", "Glorot", "He", "zeros"}, 12);
  study.findings = {ask("test_accuracy", "start")};
  EXPECT_EQ(sentences(study, around({0.43, 0.91, 0.912, 0.9115, 0.1})),
            (Lines{"Glorot has the highest test accuracy: 0.9175 [0.9140, 0.9210]; start 0.1 and "
                   "He cannot be told apart from it; start 0.01 and zeros are lower."}));
  const std::vector<Finding> found = findings(study, around({0.43, 0.91, 0.912, 0.9115, 0.1}));
  EXPECT_EQ(found[0].kind, Finding::Kind::kSummary);
  EXPECT_EQ(found[0].pairs.size(), 10u);
  EXPECT_EQ(found[0].estimates.size(), 5u);
}

TEST(AnswerSummary, TiesBelowTheBest) {
  study::Study study = study::named("run", {"a", "b", "c", "d"}, 12);
  study.findings = {ask("test_accuracy", "run")};
  EXPECT_EQ(sentences(study, around({0.9, 0.7, 0.7005, 0.3}))[0],
            "a has the highest test accuracy: 0.9055 [0.9020, 0.9090]; all 3 others are lower; nor "
            "can b and c be told apart.");
}

TEST(AnswerSummary, NothingToChoose) {
  study::Study study = study::named("run", {"a", "b", "c", "d"}, 12);
  study.findings = {ask("test_accuracy", "run")};
  EXPECT_EQ(sentences(study, around({0.9, 0.9, 0.9001, 0.9})),
            (Lines{"No two of 4 can be told apart in test accuracy; c has the highest: 0.9056 "
                   "[0.9021, 0.9091]."}));
  EXPECT_EQ(sentences(study, study::results_of("mae", {{1}, {1}, {1}, {1}})),
            (Lines{"No variant has a value of test accuracy, so none is best."}));
}

TEST(AnswerSummary, VariantsWithoutValuesAreSaid) {
  study::Study study = study::named("run", {"a", "b", "c", "d"}, 12);
  study.findings = {ask("test_accuracy", "run")};
  study::Results results = around({0.9, 0.7, 0.5, 0.3});
  for (study::Trial& trial : results.trials)
    if (trial.variant == 3) trial.metrics[0].second = kNaN;
  EXPECT_EQ(sentences(study, results)[0],
            "a has the highest test accuracy: 0.9055 [0.9020, 0.9090]; b and c are lower; d cannot "
            "be compared for want of values.");
}

TEST(AnswerSummary, ManyAgainstABaseline) {
  std::vector<std::string> names;
  std::vector<double> centres;
  for (int i = 0; i < 8; ++i) {
    names.push_back("run " + std::string(1, static_cast<char>('a' + i)));
    centres.push_back(i < 3 ? 0.8 : i < 6 ? 0.9 : 0.7);
  }
  study::Study study = study::named("run", names, 12);
  study.findings = {ask("test_accuracy", "run")};
  study.findings[0].baseline = AxisValue("run a");
  EXPECT_EQ(sentences(study, around(centres)),
            (Lines{"Against run a, whose test accuracy is 0.8055 [0.8020, 0.8090]; run b and c "
                   "cannot be told apart from it; run d, e and f are higher; run g and h are "
                   "lower."}));
}

TEST(AnswerSummary, DifferencesBelowMinDelta) {
  study::Study study = study::named("run", {"a", "b", "c", "d"}, 12);
  study.findings = {ask("test_accuracy", "run")};
  study.findings[0].min_delta = 0.25;
  EXPECT_EQ(sentences(study, around({0.9, 0.7, 0.5, 0.3}))[0],
            "a has the highest test accuracy: 0.9055 [0.9020, 0.9090]; b differs by less than "
            "matters; c and d are lower.");
}

}  // namespace
}  // namespace gradus::finding
