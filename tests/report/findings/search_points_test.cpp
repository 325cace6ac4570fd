#include <gtest/gtest.h>

#include "report/findings/search.hpp"
#include "report/findings/search_samples.hpp"

namespace gradus::finding {
namespace {

using Lines = std::vector<std::string>;

study::Study four_points() {
  study::Study study = study::named("run", {"a", "b", "c", "d"}, 2);
  study.search = study::SearchSpec{};
  study.search->objective.name = "val_loss";
  return study;
}

Lines points_of(const study::Study& study, const study::Results& results) {
  Lines out;
  for (const Finding& one :
       search_points(search_facts(study, results, study::TrialIndex(study, results))))
    out.push_back(one.sentence);
  return out;
}

TEST(SearchPoints, TheAverageIsThatOfAllPoints) {
  EXPECT_EQ(
      points_of(four_points(), study::results_of("val_loss", {{1, 1}, {2, 2}, {4, 4}, {9, 9}})),
      (Lines{"Over all 4 points, validation loss is 1.00 at best, 3.00 in the median, 4.00 "
             "in the mean and 9.00 at worst (d)."}));
}

TEST(SearchPoints, WhatFailedWasEndedOrIsACopy) {
  study::Study study = four_points();
  study.search->scheduler.kind = study::Scheduler::Kind::kMedianPruning;
  study.variants.push_back(study.variants[0]);
  study.variants[4].key[0].second = std::string("e");
  study.variants[4].same_as = 0;
  study::Results results =
      study::results_of("val_loss", {{1, 1}, {2, 2}, {4, study::kNaN}, {3, 3}});
  results.trials.back().pruned = true;
  EXPECT_EQ(
      points_of(study, results),
      (Lines{"Over the 2 points trained to their end with a value, validation loss is 1.00 "
             "at best, 1.50 in the median, 1.50 in the mean and 2.00 at worst (b).",
             "1 of 4 points has no validation loss and stands last: in 1 training of it it is "
             "not finite.",
             "1 of 4 points was ended early by median pruning: it stands behind the others, "
             "with what it had reached.",
             "1 of 5 points has the plan of another and was not trained again: e, as a."}));
}

TEST(SearchPoints, PointsThatWereDrawnAgain) {
  study::Study study = four_points();
  for (const size_t first : {0, 0, 1}) {
    study.variants.push_back(study.variants[first]);
    study.variants.back().same_as = first;
  }
  const Lines got =
      points_of(study, study::results_of("val_loss", {{1, 1}, {2, 2}, {3, 3}, {4, 4}}));
  EXPECT_EQ(got.back(), "3 of 7 points were drawn again and were not trained again: a; b.");
}

}  // namespace
}  // namespace gradus::finding
