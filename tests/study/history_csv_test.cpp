#include "study/history_csv.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "gradus/base/error.hpp"
#include "study/hand_made.hpp"
#include "study/results_json.hpp"

namespace gradus::study {
namespace {

Study two_and_a_copy() {
  Study study = named("optimizer", {"sgd", "adam", "again"}, 1);
  study.variants[2].same_as = 0;
  return study;
}

Results some_history() {
  Results results;
  results.trials = {trial_of(0, 0, {}, 2), trial_of(1, 0, {}, 1)};
  results.trials[0].history.columns = {{"loss", {0.5, 0.1}}, {"val_loss", {kNaN, 1e-7}}};
  results.trials[1].history.columns = {{"my \"own\", metric", {-3}}};
  return results;
}

constexpr const char* kGolden =
    "trial,epoch,metric,value\n"
    "0,1,loss,0.5\n"
    "0,2,loss,0.1\n"
    "0,2,val_loss,1e-07\n"
    "1,1,\"my \"\"own\"\", metric\",-3\n"
    "2,1,loss,0.5\n"
    "2,2,loss,0.1\n"
    "2,2,val_loss,1e-07\n";

TEST(HistoryCsv, Bytes) {
  EXPECT_EQ(history_csv(two_and_a_copy(), some_history()), kGolden);
}

TEST(HistoryCsv, ComesBack) {
  const Study study = two_and_a_copy();
  Results read = read_results_json(study, results_json(study, some_history()), "results.json");
  read_history_csv(kGolden, "history.csv", read);
  EXPECT_EQ(history_csv(study, read), kGolden);
  const std::vector<double>* column = read.trials[0].history.find("val_loss");
  ASSERT_NE(column, nullptr);
  ASSERT_EQ(column->size(), 2u);
  EXPECT_TRUE(std::isnan(column->front()));
  EXPECT_EQ(column->back(), 1e-7);
  EXPECT_NE(read.trials[1].history.find("my \"own\", metric"), nullptr);
}

TEST(HistoryCsv, EmptyResults) {
  EXPECT_EQ(history_csv(two_and_a_copy(), {}), "trial,epoch,metric,value\n");
}

std::string fault(const std::string& csv) {
  Results results;
  results.trials = {trial_of(0, 0, {}, 2)};
  try {
    read_history_csv(csv, "history.csv", results);
  } catch (const Error& error) {
    return error.what();
  }
  return "none";
}

TEST(HistoryCsv, SaysWhatIsWrong) {
  const std::string head = "trial,epoch,metric,value\n";
  EXPECT_EQ(fault(head + "0,1,loss,0.5\n"), "none");
  EXPECT_EQ(fault("a,b\n"),
            "history.csv:1: is not the history of a run; run the study again with --force");
  for (const char* row : {"0,1,loss", "0,1,loss,x\n", "0,0,loss,1\n", "0,1,0.5\n", "0,1,loss,1 \n",
                          "x,1,loss,1\n", "\n"})
    EXPECT_EQ(fault(head + row),
              "history.csv:2: is no row of a history; run the study again with --force")
        << row;
  EXPECT_EQ(fault(head + "0,1,loss,1\n1,1,loss,1\n"),
            "history.csv:3: trial 1 is not in results.json; run the study again with --force");
  EXPECT_EQ(fault(head + "0,3,loss,1\n"),
            "history.csv:2: epoch 3 is beyond the trial's 2; run the study again with --force");
}

}  // namespace
}  // namespace gradus::study
