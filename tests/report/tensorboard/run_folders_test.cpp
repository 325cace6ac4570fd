#include "report/tensorboard/run_folders.hpp"

#include <gtest/gtest.h>

#include "report/figure_study_samples.hpp"
#include "report/tensorboard/events.hpp"

namespace gradus::tensorboard {
namespace {

size_t times(const std::string& text, const std::string& part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

TEST(RunFolders, EveryTrialIsARunAndTheTopHoldsTheExperiment) {
  const study::Study study = samples::named_study({"a/b", "c"}, 2);
  study::Results results;
  results.trials = {samples::trial(0, 0, {0.5, 0.25}), samples::trial(1, 1, {0.5})};
  results.trials[1].fold = 3;
  results.trials[0].metrics = {{"loss", 0.25}, {"test_loss", 0.3}};
  const std::vector<RunFolder> runs = run_folders(study, results);
  ASSERT_EQ(runs.size(), 3U);
  EXPECT_EQ(runs[0].path, "");
  EXPECT_EQ(times(runs[0].events, "_hparams_/experiment"), 1U);
  EXPECT_EQ(runs[1].path, "a_b/seed-0") << "no name leads out of the folder";
  EXPECT_EQ(runs[2].path, "c/fold-3/seed-1");
  EXPECT_EQ(times(runs[1].events, "test_loss"), 1U) << "the end's value, once";
  EXPECT_EQ(times(runs[1].events, "\x0a\x04loss"), 2U) << "the history's, by epoch";
  Events last;
  last.scalar("test_loss", 2, 0.3);
  EXPECT_NE(runs[1].events.find(last.bytes().substr(Events().bytes().size())), std::string::npos)
      << "at the last epoch";
  EXPECT_EQ(run_folders(study, results)[1].events, runs[1].events);
}

TEST(RunFolders, VariantsOfLikeNamesHaveFoldersOfTheirOwn) {
  const study::Study study = samples::named_study({"a:b", "a;b", "figures", ".."}, 1);
  study::Results results;
  for (size_t v = 0; v < 4; ++v) results.trials.push_back(samples::trial(v, 0, {1}));
  const std::vector<RunFolder> runs = run_folders(study, results);
  EXPECT_EQ(runs[1].path, "a_b/seed-0");
  EXPECT_EQ(runs[2].path, "variant-1 a_b/seed-0");
  EXPECT_EQ(runs[3].path, "variant-2 figures/seed-0");
  EXPECT_EQ(runs[4].path, "variant-3 /seed-0");
}

TEST(RunFolders, LongTrainingsAreToldAThousandTimes) {
  const study::Study study = samples::named_study({"a"}, 1);
  study::Results results;
  results.trials = {samples::trial(0, 0, std::vector<double>(5000, 0.5))};
  const std::string events = run_folders(study, results)[1].events;
  EXPECT_EQ(times(events, "\x0a\x04loss"), kMostEpochs);
  Events last;
  last.scalar("loss", 5000, 0.5);
  EXPECT_NE(events.find(last.bytes().substr(Events().bytes().size())), std::string::npos);
}

TEST(RunFolders, PicturesStandUnderTheirFigures) {
  Figure figure;
  figure.name = "boundary";
  const RunFolder run = pictures({figure}, {std::string(40, 'x')});
  EXPECT_EQ(run.path, "figures");
  EXPECT_EQ(times(run.events, "boundary"), 1U);
  EXPECT_EQ(times(run.events, std::string(40, 'x')), 1U);
}

}  // namespace
}  // namespace gradus::tensorboard
