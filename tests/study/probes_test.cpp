#include <gtest/gtest.h>

#include "search_text.hpp"

namespace gradus::study {
namespace {

using testing::drawn, testing::mistake, testing::Parts, testing::study_of;

TEST(Probes, AxesThatChangeNothingAreFound) {
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

TEST(Probes, AMistakeInAValueThatIsNotDrawnShows) {
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

TEST(Probes, AMistakeAtTheEndOfARangeShows) {
  Parts parts = drawn("method = \"random\"\npoints = 1\n");
  const std::string range = "uniform 0.8 0.999";
  parts.rest.replace(parts.rest.find(range), range.size(), "uniform 0.8 1.1");
  EXPECT_EQ(mistake(parts),
            "vary.beta_2: expected a number from 0 below 1, got 1.1; give less than 1");
  parts.rest.replace(parts.rest.find("uniform 0.8 1.1"), 15, "uniform -0.1 0.9");
  EXPECT_EQ(mistake(parts),
            "vary.beta_2: expected a number from 0 below 1, got -0.1; give at least 0");
}

}  // namespace
}  // namespace gradus::study
