#include "cli/progress_line.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace gradus::cli {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

study::Trial ended(Status status = Status::kCompleted) {
  study::Trial trial;
  trial.history.status = status;
  return trial;
}

TEST(Progress, CountsWhatBeganAndEnded) {
  Progress progress(10, 10);
  EXPECT_EQ(progress.text(1), "0 of 10 trials");
  progress.started(1);
  progress.started(1);
  EXPECT_EQ(progress.text(1), "0 of 10 trials, 2 running");
  progress.finished(ended(), kNone, 1, 3);
  progress.finished(ended(Status::kFailed), kNone, 1, 4);
  progress.started(1);
  progress.finished(ended(Status::kDiverged), kNone, 1, 6);
  study::Trial pruned = ended();
  pruned.pruned = true;
  progress.started(1);
  progress.started(1);
  progress.finished(pruned, kNone, 1, 9);
  EXPECT_EQ(progress.text(9),
            "4 of 10 trials, 1 running, 1 failed, 1 diverged, 1 pruned, about 11 s left");
}

TEST(Progress, TheBestGoesTheObjectivesWay) {
  Progress rising(4, 4, "val_accuracy", true), falling(4, 4, "val_loss");
  EXPECT_EQ(rising.text(0), "0 of 4 trials");
  size_t variant = 0;
  for (const double value : {kNone, 0.5, 0.93456, 0.7, kNone, HUGE_VAL}) {
    study::Trial trial = ended();
    trial.variant = variant++;
    rising.found(trial, value, 1);
    falling.found(trial, value, 1);
  }
  EXPECT_EQ(rising.text(0), "6 of 4 trials, 6 of them earlier, best val_accuracy 0.9346");
  EXPECT_EQ(falling.text(0), "6 of 4 trials, 6 of them earlier, best val_loss 0.5");
}

// The best training of a point says less than all of them, which the search ranks by.
TEST(Progress, TheBestIsAPointsMeanOnceAllItsTrainingsEnded) {
  Progress progress(6, 6, "val_accuracy", true, [](size_t) { return size_t{3}; });
  const auto end = [&](size_t variant, double value) {
    study::Trial trial = ended();
    trial.variant = variant;
    progress.found(trial, value, 1);
    return progress.text(0);
  };
  end(0, 0.99);
  EXPECT_EQ(end(0, 0.9), "2 of 6 trials, 2 of them earlier");
  end(1, 0.8);
  EXPECT_EQ(end(0, 0.81), "4 of 6 trials, 4 of them earlier, best val_accuracy 0.9");
  end(1, 0.8);
  EXPECT_EQ(end(1, 0.8), "6 of 6 trials, 6 of them earlier, best val_accuracy 0.9");
  // A scheduler lets point 0 go on, and it gets worse.
  for (int i = 0; i < 3; ++i) end(0, 0.5);
  EXPECT_EQ(end(2, 1), "10 of 6 trials, 10 of them earlier, best val_accuracy 0.8");
}

// By counted work, not by how many: nine tenths of the work are left after half of the trials.
TEST(Progress, TheTimeLeftGoesByWork) {
  Progress progress(2, 100);
  EXPECT_TRUE(std::isnan(progress.left(5)));
  progress.finished(ended(), kNone, 10, 5);
  EXPECT_DOUBLE_EQ(progress.left(5), 45);
  EXPECT_DOUBLE_EQ(progress.left(25), 25);
  EXPECT_DOUBLE_EQ(progress.left(500), 0);
  progress.finished(ended(), kNone, 90, 60);
  EXPECT_DOUBLE_EQ(progress.left(60), 0);
  EXPECT_EQ(progress.text(60), "2 of 2 trials");
}

TEST(Progress, WhatRunsIsHalfDoneAndWhatWasFoundCostNothing) {
  Progress progress(12, 12);
  for (int i = 0; i < 4; ++i) progress.found(ended(), kNone, 1);
  EXPECT_TRUE(std::isnan(progress.left(1)));
  progress.started(1);
  progress.started(1);
  progress.finished(ended(), kNone, 1, 6);
  // 1.5 of 8 were done in 6 s.
  EXPECT_DOUBLE_EQ(progress.left(6), 26);
  progress.planned(3, 3);
  EXPECT_DOUBLE_EQ(progress.left(6), 38);
  EXPECT_EQ(progress.all(), 15u);
}

TEST(Progress, Tenths) {
  Progress progress(25, 25);
  std::string lines;
  for (int i = 0; i < 25; ++i) {
    const size_t before = progress.tenths();
    progress.finished(ended(), kNone, 1, i);
    if (progress.tenths() != before) lines += std::to_string(progress.done()) + " ";
  }
  EXPECT_EQ(lines, "3 5 8 10 13 15 18 20 23 25 ");
  EXPECT_EQ(Progress(0, 0).tenths(), 10u);
}

TEST(Progress, Durations) {
  EXPECT_EQ(duration_text(0), "1 s");
  EXPECT_EQ(duration_text(7.2), "8 s");
  EXPECT_EQ(duration_text(59), "59 s");
  EXPECT_EQ(duration_text(59.5), "1 min");
  EXPECT_EQ(duration_text(61), "2 min");
  EXPECT_EQ(duration_text(3541), "1 h");
  EXPECT_EQ(duration_text(7800), "2 h 10 min");
  EXPECT_EQ(duration_text(200000), "3 days");
}

// Not a terminal here: a line at each tenth.
TEST(ProgressLine, WritesTenthsToALog) {
  testing::internal::CaptureStderr();
  {
    ProgressLine line(false, Progress(20, 20));
    for (int i = 0; i < 20; ++i) line.found(ended());
  }
  const std::string log = testing::internal::GetCapturedStderr();
  EXPECT_EQ(std::count(log.begin(), log.end(), '\n'), 10);
  EXPECT_EQ(log.substr(0, log.find('\n')), "2 of 20 trials, 2 of them earlier");
  testing::internal::CaptureStderr();
  {
    ProgressLine line(true, Progress(1, 1));
    line.started();
    line.finished(ended());
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

}  // namespace
}  // namespace gradus::cli
