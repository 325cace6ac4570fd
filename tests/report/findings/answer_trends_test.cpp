#include <gtest/gtest.h>

#include "report/findings/answer.hpp"
#include "report/findings/questions.hpp"

namespace gradus::finding {
namespace {

using study::AxisValue;

study::Study batch_sizes(size_t seeds, const std::vector<int64_t>& sizes = {32, 256, 64, 128}) {
  std::vector<study::VariantKey> keys;
  std::vector<AxisValue> values;
  for (const int64_t size : sizes) {  // not in order
    keys.push_back({{"batch_size", size}});
    values.emplace_back(size);
  }
  study::Study study = study::study_of({{"batch_size", values, false}}, keys, seeds);
  study.findings = {ask("loss", "batch_size")};
  return study;
}

TEST(AnswerTrends, Rises) {
  const std::vector<Finding> found = findings(
      batch_sizes(3),
      study::results_of(
          "loss", {{0.25, 0.21, 0.2}, {0.8, 0.81, 0.85}, {0.31, 0.35, 0.3}, {0.6, 0.61, 0.5}}));
  EXPECT_EQ(found[0].sentence,
            "Loss rises with batch size, from 0.21 at 32 to 0.81 at 256 (3 seeds).");
  ASSERT_TRUE(found[0].trend.has_value());
  EXPECT_EQ(found[0].trend->tau, 1);
  EXPECT_EQ(found[0].estimates.size(), 4u);
  EXPECT_EQ(found[0].estimates[1].variant, 2u);  // in the axis's numbers
}

TEST(AnswerTrends, FallsAndTends) {
  const study::Results falling = study::results_of(
      "loss", {{0.8, 0.81, 0.85}, {0.25, 0.21, 0.2}, {0.6, 0.61, 0.5}, {0.31, 0.35, 0.3}});
  EXPECT_EQ(sentences(batch_sizes(3), falling)[0],
            "Loss falls with batch size, from 0.81 at 32 to 0.21 at 256 (3 seeds).");
  std::vector<std::vector<double>> rows(4);
  for (size_t s = 0; s < 30; ++s) {  // each seed: up, down, up: tau 1/3
    rows[0].push_back(1);
    rows[2].push_back(3);
    rows[3].push_back(2.5);
    rows[1].push_back(s % 2 == 0 ? 2.75 : 2.6);
  }
  EXPECT_TRUE(sentences(batch_sizes(30), study::results_of("loss", rows))[0].starts_with(
      "Loss tends to rise with batch size, from 1.0 at 32 to 2.7 at 256"));
}

// More pairs fall than rise, but the ends would say the opposite: it turns.
TEST(AnswerTrends, TurnsWhereTheEndsContradictTheTrend) {
  const std::vector<double> falls = {2.3, 1.7, 0.9, 0.5, 0.3, 40};
  std::vector<std::vector<double>> rows(6);
  for (size_t i = 0; i < 6; ++i)
    for (const double seed : {0.0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06})
      rows[i].push_back(falls[i] + seed);
  EXPECT_EQ(
      sentences(batch_sizes(7, {32, 64, 128, 256, 512, 1024}), study::results_of("loss", rows))[0],
      "Loss falls with batch size from 2.3 at 32 to 0.3 at 512 and rises from there to 40 at "
      "1024 (7 seeds).");
}

TEST(AnswerTrends, NoSteadyTrend) {
  EXPECT_EQ(
      sentences(batch_sizes(2), study::results_of("loss", {{1, 2}, {1.5, 1}, {3, 1}, {2, 4}}))[0],
      "Loss shows no steady trend with batch size (2 seeds).");
}

TEST(AnswerTrends, NeedThreeNumbers) {
  study::Study study = batch_sizes(3);
  study.findings[0].where = {{"batch_size", {AxisValue(int64_t{32}), AxisValue(int64_t{64})}}};
  for (const Finding& one : findings(study, study::results_of("loss", {{1, 2, 3}, {}, {4, 5, 6}})))
    EXPECT_NE(one.kind, Finding::Kind::kTrend);
}

}  // namespace
}  // namespace gradus::finding
