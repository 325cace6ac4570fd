// The critical difference diagram of a search.
#include <gtest/gtest.h>

#include <algorithm>

#include "report/search_samples.hpp"
#include "report/study_figures.hpp"

namespace gradus {
namespace {

using samples::small_search;

const std::vector<double> kValues = {0.1, 0.2, 0.6, 0.5, 0.3, 0.35, 0.4, 0.7, 0.25};

const figure::Series* leader(const Figure& figure, const std::string& name) {
  for (const figure::Series& s : figure.panels[0].series)
    if (s.name == name) return &s;
  return nullptr;
}

TEST(CriticalDifferenceOfASearch, RanksItsPointsWithinEachSeed) {
  study::Study study = small_search(4);
  study.figures = {samples::points_spec("critical_difference")};
  const Figure figure = study_figures(study, samples::scores_of(study, kValues), {})[0];
  ASSERT_NE(leader(figure, "adam, rate 0.01"), nullptr);
  EXPECT_EQ(leader(figure, "adam, rate 0.01")->x[0], 1);
  EXPECT_EQ(leader(figure, "sgd, rate 0.001, momentum 0.5")->x[0], 9);
  EXPECT_EQ(figure.note,
            "Validation accuracy of 9 points, ranked within each of 4 seeds; left is best. Bars "
            "join points that cannot be told apart at 5 % (Nemenyi's test). Friedman's test that "
            "all are equal: p < 0.001.");
}

TEST(CriticalDifferenceOfASearch, ByAnAxisTheBestOfEachValue) {
  study::Study study = small_search(4);
  study::FigureSpec spec = samples::points_spec("critical_difference");
  spec.by = {"optimizer"};
  spec.by_given = true;
  study.figures = {spec};
  const Figure figure = study_figures(study, samples::scores_of(study, kValues), {})[0];
  EXPECT_EQ(leader(figure, "adam, rate 0.01")->x[0], 1);
  EXPECT_EQ(leader(figure, "sgd, rate 0.01, momentum 0.5")->x[0], 2);
  EXPECT_EQ(leader(figure, "sgd, rate 0.1, momentum 0.5"), nullptr);
}

TEST(CriticalDifferenceOfASearch, OneSeedSaysNothing) {
  study::Study study = small_search(1);
  study.figures = {samples::points_spec("critical_difference")};
  const Figure figure = study_figures(study, samples::scores_of(study, kValues), {})[0];
  EXPECT_TRUE(figure.panels[0].series.empty());
  EXPECT_EQ(figure.note, "Ranks need at least two points, and two folds or seeds.");
}

TEST(CriticalDifferenceOfASearch, LeavesOutWhatCannotBeRanked) {
  study::Study study = small_search(3);
  study::Results results = samples::scores_of(study, kValues);
  results.trials[0].pruned = true;
  study.variants[1].same_as = 2;
  study.figures = {samples::points_spec("critical_difference")};
  const Figure figure = study_figures(study, results, {})[0];
  EXPECT_EQ(leader(figure, "sgd, rate 0.001, momentum 0.5"), nullptr);
  EXPECT_EQ(leader(figure, "sgd, rate 0.001, momentum 0.9"), nullptr)
      << "it would tie with the point whose plan it has";
  EXPECT_NE(figure.note.find("1 point that was ended early"), std::string::npos);
}

}  // namespace
}  // namespace gradus
