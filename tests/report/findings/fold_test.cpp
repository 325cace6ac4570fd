#include "report/findings/fold.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "report/findings/questions.hpp"

namespace gradus::finding {
namespace {

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
