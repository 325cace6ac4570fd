#include "report/figure_curves.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "gradus/base/random.hpp"
#include "gradus/study/statistics.hpp"
#include "report/figure_study_samples.hpp"

namespace gradus {
namespace {

using samples::trial;

EpochCurve curve_of(const std::vector<study::Trial>& trials, bool steps = false) {
  std::vector<const study::Trial*> pointers;
  for (const study::Trial& t : trials) pointers.push_back(&t);
  return epoch_curve(pointers, "loss", steps);
}
using Values = std::vector<double>;

TEST(FigureCurves, MedianAndRangeOfAFew) {
  const EpochCurve curve =
      curve_of({trial(0, 0, {3, 2}), trial(0, 1, {1, 1}), trial(0, 2, {2, 9})});
  EXPECT_EQ(curve.series.x, (Values{1, 2}));
  EXPECT_EQ(curve.series.y, (Values{2, 2}));
  EXPECT_EQ(curve.series.low, (Values{1, 1}));
  EXPECT_EQ(curve.series.high, (Values{3, 9}));
  EXPECT_EQ(curve.trials, 3u);
  EXPECT_FALSE(curve.uneven);
}

TEST(FigureCurves, PercentilesOfManyAsStatisticsHasThem) {
  Random random(1, Purpose::kSearch);
  std::vector<study::Trial> trials;
  for (uint64_t s = 0; s < 13; ++s) {
    Values loss;
    for (int e = 0; e < 50; ++e) loss.push_back(random.normal());
    trials.push_back(trial(0, s, loss));
  }
  const EpochCurve curve = curve_of(trials);
  for (size_t e = 0; e < 50; ++e) {
    Values at;
    for (const study::Trial& t : trials) at.push_back((*t.history.find("loss"))[e]);
    EXPECT_DOUBLE_EQ(curve.series.y[e], statistics::median(at));
    EXPECT_NEAR(curve.series.low[e], statistics::quantile(at, 0.1), 1e-12);
    EXPECT_NEAR(curve.series.high[e], statistics::quantile(at, 0.9), 1e-12);
  }
}

TEST(FigureCurves, OneTrialHasNoBand) {
  const EpochCurve curve = curve_of({trial(0, 0, {3, 2})});
  EXPECT_EQ(curve.series.y, (Values{3, 2}));
  EXPECT_TRUE(curve.series.low.empty());
}

TEST(FigureCurves, EndedTrialsCountWithTheirLastValueUntilHalfHaveEnded) {
  const EpochCurve curve = curve_of({trial(0, 0, {9, 0}), trial(0, 1, {9, 8, 1}),
                                     trial(0, 2, {9, 8, 7, 2}), trial(0, 3, {9, 8, 7, 6, 5})});
  EXPECT_TRUE(curve.uneven);
  EXPECT_EQ(curve.series.x, (Values{1, 2, 3})) << "two of four have ended after epoch 3";
  EXPECT_EQ(curve.series.y, (Values{9, 8, 4}));  // of 0, 1, 7, 7
  EXPECT_EQ(curve.series.low, (Values{9, 0, 0}));
}

TEST(FigureCurves, DivergedTrialsAreLeftOut) {
  const EpochCurve curve =
      curve_of({trial(0, 0, {1, 1}), trial(0, 1, {2, 2}), trial(0, 2, {3, 3}),
                trial(0, 3, {1e9}, Status::kDiverged), trial(0, 4, {}, Status::kFailed)});
  EXPECT_EQ(curve.trials, 3u);
  EXPECT_EQ(curve.series.y, (Values{2, 2}));
}

TEST(FigureCurves, EpochsWithoutAMeasurementArePassedOver) {
  const EpochCurve curve = curve_of({trial(0, 0, {NAN, 4, NAN, 2}), trial(0, 1, {NAN, 6, NAN, 4})});
  EXPECT_EQ(curve.series.x, (Values{2, 4}));
  EXPECT_EQ(curve.series.y, (Values{5, 3}));
}

TEST(FigureCurves, StepsCountUpdates) {
  EXPECT_EQ(curve_of({trial(0, 0, {1, 2, 3})}, true).series.x, (Values{4, 8, 12}));
}

TEST(FigureCurves, NothingToDrawIsEmpty) {
  EXPECT_TRUE(curve_of({}).series.x.empty());
  EXPECT_TRUE(curve_of({trial(0, 0, {1}, Status::kDiverged)}).series.x.empty());
}

// The loss and the rate of every update, where they were kept; other metrics stay one an epoch.
TEST(FigureCurves, AgainstStepsIsDrawnUpdateByUpdate) {
  study::Trial kept = trial(0, 0, {3, 1});
  kept.history.columns.push_back({"learning_rate", {0.1, 0.2}});
  kept.history.columns.push_back({"accuracy", {0.5, 1}});
  kept.history.batch_loss = {5, 4, 3, 3, 2, 2, 1, 1};
  kept.history.batch_learning_rate = {1, 2, 3, 4, 5, 6, 7, 8};
  const figure::Series rate = epoch_curve({&kept}, "learning_rate", true).series;
  EXPECT_EQ(rate.x, (Values{1, 2, 3, 4, 5, 6, 7, 8}));
  EXPECT_EQ(rate.y, kept.history.batch_learning_rate);
  EXPECT_EQ(epoch_curve({&kept}, "loss", true).series.y, kept.history.batch_loss);
  EXPECT_EQ(epoch_curve({&kept}, "accuracy", true).series.x, (Values{4, 8}));
  EXPECT_EQ(epoch_curve({&kept}, "loss", false).series.y, (Values{3, 1}));
}

TEST(EpochCurve, OfTheLowestOrHighestSoFar) {
  const study::Trial one = samples::trial(0, 0, {3, 5, 2, 4});
  EXPECT_EQ(epoch_curve({&one}, "loss", false, "min").series.y, (Values{3, 3, 2, 2}));
  EXPECT_EQ(epoch_curve({&one}, "loss", false, "max").series.y, (Values{3, 5, 5, 5}));
  EXPECT_EQ(epoch_curve({&one}, "loss", false).series.y, (Values{3, 5, 2, 4}));
}

}  // namespace
}  // namespace gradus
