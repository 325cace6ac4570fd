#include "report/html/trials.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "study/hand_made.hpp"

namespace gradus::html {
namespace {

using study::kNaN;
using study::named;
using study::trial_of;

study::Results troubled() {
  study::Results results;
  results.trials = {trial_of(0, 0, {{"loss", 0.1}, {"test_loss", 0.25}}, 7, Status::kConverged),
                    trial_of(0, 1, {{"loss", kNaN}}, 2, Status::kDiverged),
                    trial_of(1, 0, {{"loss", 3}}, 10), trial_of(1, 1, {{"loss", 4}}, 5)};
  results.trials[1].history.where = {12, "dense_2", 3};
  results.trials[2].history.learned = false;
  results.trials[3].pruned = true;
  results.trials[3].history.status = Status::kStopped;
  results.trials[0].history.seconds = 0.5;
  return results;
}

TEST(HtmlTrials, HaveSettingsStatusAndMetrics) {
  study::Study study = named("optimizer", {"</script>", "adam", "twin"}, 2);
  study.variants[2].same_as = 1;
  const TrialRows rows = trial_rows(study, troubled());
  EXPECT_EQ(rows.trials, 6u);
  EXPECT_EQ(rows.left_out, "");
  EXPECT_EQ(rows.json.find('<'), std::string::npos) << rows.json;
  const nlohmann::json data = nlohmann::json::parse(rows.json);
  EXPECT_EQ(data["columns"], nlohmann::json({"trial", "optimizer", "seed", "status", "remark",
                                             "epochs", "loss", "test_loss", "seconds"}));
  const nlohmann::json& all = data["rows"];
  ASSERT_EQ(all.size(), 6u);
  EXPECT_EQ(all[0], nlohmann::json({0, "</script>", 0, "converged", "", 7, 0.1, 0.25, 0.5}));
  EXPECT_EQ(all[1][3], "diverged");
  EXPECT_TRUE(all[1][6].is_null());
  EXPECT_EQ(all[1][4], "not finite at step 12, dense_2");
  EXPECT_EQ(all[2][3], "completed, did not learn");
  EXPECT_EQ(all[3][3], "stopped, pruned");
  EXPECT_EQ(all[4][1], "twin");
  EXPECT_EQ(all[4][4], "the trial of adam");
}

TEST(HtmlTrials, AboveTheMostThoseInTroubleStay) {
  const study::Study study = named("optimizer", {"sgd", "adam"}, 2);
  const TrialRows rows = trial_rows(study, troubled(), 3);
  const nlohmann::json data = nlohmann::json::parse(rows.json);
  ASSERT_EQ(data["rows"].size(), 3u);
  EXPECT_EQ(data["rows"][0][0], 1);
  EXPECT_EQ(data["rows"][2][0], 3);
  EXPECT_EQ(rows.left_out,
            "Here are 3 of 4 trials, those that ended badly among them; results.json has all.");
}

TEST(HtmlTrials, ManyMetricsEndSomewhere) {
  study::Results results;
  results.trials = {trial_of(0, 0, {})};
  for (int i = 0; i < 30; ++i) results.trials[0].metrics.emplace_back("m" + std::to_string(i), i);
  const TrialRows rows = trial_rows(named("a", {"b"}, 1), results);
  EXPECT_EQ(rows.left_out, "Here are 24 of 30 metrics; results.json has all.");
}

}  // namespace
}  // namespace gradus::html
