#include "report/findings/fold.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "report/findings/questions.hpp"

namespace gradus::finding {
namespace {

using study::AxisValue;

// A map of rates and sizes for two activations, nine seeds: relu is lower at rates up to 6.
struct Map {
  study::Study study;
  study::Results results;
  Map() {
    const std::vector<std::string> names{"relu", "tanh"};
    study::Axis rate{"rate", {}, false}, kind{"activation", {}, true};
    for (const std::string& name : names) kind.values.emplace_back(name);
    std::vector<study::VariantKey> keys;
    for (int64_t r = 1; r <= 12; ++r) {
      rate.values.emplace_back(r);
      for (const std::string& name : names) keys.push_back({{"rate", r}, {"activation", name}});
    }
    study = study::study_of({rate, kind}, keys, 9);
    for (size_t v = 0; v < keys.size(); ++v) {
      const int64_t r = std::get<int64_t>(keys[v][0].second);
      for (uint64_t seed = 0; seed < 9; ++seed) {
        const double noise = 0.01 * static_cast<double>((seed * 7 + v * 5) % 9);
        const double gap = v % 2 == 0 && r <= 6 ? 0.3 : 0;
        results.trials.push_back(
            study::trial_of(v, seed, {{"loss", 2 - gap - 0.1 * static_cast<double>(r) + noise}}));
      }
    }
  }
};

TEST(Fold, ManyCombinationsAreOneSentence) {
  Map map;
  map.study.findings = {ask("loss", "activation")};
  EXPECT_EQ(sentences(map.study, map.results),
            (std::vector<std::string>{"Over 12 combinations of the other axes the lowest loss is "
                                      "beyond doubt that of relu in 6; in 6 no value is ahead of "
                                      "all others."}));
}

TEST(Fold, AgainstABaseline) {
  Map map;
  map.study.findings = {ask("loss", "activation")};
  map.study.findings[0].baseline = study::AxisValue(std::string("tanh"));
  EXPECT_EQ(
      sentences(map.study, map.results),
      (std::vector<std::string>{"Of 12 comparisons with tanh in loss 6 are lower and 6 cannot "
                                "be told apart from it."}));
}

// Three sizes of three rates have nine shares and nine pairs to speak of, and three trends.
TEST(Fold, ManySentencesOfFewCombinations) {
  std::vector<study::VariantKey> keys;
  study::Results results;
  for (int64_t size : {1, 2, 3})
    for (int64_t rate : {1, 2, 3}) {
      for (uint64_t seed = 0; seed < 40; ++seed)
        results.trials.push_back(study::trial_of(
            keys.size(), seed, {}, 10,
            static_cast<int64_t>(seed % 4) < rate ? Status::kConverged : Status::kCompleted));
      keys.push_back({{"size", size}, {"rate", rate}});
    }
  const std::vector<AxisValue> values{int64_t{1}, int64_t{2}, int64_t{3}};
  study::Study study =
      study::study_of({{"size", values, false}, {"rate", values, false}}, keys, 40);
  study.findings = {ask("converged", "rate")};
  const std::vector<std::string> got = sentences(study, results);
  ASSERT_EQ(got.size(), 4u);
  EXPECT_EQ(got[0].find("With size 1, converged tends to rise with rate, from 25 % at 1"), 0u)
      << got[0];
  EXPECT_EQ(got[3],
            "Over 3 combinations of the other axes the highest share of trials that converged is "
            "beyond doubt that of rate 3 in 3.");
}

TEST(Fold, ManyVariantsWithoutAnAxis) {
  Map map;
  map.study.findings = {ask("loss")};
  const std::vector<std::string> got = sentences(map.study, map.results);
  ASSERT_EQ(got.size(), 1u);
  EXPECT_EQ(got[0].find("Over 24 variants loss goes from 0."), 0u) << got[0];
}

TEST(Fold, ThePageOfAMapIsShort) {
  Map map;
  for (const char* metric : {"loss", "mae"})
    for (const char* axis : {"rate", "activation"}) map.study.findings.push_back(ask(metric, axis));
  const std::string page = findings_markdown(map.study, map.results);
  EXPECT_LE(std::count(page.begin(), page.end(), '\n'), 60) << page;
}

}  // namespace
}  // namespace gradus::finding
