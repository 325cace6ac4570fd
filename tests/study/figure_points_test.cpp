#include "study/figure_points.hpp"

#include <gtest/gtest.h>

#include "study/hand_made.hpp"

namespace gradus::study {
namespace {

// Two points of a search, a third of the first's plan, and the first trained again.
Study searched() {
  Study study = named("optimizer", {"sgd", "adam", "adam, again"}, 1);
  study.axes.push_back({"refit", {std::string("best")}, true});
  study.variants[2].same_as = 1;
  study.variants.push_back(study.variants[1]);
  study.variants.back().key.emplace_back("refit", std::string("best"));
  study.search = SearchSpec{};
  return study;
}

TEST(FigurePoints, OnlyAFigureThatSpeaksOfRefitsShowsThem) {
  const Study study = searched();
  FigureSpec plain, panels, x, where;
  panels.panels = {"refit"};
  x.kind = "bar";
  x.x = "refit";
  where.where = {{"refit", {std::string("best")}}};
  EXPECT_FALSE(shows_refits(plain));
  for (const FigureSpec& spec : {panels, x, where}) {
    EXPECT_TRUE(shows_refits(spec));
    EXPECT_FALSE(shows_variant(spec, study.variants[1]));
    EXPECT_TRUE(shows_variant(spec, study.variants[3]));
  }
  EXPECT_TRUE(shows_variant(plain, study.variants[1]));
  EXPECT_FALSE(shows_variant(plain, study.variants[3])) << "it would count the point twice";
}

TEST(FigurePoints, TrialsAreShownForEveryVariantOfTheirPlan) {
  const Study study = searched();
  FigureSpec again;
  again.where = {{"optimizer", {std::string("adam, again")}}};
  EXPECT_FALSE(shows_trials(study, again, 0));
  EXPECT_TRUE(shows_trials(study, again, 1));
}

TEST(FigurePoints, BestPointsWhereTheSearchSettlesTheRest) {
  Study study = searched();
  FigureSpec spec;
  EXPECT_FALSE(best_points(study, spec)) << "a line for each point";
  spec.by_given = true;
  EXPECT_TRUE(best_points(study, spec));
  spec.kind = "bar";
  EXPECT_TRUE(best_points(study, spec));
  spec.x = "refit";
  EXPECT_FALSE(best_points(study, spec));
  spec.x = "optimizer";
  study.search.reset();
  EXPECT_FALSE(best_points(study, spec));
}

}  // namespace
}  // namespace gradus::study
