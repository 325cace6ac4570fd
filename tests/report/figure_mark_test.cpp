#include "report/figure_mark.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "report/figure_study_samples.hpp"
#include "report/study_figures.hpp"

namespace gradus {
namespace {

using Values = std::vector<double>;

const study::MetricQuery kLowest{"min", "val_loss", {}}, kHighest{"max", "val_loss", {}};

TEST(FigureMark, IsTheFirstOfTheLowest) {
  figure::Series line;
  line.x = {1, 2, 3, 4, 5};
  line.y = {NAN, 3, 1, 7, 1};
  line.colour = 2;
  const auto low = extreme_of(line, kLowest), high = extreme_of(line, kHighest);
  ASSERT_TRUE(low && high);
  EXPECT_EQ(low->x, Values{3});
  EXPECT_EQ(low->y, Values{1});
  EXPECT_EQ(low->colour, 2);
  EXPECT_EQ(low->draw, figure::Draw::kPoints);
  EXPECT_TRUE(low->label.empty());
  EXPECT_GT(low->mark, 1);
  EXPECT_EQ(high->x, Values{4});
  line.y.assign(5, NAN);
  EXPECT_FALSE(extreme_of(line, kLowest));
}

study::Results with_validation(const study::Study& study) {
  study::Results results;
  for (size_t v = 0; v < study.variants.size(); ++v) {
    results.trials.push_back(samples::trial(v, 0, {4, 3, 2, 1}));
    const double up = static_cast<double>(v);
    results.trials.back().history.columns.push_back({"val_loss", {5, 3 + up, 3.25, 4}});
  }
  return results;
}

TEST(FigureMark, StandsOverItsLineAndIsSaidInThePanel) {
  study::Study study = samples::named_study({"sgd"}, 1);
  study.figures = {samples::line_spec({"loss", "val_loss"})};
  study.figures[0].mark = kLowest;
  const Figure figure = study_figures(study, with_validation(study), {})[0];
  const auto& series = figure.panels[0].series;
  ASSERT_EQ(series.size(), 3u);
  EXPECT_EQ(series[2].x, Values{2});
  EXPECT_EQ(series[2].y, Values{3});
  EXPECT_EQ(series[2].colour, series[1].colour);
  EXPECT_EQ(figure.panels[0].subtitle, "lowest validation loss: 3 at epoch 2");
  EXPECT_EQ(figure.note, "Dot: the lowest validation loss of its line.");
}

TEST(FigureMark, OfSeveralLinesEach) {
  study::Study study = samples::named_study({"sgd", "adam"}, 1);
  study.figures = {samples::line_spec({"val_loss"}), samples::line_spec({"val_loss"})};
  study.figures[0].mark = kLowest;
  const auto figures = study_figures(study, with_validation(study), {});
  const auto& series = figures[0].panels[0].series;
  ASSERT_EQ(series.size(), 4u);
  EXPECT_EQ(series[2].x, Values{2});
  EXPECT_EQ(series[3].x, Values{3});
  EXPECT_EQ(series[3].colour, 1);
  EXPECT_EQ(figures[0].panels[0].subtitle, "");
  EXPECT_EQ(figures[1].panels[0].series.size(), 2u) << "not asked for";
}

}  // namespace
}  // namespace gradus
