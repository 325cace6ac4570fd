#include "study/search/parzen.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "gradus/base/math.hpp"
#include "study/search/spaces.hpp"

namespace gradus::study::search {
namespace {

double density(const Parzen& parzen, double coordinate) {
  return math::exp(parzen.log_density(coordinate));
}

TEST(Parzen, IntegratesToOneOverTheAxis) {
  const Dimension axis = uniform(0, 1);
  const std::vector<double> nothing, some = {0.1, 0.11, 0.9}, edge = {0, 0, 1};
  for (const auto& observed : {nothing, some, edge}) {
    const Parzen parzen(axis, observed);
    double sum = 0;
    for (int i = 0; i < 20000; ++i) sum += density(parzen, (i + 0.5) / 20000);
    EXPECT_NEAR(sum / 20000, 1, 1e-7);
  }
}

TEST(Parzen, MassesOfValuesAndChoicesSumToOne) {
  const std::vector<double> observed = {3, 3, 9};
  const Dimension axis = integer(0, 12, 3);
  const Parzen parzen(axis, observed);
  double sum = 0;
  for (int v = 0; v <= 12; v += 3) sum += density(parzen, v);
  EXPECT_NEAR(sum, 1, 1e-12);
  EXPECT_GT(density(parzen, 3), density(parzen, 9));
  EXPECT_GT(density(parzen, 9), density(parzen, 12));

  const std::vector<double> chosen = {2, 2, 0};
  const Dimension choices = choice(4);
  const Parzen counts(choices, chosen);
  EXPECT_NEAR(density(counts, 2), 2.25 / 4, 1e-15);
  EXPECT_NEAR(density(counts, 0), 1.25 / 4, 1e-15);
  EXPECT_NEAR(density(counts, 1), 0.25 / 4, 1e-15);
}

TEST(Parzen, KernelsAreAsWideAsTheWiderGap) {
  // Shares 0.2 and 0.3 with the prior at 0.5: deviations 0.2 (at least 1 / 4) and 0.25, by hand.
  const Dimension axis = uniform(0, 1);
  const std::vector<double> observed = {0.3, 0.2};
  const auto normal = [](double x, double centre, double deviation) {
    const auto cdf = [](double z) { return 0.5 * (1 + math::erf(z / std::sqrt(2.0))); };
    const double z = (x - centre) / deviation;
    return math::exp(-0.5 * z * z) / (deviation * std::sqrt(2 * M_PI)) /
           (cdf((1 - centre) / deviation) - cdf(-centre / deviation));
  };
  const Parzen parzen(axis, observed);
  for (const double x : {0.0, 0.2, 0.77})
    EXPECT_NEAR(density(parzen, x),
                (normal(x, 0.2, 0.25) + normal(x, 0.3, 0.25) + normal(x, 0.5, 1)) / 3, 1e-12);
  // A wide gap makes a wide kernel: 0.9 is 0.4 away from the prior.
  const std::vector<double> far = {0.9};
  const Parzen alone(axis, far);
  EXPECT_NEAR(density(alone, 0.9), (normal(0.9, 0.9, 0.4) + normal(0.9, 0.5, 1)) / 2, 1e-12);
}

TEST(Parzen, DrawsFollowItsDensity) {
  const std::vector<double> observed = {0.001, 0.002, 0.5};
  const Dimension axis = log_uniform(1e-4, 1);
  const Parzen parzen(axis, observed);
  double expected = 0;  // mass below share 0.4
  for (int i = 0; i < 4000; ++i)
    expected += density(parzen, coordinate_at(axis, (i + 0.5) / 10000)) / 10000;
  Random random = stream(1, Stream::kTpe, 0);
  int below = 0;
  for (int i = 0; i < 4000; ++i) {
    const double x = parzen.draw(random);
    ASSERT_GE(x, 1e-4);
    ASSERT_LE(x, 1);
    below += share_of(axis, x) < 0.4 ? 1 : 0;
  }
  EXPECT_NEAR(below / 4000.0, expected, 5 * 0.5 / std::sqrt(4000.0));

  const std::vector<double> chosen = {1, 1};
  const Dimension choices = choice(2);
  const Parzen counts(choices, chosen);
  int ones = 0;
  for (int i = 0; i < 3000; ++i) ones += counts.draw(random) == 1 ? 1 : 0;
  EXPECT_NEAR(ones, 2500, 5 * 20.5);
}

}  // namespace
}  // namespace gradus::study::search
