#include "report/figure_names.hpp"

#include <gtest/gtest.h>

#include "report/figure_groups.hpp"
#include "report/figure_study_samples.hpp"

namespace gradus {
namespace {

using samples::named_study;
using samples::trial;

TEST(FigureNames, LabelsOfTheStudyComeFirst) {
  study::Study study = named_study({"a"}, 1);
  EXPECT_EQ(name_label(study, "learning_rate"), "learning rate");
  EXPECT_EQ(name_label(study, "val_binary_accuracy"), "validation binary accuracy");
  EXPECT_EQ(name_label(study, "test_loss"), "test loss");
  study.labels = {{"loss", "cross-entropy"}, {"max val_accuracy", "best accuracy"}};
  EXPECT_EQ(name_label(study, "loss"), "cross-entropy");
  EXPECT_EQ(name_label(study, "val_loss"), "validation cross-entropy");
  EXPECT_EQ(metric_label(study, {"max", "val_accuracy", std::nullopt}), "best accuracy");
  EXPECT_EQ(metric_label(study, {"argmin", "loss", std::nullopt}),
            "epoch of the lowest cross-entropy");
  EXPECT_EQ(metric_label(study, {"last", "loss", 10}), "cross-entropy after epoch 10");
}

TEST(FigureNames, PlainValuesBringTheirAxis) {
  const study::Study study = named_study({"a"}, 1);
  EXPECT_EQ(value_label(study, "run", std::string("small sgd")), "small sgd");
  EXPECT_EQ(value_label(study, "learning_rate", 0.005), "learning rate 0.005");
  EXPECT_EQ(value_label(study, "depth", int64_t{4}), "depth 4");
}

class FigureTitles : public testing::Test {
 protected:
  FigureTitles() : study_(named_study({"sgd", "adam"}, 4)) {
    for (study::Variant& variant : study_.variants)
      variant.plan.train.until = Until{"loss", 0.5, 1};
  }
  std::string fill(const std::string& title) {
    std::vector<const study::Trial*> trials;
    for (const study::Trial& t : trials_) trials.push_back(&t);
    return fill_title(title, study_, {0}, trials);
  }
  study::Study study_;
  std::vector<study::Trial> trials_;
};

TEST_F(FigureTitles, EpochsAreTheMedianOfConvergedTrials) {
  trials_ = {trial(0, 0, {1, 1, 0.4}, Status::kConverged),
             trial(0, 1, {1, 1, 1, 0.4}, Status::kConverged), trial(0, 2, {1, 1, 1, 1, 1, 1, 1, 1}),
             trial(0, 3, {1}, Status::kDiverged)};
  EXPECT_EQ(fill("{run}: {epochs} epochs"), "sgd: 4 epochs");  // 3.5, rounded
}

TEST_F(FigureTitles, SaysThatNoTrialConverged) {
  trials_ = {trial(0, 0, {1, 1})};
  EXPECT_EQ(fill("{run}: {epochs} epochs"), "sgd: no trial converged");
  EXPECT_EQ(fill("{run} ({epochs})"), "sgd (no trial converged)");
}

TEST_F(FigureTitles, OtherMetricsAreMediansOfSoundTrials) {
  trials_ = {trial(0, 0, {3, 1}), trial(0, 1, {5, 2}), trial(0, 2, {4, 4}),
             trial(0, 3, {100}, Status::kDiverged)};
  EXPECT_EQ(fill("loss {loss}, at best {min loss}, {loss@1} first"), "loss 2, at best 2, 4 first");
}

TEST_F(FigureTitles, OtherBracesStay) {
  trials_ = {trial(0, 0, {1})};
  EXPECT_EQ(fill("{Symbol} {/a} { {run"), "{Symbol} {/a} { {run");
  EXPECT_EQ(fill("no braces"), "no braces");
}

}  // namespace
}  // namespace gradus
