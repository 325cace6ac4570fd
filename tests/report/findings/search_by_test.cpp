#include <gtest/gtest.h>

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
            "[0.912, 0.953]. Adam cannot be told apart from nadam; adadelta is lower; a difference "
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
