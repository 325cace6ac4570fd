#include <gtest/gtest.h>

#include "report/findings/search.hpp"
#include "report/findings/search_samples.hpp"

namespace gradus::finding {
namespace {

std::vector<Finding> best_of(const MnistSearch& s) {
  return search_best(search_facts(s.study, s.results, study::TrialIndex(s.study, s.results)));
}

TEST(SearchBest, OfOneSeedAndThreeFolds) {
  const MnistSearch s(1);
  const std::vector<Finding> got = best_of(s);
  ASSERT_EQ(got.size(), 3u);
  EXPECT_EQ(
      got[0].sentence,
      "Best of 88 points: learning rate 0.001, beta 1 0.7, beta 2 0.999, adam, with the "
      "highest validation accuracy, 0.946 [0.919, 0.973] (mean of 3 folds; standard deviation "
      "0.0069 over the folds).");
  EXPECT_NE(got[1].sentence.find("of the 87 other points cannot be told apart from it (learning "
                                 "rate 0.001, "),
            std::string::npos)
      << got[1].sentence;
  EXPECT_NE(got[1].sentence.find(" are worse. A difference of 0."), std::string::npos);
  EXPECT_EQ(got[1].pairs.size(), 87u);
  EXPECT_NE(got[2].sentence.find("none of which is known to be simpler, the first in the study's "
                                 "order is learning rate 0.001, beta 1 0.5, beta 2 0.8, adam"),
            std::string::npos)
      << got[2].sentence;
}

TEST(SearchBest, FoldsAndSeedsAreToldApart) {
  const MnistSearch s(5);
  const std::string got = best_of(s)[0].sentence;
  EXPECT_NE(got.find("(mean of 3 folds of 5 seeds; standard deviation 0.017 over the folds of a "
                     "seed, 0.0025 over the seeds' means)."),
            std::string::npos)
      << got;
}

TEST(SearchBest, SeedsAlone) {
  const MnistSearch s(4, 0);
  const std::string got = best_of(s)[0].sentence;
  EXPECT_NE(got.find("(mean of 4 seeds; standard deviation 0."), std::string::npos) << got;
  EXPECT_NE(got.find(" over the seeds)."), std::string::npos) << got;
}

TEST(SearchBest, OneTrainingEachTellsNothingApart) {
  const MnistSearch s(1, 0);
  const std::vector<Finding> got = best_of(s);
  ASSERT_EQ(got.size(), 2u);
  EXPECT_NE(got[0].sentence.find("(one training, which has no spread)."), std::string::npos);
  EXPECT_EQ(got[1].sentence,
            "No other point can be compared with it: one training each tells no points apart.");
}

TEST(SearchBest, TheSimplestByItsParameters) {
  study::Study study = study::named("run", {"large", "small"}, 3);
  study.search = study::SearchSpec{};
  study.search->objective.name = "val_loss";
  study.search->rule = study::SearchSpec::Rule::kOneStandardError;
  for (size_t v = 0; v < 2; ++v) {
    Dense layer;
    layer.units = v == 0 ? 8 : 2;
    study.variants[v].plan.layers = {layer};
  }
  const study::Results results =
      study::results_of("val_loss", {{0.1, 0.2, 0.3}, {0.12, 0.2, 0.31}});
  const std::vector<Finding> got =
      search_best(search_facts(study, results, study::TrialIndex(study, results)));
  ASSERT_EQ(got.size(), 3u);
  EXPECT_EQ(got[1].sentence.find("The other point cannot be told apart from it"), 0u)
      << got[1].sentence;
  EXPECT_EQ(got[2].sentence,
            "Of the 2 points within one standard error of it (0.058), the simplest is small "
            "(validation loss 0.21 [0.00, 0.45], 6 parameters): the search's rule chooses it.");
}

TEST(SearchBest, NothingTrainedOrNothingFinite) {
  MnistSearch s(1);
  for (study::Trial& trial : s.results.trials) trial.metrics[0].second = study::kNaN;
  EXPECT_EQ(best_of(s)[0].sentence,
            "None of the 88 points was trained to its end with a finite validation accuracy, so "
            "none is best.");
  s.results.trials.clear();
  EXPECT_EQ(best_of(s)[0].sentence, "No point of the search was trained.");
}

}  // namespace
}  // namespace gradus::finding
