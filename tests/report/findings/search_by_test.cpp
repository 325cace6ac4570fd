#include <gtest/gtest.h>

#include "report/findings/search.hpp"
#include "report/findings/search_samples.hpp"

namespace gradus::finding {
namespace {

std::string by(const MnistSearch& s, const study::FindingSpec& spec) {
  study::Study study = s.study;
  study.findings = {spec};
  for (const Finding& one : findings(study, s.results))
    if (one.sentence.starts_with("By ") || one.sentence.starts_with("No two") ||
        one.sentence.find(" values of ") != std::string::npos)
      return one.sentence;
  return "";
}

TEST(SearchBy, TheBestPointOfEachStandsForIt) {
  const MnistSearch s(5);
  const std::string got = by(s, ask("val_accuracy", "optimizer"));
  EXPECT_EQ(got,
            "By optimizer, the best points have validation accuracy: nadam (learning rate 0.001, "
            "beta 1 0.9, beta 2 0.999) 0.946 [0.923, 0.969]; adam (learning rate 0.001, beta 1 "
            "0.7, beta 2 0.999) 0.944 [0.926, 0.961]; adadelta (learning rate 1, rho 1) 0.933 "
            "[0.912, 0.953]. adam cannot be told apart from nadam; adadelta is lower; a difference "
            "of 0.018 would probably have been seen.");
}

TEST(SearchBy, WhereNarrowsIt) {
  const MnistSearch s(1);
  study::FindingSpec spec = ask("val_accuracy", "optimizer");
  spec.where = {{"rho", {0.1}}};
  EXPECT_EQ(by(s, spec),
            "No two values of optimizer have a point that was trained to its end, so there is "
            "nothing to compare.");
}

TEST(SearchBy, AnAxisOfManyValuesSaysWhereTheBestLie) {
  study::Study study = study::named("run", {}, 2);
  study.axes = {{"rate", {}, false}, {"kind", {std::string("x"), std::string("y")}, true}};
  study.search = study::SearchSpec{};
  study.search->objective.name = "val_loss";
  study.findings = {ask("val_loss", "rate")};
  std::vector<std::vector<double>> rows;
  for (int i = 0; i < 24; ++i) {
    const double rate = 0.01 * (i / 2 + 1);
    study.variants.emplace_back().key = {{"rate", rate},
                                         {"kind", std::string(i % 2 == 0 ? "x" : "y")}};
    if (i % 2 == 0) study.axes[0].values.emplace_back(rate);
    rows.push_back({1.0 + i, 1.1 + i});
  }
  const std::vector<std::string> got = sentences(study, study::results_of("val_loss", rows));
  EXPECT_NE(std::find(got.begin(), got.end(),
                      "Of 12 values of rate the 10 best points have those from 0.01 to 0.1; the "
                      "best has 0.01."),
            got.end());
}

// A point of two verdicts would be one too many: that of the ranking is that of the sentence.
TEST(SearchBy, PairsWithTheBestHaveTheRankingsVerdict) {
  study::Study study = study::study_of({{"rate", {0.0, 0.4, 0.8}, false}},
                                       {{{"rate", 0.0}}, {{"rate", 0.4}}, {{"rate", 0.8}}}, 1);
  study.search = study::SearchSpec{};
  study.search->objective.name = "val_accuracy";
  study.search->higher_is_better = true;
  study.findings = {ask("val_accuracy", "rate")};
  study.findings[0].baseline = study::AxisValue(0.0);
  study::Results results;
  const double values[3][3] = {
      {0.7875, 0.7375, 0.5875}, {0.7, 0.4625, 0.5}, {0.35, 0.2125, 0.2875}};
  for (size_t v = 0; v < 3; ++v) {
    study.variants[v].plan.data.validation_folds = study::Folds{3, 1};
    for (int64_t f = 0; f < 3; ++f) {
      results.trials.push_back(study::trial_of(v, 0, {{"val_accuracy", values[v][f]}}));
      results.trials.back().fold = f;
    }
  }
  const study::TrialIndex index(study, results);
  const SearchFacts facts = search_facts(study, results, index);
  ASSERT_TRUE(facts.against[2].differs());
  // By a test that knows of these three differences alone they could be chance.
  const statistics::Comparison alone =
      statistics::compare(std::vector{paired(facts.samples[0], facts.samples[2])})[0];
  ASSERT_FALSE(alone.differs());
  bool said = false;
  for (const Finding& one : findings(study, results)) {
    if (one.kind != Finding::Kind::kComparison) continue;
    ASSERT_EQ(one.pairs.size(), 1u);
    EXPECT_EQ(one.pairs[0].second, 0u);
    EXPECT_EQ(one.pairs[0].comparison.differs(), one.pairs[0].first == 2) << one.sentence;
    said = said || one.sentence.starts_with("rate 0.8 has a lower validation accuracy than rate 0");
  }
  EXPECT_TRUE(said);
}

TEST(SearchBy, ValuesThatMakeTheSamePlans) {
  study::Study study = study::study_of({{"rate", {0.1, 0.2}, false}, {"n", {true, false}, false}},
                                       {{{"rate", 0.1}, {"n", true}},
                                        {{"rate", 0.1}, {"n", false}},
                                        {{"rate", 0.2}, {"n", true}},
                                        {{"rate", 0.2}, {"n", false}}},
                                       2);
  study.search = study::SearchSpec{};
  study.search->objective.name = "val_loss";
  study.findings = {ask("val_loss", "n")};
  study.variants[1].same_as = 0;
  study.variants[3].same_as = 2;
  study::Results results = study::results_of("val_loss", {{1, 2}, {}, {3, 4}, {}});
  const std::vector<std::string> got = sentences(study, results);
  EXPECT_NE(std::find(got.begin(), got.end(),
                      "The values true and false of n make the same plans, computed once, so there "
                      "is nothing to compare."),
            got.end());
}

// What a scheduler ended has nothing to be stated or compared.
TEST(SearchBy, PointsThatWereEndedAreLeftOut) {
  study::Study study = study::study_of({{"rate", {0.1, 0.2, 0.4}, false}},
                                       {{{"rate", 0.1}}, {{"rate", 0.2}}, {{"rate", 0.4}}}, 2);
  study.search = study::SearchSpec{};
  study.search->objective.name = "val_loss";
  study.findings = {ask("val_loss"), ask("val_loss", "rate")};
  study::Results results = study::results_of("val_loss", {{1, 2}, {3, 4}, {5, 6}});
  results.trials[4].pruned = results.trials[5].pruned = true;
  for (const std::string& one : sentences(study, results)) {
    EXPECT_EQ(one.find("no value"), std::string::npos) << one;
    EXPECT_EQ(one.find("rate 0.4"), std::string::npos) << one;
  }
  results.trials[2].pruned = results.trials[3].pruned = true;
  const std::vector<std::string> got = sentences(study, results);
  EXPECT_NE(std::find_if(got.begin(), got.end(),
                         [](const std::string& one) {
                           return one.starts_with("With rate 0.1, validation loss is ");
                         }),
            got.end());
  EXPECT_NE(std::find(got.begin(), got.end(),
                      "No two values of rate have a point that was trained to its end, so there is "
                      "nothing to compare."),
            got.end());
}

// With one axis each value is one point, and a baseline is compared as everywhere: over folds.
TEST(SearchBy, OnePointForEachValueIsComparedAsAlways) {
  study::Study study =
      study::study_of({{"rate", {0.0, 0.4}, false}}, {{{"rate", 0.0}}, {{"rate", 0.4}}}, 2);
  study.search = study::SearchSpec{};
  study.search->objective.name = "val_accuracy";
  study.search->higher_is_better = true;
  study.findings = {ask("val_accuracy", "rate")};
  study.findings[0].baseline = study::AxisValue(0.0);
  study::Results results;
  for (size_t v = 0; v < 2; ++v) {
    study.variants[v].plan.data.validation_folds = study::Folds{3, 1};
    for (int64_t f = 0; f < 3; ++f)
      for (uint64_t seed = 0; seed < 2; ++seed) {
        const double wiggle = 0.001 * static_cast<double>((f * 2 + static_cast<int64_t>(seed)) % 5);
        results.trials.push_back(
            study::trial_of(v, seed, {{"val_accuracy", v == 0 ? 0.9 + wiggle : 0.95 - wiggle}}));
        results.trials.back().fold = f;
      }
  }
  const std::vector<std::string> got = sentences(study, results);
  EXPECT_NE(std::find(got.begin(), got.end(),
                      "rate 0.4 has a higher validation accuracy than rate 0: 0.948 against 0.902, "
                      "paired over 6 folds of 2 seeds."),
            got.end())
      << got[3];
}

}  // namespace
}  // namespace gradus::finding
