#include "study/train_rows.hpp"

#include <gtest/gtest.h>

#include "gradus/study/prepare.hpp"
#include "study_text.hpp"

namespace gradus::study {
namespace {

DataPlan plan_of(const std::string& data) {
  testing::Parts parts;
  parts.data = data;
  return testing::study_of(parts).variants[0].plan.data;
}

// What is counted is what is dealt, in the fold that leaves most.
TEST(TrainRows, AreThoseThatAreDealt) {
  for (const std::string data :
       {"train = 60\n", "train = 60\nvalidation = 7\n", "train = 60\nvalidation = 0.33\n",
        "train = 80\ntest = 9\nvalidation = { folds = 3, repeats = 2 }\n",
        "samples = 61\ntest = { folds = 4 }\n", "samples = 61\ntrain = 30\ntest = { folds = 4 }\n",
        "samples = 83\ntest = { folds = 4 }\nvalidation = { folds = 3 }\n",
        "samples = 50\nvalidation = { folds = 3 }\nstratify = false\n"}) {
    testing::Parts parts;
    parts.data = "source = \"moons\"\n" + data;
    const Study study = testing::study_of(parts);
    const DataPlan& plan = study.variants[0].plan.data;
    const DataShelf shelf(study, "");
    int64_t most = 0;
    for (int64_t fold = 0; fold < std::max<int64_t>(1, plan.folds()); ++fold)
      most = std::max(most, shelf.prepare(plan, 1, fold).train.rows());
    EXPECT_EQ(most_train_rows(plan, told_rows(plan)), most) << data;
  }
}

TEST(TrainRows, OfXorThereAreFour) {
  EXPECT_EQ(told_rows(plan_of("source = \"xor\"\n")), 4);
  EXPECT_EQ(told_rows(plan_of("source = \"xor\"\nsamples = 3\n")), 3);
  EXPECT_EQ(most_train_rows(plan_of("source = \"xor\"\nvalidation = 1\n"), 4), 3);
  for (const std::string key : {"samples", "train", "test"}) {
    testing::Parts parts;
    parts.train.replace(parts.train.find("binary_crossentropy"), 19, "mse");
    parts.data = "source = \"xor\"\n" + key + " = 9\n";
    EXPECT_EQ(testing::mistake(parts), "data." + key + ": asks for 9 of 4 samples; ask for fewer");
  }
}

TEST(TrainRows, AreToldByTheFileOrNot) {
  EXPECT_EQ(told_rows(plan_of("source = \"csv x.csv\"\n")), 0);
  EXPECT_EQ(told_rows(plan_of("source = \"csv x.csv\"\nsamples = 90\ntest = 0.5\n")), 90);
  EXPECT_EQ(told_rows(plan_of("source = \"moons\"\ntrain = 60\n")), 60);
  EXPECT_EQ(most_train_rows(plan_of("source = \"csv x.csv\"\ntest = 0.5\nvalidation = 10\n"), 90),
            35);
  EXPECT_EQ(most_train_rows(plan_of("source = \"folder f\"\ntest = 500\ntrain = 90\n"), 1000), 90);
}

}  // namespace
}  // namespace gradus::study
