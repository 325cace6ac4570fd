#include "study/drawing.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "study_text.hpp"

namespace gradus::study {
namespace {

using testing::mistake;
using testing::Parts;
using testing::study_of;

// Adam has a beta_2, SGD has none; both have a rate, and a number of units.
Parts drawn(const std::string& search, const std::string& vary = "") {
  Parts parts;
  parts.data = "source = \"moons\"\ntrain = 100\nvalidation = 20\n";
  parts.model = "layers = [\"dense $units relu\", \"dense 1 sigmoid\"]\n";
  parts.train = "loss = \"binary_crossentropy\"\noptimizer = \"$optimizer\"\nepochs = 9\n";
  parts.rest =
      "[vary]\nrate = \"log_uniform 1e-4 1\"\nbeta_2 = \"uniform 0.8 0.999\"\nunits = "
      "\"integer 4 32 4\"\n" +
      vary +
      "[vary.optimizer]\nadam = { kind = \"adam $rate\", beta_2 = \"$beta_2\" }\nsgd = "
      "\"sgd $rate\"\n[search]\nobjective = \"val_loss\"\n" +
      search;
  return parts;
}

Study study(const std::string& method, int points, int seed = 0) {
  return study_of(drawn("method = \"" + method + "\"\npoints = " + std::to_string(points) +
                        "\nseed = " + std::to_string(seed) + "\n"));
}

std::optional<AxisValue> value_of(const Variant& variant, const std::string& axis) {
  for (const auto& [name, value] : variant.key)
    if (name == axis) return value;
  return std::nullopt;
}

TEST(Drawing, PointsHaveWhatTheyNeedWithinTheirRanges) {
  for (const char* method : {"random", "latin_hypercube", "sobol", "tpe"}) {
    const Study s = study(method, 24);
    EXPECT_EQ(s.variants.size(), std::string(method) == "tpe" ? 10u : 24u);
    std::set<std::string> kinds;
    for (const Variant& variant : s.variants) {
      const std::string optimizer = std::get<std::string>(*value_of(variant, "optimizer"));
      kinds.insert(optimizer);
      EXPECT_EQ(value_of(variant, "beta_2").has_value(), optimizer == "adam");
      const double rate = std::get<double>(*value_of(variant, "rate"));
      EXPECT_GE(rate, 1e-4);
      EXPECT_LE(rate, 1);
      const int64_t units = std::get<int64_t>(*value_of(variant, "units"));
      EXPECT_EQ(units % 4, 0);
      EXPECT_EQ(std::get<Dense>(variant.plan.layers[0]).units, units);
      EXPECT_EQ(learning_rate(variant.plan.train.optimizer), LearningRate(rate));
    }
    EXPECT_EQ(kinds.size(), 2u) << method;
  }
}

TEST(Drawing, AxesHoldTheValuesDrawnAndTheirRange) {
  const Study s = study("random", 12);
  std::map<std::string, const Axis*> axes;
  for (const Axis& axis : s.axes) axes[axis.name] = &axis;
  ASSERT_EQ(s.axes.size(), 4u);
  EXPECT_EQ(axes["rate"]->values.size(), 12u);
  EXPECT_TRUE(std::is_sorted(axes["rate"]->values.begin(), axes["rate"]->values.end()));
  EXPECT_EQ(axes["rate"]->range->kind, Draw::Kind::kLogUniform);
  EXPECT_EQ(axes["units"]->range->step, 4);
  EXPECT_FALSE(axes["optimizer"]->range);
  EXPECT_EQ(axes["optimizer"]->values, (std::vector<AxisValue>{"adam", "sgd"}));
  EXPECT_LT(axes["beta_2"]->values.size(), 12u);
}

TEST(Drawing, HangsOnTheSeed) {
  for (const char* method : {"random", "latin_hypercube", "sobol", "tpe"}) {
    const auto keys = [&](int seed) {
      std::vector<std::string> out;
      for (const Variant& v : study(method, 8, seed).variants) out.push_back(text(v.key));
      return out;
    };
    EXPECT_EQ(keys(1), keys(1));
    EXPECT_NE(keys(1), keys(2)) << method;
  }
  // More points leave the first as they were.
  const Study few = study("random", 5), more = study("random", 9);
  for (size_t i = 0; i < 5; ++i) EXPECT_EQ(few.variants[i].key, more.variants[i].key);
}

TEST(Drawing, ValuesHaveFewDigits) {
  for (const Variant& v : study("sobol", 50).variants)
    EXPECT_LE(text(*value_of(v, "rate")).size(), 10u) << text(v.key);
}

TEST(Drawing, ARangeOfWholeNumbersIsCrossedInAGridAndOthersAreNot) {
  Parts parts = drawn("");
  EXPECT_EQ(mistake(parts),
            "vary.rate: \"log_uniform 1e-4 1\" is drawn from; set search.method and search.points, "
            "or give a list");
  const Study s =
      study_of(parts, {.set = {"vary.rate=[0.1]", "vary.beta_2=[0.9]", "search.method=grid"}});
  EXPECT_EQ(s.variants.size(), 16u);
}

TEST(Drawing, RangeMistakes) {
  const auto range = [](const std::string& text) {
    Parts parts = drawn("method = \"random\"\npoints = 3\n");
    const std::string old = "\"log_uniform 1e-4 1\"";
    parts.rest.replace(parts.rest.find(old), old.size(), "\"" + text + "\"");
    return mistake(parts);
  };
  EXPECT_EQ(range("log_uniform 0 1"),
            "vary.rate: LOW must be a number above 0, got 0; the form is log_uniform LOW HIGH");
  EXPECT_EQ(range("uniform 1 0"), "vary.rate: \"uniform 1 0\" is empty; give LOW before HIGH");
  EXPECT_EQ(range("uniform 1"),
            "vary.rate: \"uniform 1\" is no range; the form is uniform LOW HIGH");
  EXPECT_EQ(range("uniform 1 2 3"),
            "vary.rate: \"uniform 1 2 3\" is no range; the form is uniform LOW HIGH");
  EXPECT_EQ(range("uniform -1e308 1e308"),
            "vary.rate: \"uniform -1e308 1e308\" is too wide; bring LOW and HIGH together");
  EXPECT_EQ(range("normal 0 1"),
            "vary.rate: expected a list, a range or named variants, got \"normal 0 1\"; write a "
            "list such as [0.01, 0.1], or \"integer LOW HIGH [STEP]\"");
  EXPECT_EQ(range("uniform .1 1"),
            "vary.rate: \".1\": a number needs a digit before the point; "
            "write 0.1");
}

TEST(Drawing, RepeatedPlansAreDrawnAgainWhileThereAreOthers) {
  Parts parts;
  parts.train = "loss = \"binary_crossentropy\"\noptimizer = \"sgd $rate\"\nepochs = 9\n";
  parts.data += "validation = \"test\"\n";
  parts.rest =
      "[vary]\nrate = [0.1, 0.2, 0.3, 0.4]\n[search]\nobjective = \"val_loss\"\nmethod = "
      "\"random\"\npoints = 4\n";
  EXPECT_EQ(study_of(parts).notes, std::vector<std::string>{});
  parts.rest.replace(parts.rest.find("points = 4"), 10, "points = 6");
  const Study s = study_of(parts);
  size_t repeated = 0;
  for (const Variant& v : s.variants) repeated += v.same_as ? 1u : 0u;
  EXPECT_EQ(s.variants.size(), 6u);
  EXPECT_EQ(repeated, 2u);
}

TEST(Drawing, AxesThatChangeNothingAreFound) {
  Parts parts = drawn("method = \"random\"\npoints = 3\n", "rho = \"uniform 0 1\"\n");
  EXPECT_EQ(mistake(parts),
            "vary.rho: changes nothing: no \"$rho\" in data, model or train; write it where it "
            "belongs, or remove the axis");
  parts = drawn("method = \"random\"\npoints = 3\n", "nesterov = [false, true]\n");
  const std::string sgd = "\"sgd $rate\"";
  parts.rest.replace(parts.rest.find(sgd), sgd.size(),
                     "{ kind = \"sgd $rate\", nesterov = \"$nesterov\" }");
  EXPECT_EQ(mistake(parts),
            "vary.nesterov: changes nothing in all 3 variants (nesterov needs momentum); remove "
            "it, or allow_inert = [\"nesterov\"]");
  parts.top = "allow_inert = [\"nesterov\"]\n";
  EXPECT_EQ(study_of(parts).notes,
            (std::vector<std::string>{"nesterov changes nothing, as allow_inert says"}));
  // The same of a range, beside an axis that acts at some values of another only.
  parts = drawn("method = \"sobol\"\npoints = 8\n", "momentum = [0.0, 0.9]\n");
  parts.rest.replace(parts.rest.find(sgd), sgd.size(),
                     "{ kind = \"sgd $rate\", momentum = \"$momentum\", nesterov = true }");
  EXPECT_EQ(mistake(parts), "");
}

TEST(Drawing, AMistakeInAValueThatIsNotDrawnShows) {
  Parts parts = drawn("method = \"random\"\npoints = 1\n");
  parts.rest.replace(parts.rest.find("sgd = \"sgd $rate\""), 17, "sgd = \"sdg $rate\"");
  EXPECT_EQ(
      mistake(parts),
      "vary.optimizer.sgd: unknown optimizer \"sdg\"; one of sgd, rmsprop, adagrad, adadelta, "
      "adam, adamw, adamax, nadam, truncated_newton, lbfgs, conjugate_gradient, rprop");
  parts = drawn("method = \"random\"\npoints = 1\n");
  parts.rest.replace(parts.rest.find("beta_2 = \"$beta_2\""), 18, "beta_3 = \"$beta_2\"");
  EXPECT_NE(mistake(parts).find("unknown option of adam; did you mean \"beta_1\"?"),
            std::string::npos)
      << mistake(parts);
}

TEST(Drawing, DefaultsAndFiguresCopeWithManyValues) {
  const Study s = study("random", 50);
  std::vector<std::string> kinds;
  for (const FigureSpec& figure : s.figures) {
    kinds.push_back(figure.kind);
    EXPECT_TRUE(figure.by.empty());  // lines are of the best point
  }
  EXPECT_EQ(kinds, (std::vector<std::string>{"marginal_effects", "parallel_coordinates", "line",
                                             "line"}));
  ASSERT_EQ(s.findings.size(), 2u);
  EXPECT_FALSE(s.findings[0].by);
  EXPECT_EQ(*s.findings[1].by, "optimizer");
  Parts parts = drawn(
      "method = \"random\"\npoints = 50\n[[finding]]\nmetric = \"val_loss\"\n"
      "where = { rate = 0.1 }\n");
  EXPECT_EQ(mistake(parts), "finding.where.rate: rate is drawn from a range; leave it out");
}

TEST(Suggester, GoesOnFromWhatWasJudged) {
  const Study s = study("tpe", 40);
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
  parts.data += "validation = \"test\"\n";
  parts.rest =
      "[vary]\nrate = [0.1, 0.2]\n[search]\nobjective = \"val_loss\"\nmethod = \"tpe\"\npoints = "
      "12\n";
  const Study s = study_of(parts);
  std::vector<Judged> judged;
  for (const Variant& v : s.variants) judged.push_back({v.key, 1});
  EXPECT_EQ(s.suggester->suggest(judged, 2).size(), 2u);
}

}  // namespace
}  // namespace gradus::study
