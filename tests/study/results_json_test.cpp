#include "study/results_json.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "gradus/base/error.hpp"
#include "study/hand_made.hpp"

namespace gradus::study {
namespace {

Study mixed_study() {
  Study study = study_of({{"optimizer", {AxisValue("sgd, \"fast\""), AxisValue("adam")}, true},
                          {"rate", {AxisValue(1.0)}},
                          {"nesterov", {AxisValue(true)}},
                          {"units", {AxisValue(int64_t{8})}}},
                         {{{"optimizer", "sgd, \"fast\""}, {"rate", 1.0}, {"nesterov", true}},
                          {{"optimizer", "adam"}, {"units", int64_t{8}}},
                          {}},
                         2);
  study.variants[2].same_as = 1;
  return study;
}

Results mixed_results() {
  Results results;
  results.trials = {
      trial_of(0, 0, {{"loss", 0.1}, {"val_loss", 3}}, 260, Status::kConverged),
      trial_of(0, 1, {{"loss", kNaN}, {"val_loss", 1e-7}}, 2, Status::kDiverged),
      trial_of(1, 0, {{"loss", 0.30000000000000004}}),
      trial_of(1, 1, {}, 0, Status::kFailed),
  };
  results.trials[0].history.seconds = 0.25;
  results.trials[1].history.where = {12, "dense_2", 3};
  results.trials[2].fold = 0;
  results.trials[2].pruned = true;
  return results;
}

constexpr const char* kGolden = R"({
  "study": "hand-made",
  "trials": [
    {"variant": {"optimizer": "sgd, \"fast\"", "rate": 1.0, "nesterov": true}, "fold": null, "seed": 0, "status": "converged", "epochs": 260, "seconds": 0.25, "learned": true, "metrics": {"loss": 0.1, "val_loss": 3.0}},
    {"variant": {"optimizer": "sgd, \"fast\"", "rate": 1.0, "nesterov": true}, "fold": null, "seed": 1, "status": "diverged", "epochs": 2, "seconds": 0.0, "learned": false, "metrics": {"loss": null, "val_loss": 1e-07}, "where": {"step": 12, "layer": "dense_2", "batch": 3}},
    {"variant": {"optimizer": "adam", "units": 8}, "fold": null, "seed": 1, "status": "failed", "epochs": 0, "seconds": 0.0, "learned": true, "metrics": {}},
    {"variant": {"optimizer": "adam", "units": 8}, "fold": 0, "seed": 0, "status": "completed", "epochs": 10, "seconds": 0.0, "learned": true, "pruned": true, "metrics": {"loss": 0.30000000000000004}},
    {"variant": {}, "same_as": {"optimizer": "adam", "units": 8}, "fold": null, "seed": 1, "status": "failed", "epochs": 0, "seconds": 0.0, "learned": true, "metrics": {}},
    {"variant": {}, "same_as": {"optimizer": "adam", "units": 8}, "fold": 0, "seed": 0, "status": "completed", "epochs": 10, "seconds": 0.0, "learned": true, "pruned": true, "metrics": {"loss": 0.30000000000000004}}
  ]
}
)";

TEST(ResultsJson, Bytes) {
  EXPECT_EQ(results_json(mixed_study(), mixed_results()), kGolden);
}

TEST(ResultsJson, ComesBack) {
  const Study study = mixed_study();
  const Results read = read_results_json(study, kGolden, "results.json");
  ASSERT_EQ(read.trials.size(), 6u);
  EXPECT_EQ(results_json(study, read), kGolden);
  EXPECT_EQ(read.trials[1].history.where, (Where{12, "dense_2", 3}));
  EXPECT_EQ(read.trials[1].history.status, Status::kDiverged);
  EXPECT_TRUE(std::isnan(read.trials[1].metrics[0].second));
  EXPECT_EQ(read.trials[3].fold, 0);
  EXPECT_TRUE(read.trials[3].pruned);
  EXPECT_FALSE(read.trials[2].pruned);
  EXPECT_EQ(read.trials[5].variant, 2u);
}

TEST(ResultsJson, NothingRanAndNothingVaries) {
  const Study study = study_of({}, {{}}, 1);
  EXPECT_EQ(results_json(study, {}), "{\n  \"study\": \"hand-made\",\n  \"trials\": []\n}\n");
  EXPECT_TRUE(read_results_json(study, results_json(study, {}), "x").trials.empty());
}

TEST(ResultsJson, ANumberThatIsLostAtAnUnknownPlaceSaysSo) {
  const Study study = study_of({}, {{}}, 1);
  const std::string json = results_json(study, results_of("test_loss", {{kNaN}}));
  EXPECT_NE(json.find("{\"test_loss\": null}, \"where\": {\"step\": null, \"layer\": null, "
                      "\"batch\": null}}"),
            std::string::npos)
      << json;
  EXPECT_EQ(results_json(study, read_results_json(study, json, "x")), json);
}

std::string fault(const Study& study, const std::string& json) {
  try {
    (void)read_results_json(study, json, "out/results.json");
  } catch (const Error& error) {
    return error.what();
  }
  return "none";
}

TEST(ResultsJson, SaysWhatIsWrong) {
  EXPECT_EQ(fault(mixed_study(), "{\"trials\": [{}]}"),
            "out/results.json: is not the results of a run; run the study again with --force");
  EXPECT_EQ(fault(mixed_study(), std::string(kGolden).substr(0, 300)),
            "out/results.json: is not the results of a run; run the study again with --force");
  EXPECT_EQ(fault(named("optimizer", {"lbfgs"}, 1), kGolden),
            "out/results.json: the study has no variant \"sgd, \"fast\", rate 1, nesterov true\"; "
            "run the study again with --force");
}

}  // namespace
}  // namespace gradus::study
