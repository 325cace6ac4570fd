#include "report/figure_sampled.hpp"

#include <gtest/gtest.h>

#include "report/figure_study_samples.hpp"

namespace gradus {
namespace {

using samples::trial;
using Values = std::vector<double>;

std::vector<study::InstrumentSpec> instruments() {
  study::InstrumentSpec ratio, gradients;
  ratio.kind = ratio.name = "update_ratio";
  gradients.kind = gradients.name = "gradients";
  return {ratio, gradients};
}

study::Sampled look(size_t instrument, int64_t epoch, int64_t step, double value) {
  Reading reading;
  reading.layer = "dense";
  reading.quantity = instrument == 1 ? "kernel" : "update_ratio";
  reading.distribution.count = 1;
  reading.distribution.mean = reading.distribution.norm = value;
  return {instrument, epoch, step, {reading}};
}

// Two epochs of four steps.
study::Trial looked_at(uint64_t seed, const std::vector<study::Sampled>& looks,
                       Status status = Status::kCompleted) {
  study::Trial t = trial(0, seed, {1, 1}, status);
  t.sampled = looks;
  return t;
}

EpochCurve curve_of(const std::vector<study::Trial>& trials, const std::string& metric,
                    bool steps = false) {
  std::vector<const study::Trial*> pointers;
  for (const study::Trial& t : trials) pointers.push_back(&t);
  return sampled_curve(instruments(), pointers, metric, steps);
}

TEST(FigureSampled, MedianAndRangeLookAfterLook) {
  const std::vector<study::Trial> trials = {
      looked_at(0, {look(1, 1, 4, 3), look(0, 1, 4, 99), look(1, 2, 8, 30)}),
      looked_at(1, {look(1, 1, 4, 1), look(1, 2, 8, 10)}),
      looked_at(2, {look(1, 1, 4, 2), look(1, 2, 8, 50)})};
  const EpochCurve curve = curve_of(trials, "gradients.norm.dense.kernel");
  EXPECT_EQ(curve.series.x, (Values{1, 2}));
  EXPECT_EQ(curve.series.y, (Values{2, 30}));
  EXPECT_EQ(curve.series.low, (Values{1, 10}));
  EXPECT_EQ(curve.series.high, (Values{3, 50}));
  EXPECT_EQ(curve.trials, 3U);
  EXPECT_EQ(curve.series.draw, figure::Draw::kLinePoints);
  EXPECT_EQ(curve_of(trials, "gradients.norm", true).series.x, (Values{4, 8}));
}

TEST(FigureSampled, ALookBetweenTwoEpochsStandsBetweenThem) {
  const std::vector<study::Trial> trials = {
      looked_at(0, {look(0, 0, 3, 5), look(0, 1, 4, 6), look(0, 1, 6, 7)})};
  const EpochCurve curve = curve_of(trials, "update_ratio.dense");
  EXPECT_EQ(curve.series.x, (Values{0.75, 1, 1.5}));
  EXPECT_EQ(curve.series.y, (Values{5, 6, 7}));
  EXPECT_TRUE(curve.series.low.empty());
}

TEST(FigureSampled, MomentsOfFewAndTrialsThatDivergedAreLeftOut) {
  const std::vector<study::Trial> trials = {
      looked_at(0, {look(1, 1, 4, 3), look(1, 2, 7, 30)}), looked_at(1, {look(1, 1, 4, 1)}),
      looked_at(2, {look(1, 1, 4, 2)}), looked_at(3, {look(1, 1, 4, 900)}, Status::kDiverged)};
  const EpochCurve curve = curve_of(trials, "gradients.norm");
  EXPECT_EQ(curve.series.x, (Values{1}));
  EXPECT_EQ(curve.series.y, (Values{2}));
  EXPECT_EQ(curve.trials, 3U);
  EXPECT_TRUE(curve_of(trials, "loss").series.x.empty());
  EXPECT_TRUE(curve_of(trials, "gradients.norm.dense_1.kernel").series.x.empty());
}

std::vector<std::string> names_of(const std::vector<std::string>& metrics) {
  const auto names = sampled_names(instruments(), samples::line_spec(metrics).y);
  if (!names) return {};
  std::vector<std::string> all = {names->axis};
  all.insert(all.end(), names->lines.begin(), names->lines.end());
  return all;
}
using Names = std::vector<std::string>;

TEST(FigureSampled, NoNameIsSaidTwice) {
  EXPECT_EQ(names_of({"update_ratio.dense", "update_ratio.dense_1.2"}),
            (Names{"update_ratio", "dense", "dense_1.2"}));
  EXPECT_EQ(names_of({"update_ratio.dense", "update_ratio"}),
            (Names{"update_ratio", "dense", "all layers"}));
  EXPECT_EQ(names_of({"gradients.norm.dense.kernel", "gradients.norm.dense_1.kernel"}),
            (Names{"gradients.norm", "dense.kernel", "dense_1.kernel"}));
  EXPECT_EQ(names_of({"gradients.norm.dense", "gradients.mean.dense"}),
            (Names{"gradients", "norm.dense", "mean.dense"}));
  EXPECT_EQ(names_of({"gradients.norm.dense", "update_ratio.dense"}), Names{});
  EXPECT_EQ(names_of({"gradients.norm.dense", "loss"}), Names{});
  EXPECT_EQ(names_of({"gradients.norm"}), Names{});
}

}  // namespace
}  // namespace gradus
