#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

#include "search_text.hpp"

namespace gradus::study {
namespace {

using testing::drawn, testing::drawn_study, testing::Parts, testing::study_of, testing::value_of;

TEST(Suggester, GoesOnFromWhatWasJudged) {
  const Study s = drawn_study("tpe", 40);
  ASSERT_TRUE(s.suggester);
  ASSERT_EQ(s.variants.size(), 10u);
  std::vector<Judged> judged;
  const auto loss = [](const Variant& v) {
    const double rate = std::get<double>(*value_of(v, "rate"));
    return std::abs(std::log10(rate) + 2) + (value_of(v, "beta_2") ? 0.0 : 1.0);
  };
  for (const Variant& v : s.variants) judged.push_back({v.key, loss(v)});
  double best_of_ten = std::numeric_limits<double>::infinity();
  for (const Judged& j : judged) best_of_ten = std::min(best_of_ten, j.objective);
  std::set<std::string> keys;
  for (const Judged& j : judged) keys.insert(text(j.key));
  double best = best_of_ten;
  while (judged.size() < 40) {
    const std::vector<Variant> next = s.suggester->suggest(judged, 3);
    ASSERT_EQ(next.size(), 3u);
    const std::vector<Variant> again = s.suggester->suggest(judged, 2);
    for (size_t i = 0; i < 2; ++i) EXPECT_EQ(again[i].key, next[i].key);
    for (const Variant& v : next) {
      EXPECT_TRUE(keys.insert(text(v.key)).second) << text(v.key);
      EXPECT_FALSE(v.canonical.empty());
      EXPECT_FALSE(v.same_as);
      judged.push_back({v.key, loss(v)});
      best = std::min(best, judged.back().objective);
    }
  }
  EXPECT_LT(best, 0.5 * best_of_ten);
  size_t adam = 0;
  for (size_t i = 25; i < 40; ++i)
    for (const auto& [name, value] : judged[i].key) adam += name == "beta_2" ? 1u : 0u;
  EXPECT_GE(adam, 11u);
}

TEST(Suggester, FollowsTheDirection) {
  Parts parts = drawn("method = \"tpe\"\npoints = 40\n");
  parts.rest.replace(parts.rest.find("\"val_loss\""), 10, "\"val_accuracy\"");
  const Study s = study_of(parts);
  std::vector<Judged> judged;
  for (const Variant& v : s.variants)
    judged.push_back({v.key, std::get<double>(*value_of(v, "rate"))});
  for (int i = 0; i < 30; ++i) {
    const Variant v = s.suggester->suggest(judged, 1)[0];
    judged.push_back({v.key, std::get<double>(*value_of(v, "rate"))});
  }
  int high = 0;
  for (size_t i = 20; i < 40; ++i) high += judged[i].objective > 0.1 ? 1 : 0;
  EXPECT_GE(high, 15);
}

TEST(Suggester, ASpaceThatIsUsedUpStillGivesPoints) {
  Parts parts;
  parts.train = "loss = \"binary_crossentropy\"\noptimizer = \"sgd $rate\"\nepochs = 9\n";
  parts.data += "validation = 0.2\n";
  parts.rest =
      "[vary]\nrate = [0.1, 0.2]\n[search]\nobjective = \"val_loss\"\nmethod = \"tpe\"\npoints = "
      "2\n";
  const Study s = study_of(parts);
  std::vector<Judged> judged;
  for (size_t i = 0; i < 12; ++i) judged.push_back({s.variants[i % 2].key, 1});
  EXPECT_EQ(s.suggester->suggest(judged, 2).size(), 2u);
}

}  // namespace
}  // namespace gradus::study
