#include "study/drawing.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "search_text.hpp"

namespace gradus::study {
namespace {

using testing::drawn;
using testing::drawn_study;
using testing::mistake;
using testing::Parts;
using testing::study_of;
using testing::value_of;

TEST(Drawing, PointsHaveWhatTheyNeedWithinTheirRanges) {
  for (const char* method : {"random", "latin_hypercube", "sobol", "tpe"}) {
    const Study s = drawn_study(method, 24);
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
  const Study s = drawn_study("random", 12);
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
      for (const Variant& v : drawn_study(method, 8, seed).variants) out.push_back(text(v.key));
      return out;
    };
    EXPECT_EQ(keys(1), keys(1));
    EXPECT_NE(keys(1), keys(2)) << method;
  }
  // More points leave the first as they were.
  const Study few = drawn_study("random", 5), more = drawn_study("random", 9);
  for (size_t i = 0; i < 5; ++i) EXPECT_EQ(few.variants[i].key, more.variants[i].key);
}

TEST(Drawing, ValuesHaveFewDigits) {
  for (const Variant& v : drawn_study("sobol", 50).variants)
    EXPECT_LE(text(*value_of(v, "rate")).size(), 10u) << text(v.key);
}

TEST(Drawing, RepeatedPlansAreDrawnAgainWhileThereAreOthers) {
  Parts parts;
  parts.train = "loss = \"binary_crossentropy\"\noptimizer = \"sgd $rate\"\nepochs = 9\n";
  parts.data += "validation = 0.2\n";
  parts.rest =
      "[vary]\nrate = [0.1, 0.2, 0.3, 0.4]\n[search]\nobjective = \"val_loss\"\nmethod = "
      "\"random\"\npoints = 4\n";
  EXPECT_EQ(study_of(parts).notes, std::vector<std::string>{});
  // Without momentum nesterov changes nothing: eight points are six plans.
  parts.train.replace(parts.train.find("\"sgd $rate\""), 11,
                      "{ kind = \"sgd $rate\", momentum = \"$m\", nesterov = \"$n\" }");
  parts.rest.replace(parts.rest.find("[0.1, 0.2, 0.3, 0.4]\n"), 21,
                     "[0.1, 0.2]\nm = [0, 0.5]\nn = [false, true]\n");
  parts.rest.replace(parts.rest.find("points = 4"), 10, "points = 8");
  const Study s = study_of(parts);
  size_t repeated = 0;
  for (const Variant& v : s.variants) repeated += v.same_as ? 1u : 0u;
  EXPECT_EQ(s.variants.size(), 8u);
  EXPECT_EQ(repeated, 2u);
}

TEST(Drawing, DefaultsAndFiguresCopeWithManyValues) {
  const Study s = drawn_study("random", 50);
  std::vector<std::string> kinds;
  for (const FigureSpec& figure : s.figures) {
    kinds.push_back(figure.kind);
    EXPECT_TRUE(figure.by.empty());  // lines are of the best point
  }
  EXPECT_EQ(kinds,
            (std::vector<std::string>{"marginal_effects", "parallel_coordinates", "line", "line"}));
  ASSERT_EQ(s.findings.size(), 2u);
  EXPECT_FALSE(s.findings[0].by);
  EXPECT_EQ(*s.findings[1].by, "optimizer");
  Parts parts = drawn(
      "method = \"random\"\npoints = 50\n[[finding]]\nmetric = \"val_loss\"\n"
      "where = { rate = 0.1 }\n");
  EXPECT_EQ(mistake(parts), "finding.where.rate: rate is drawn from a range; leave it out");
}

}  // namespace
}  // namespace gradus::study
