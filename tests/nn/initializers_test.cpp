#include "gradus/nn/initializers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "gradus/base/error.hpp"
#include "gradus/nn/initialize.hpp"

namespace gradus {
namespace {

std::vector<double> drawn(const Initializer& initializer, const Shape& shape, uint64_t seed = 1) {
  Random random(seed, Purpose::kInitialize);
  std::vector<double> values(static_cast<size_t>(shape.size()), -99.0);
  initialize(initializer, values, shape, random);
  return values;
}

struct Moments {
  double mean = 0, deviation = 0, largest = 0;
};

Moments moments_of(const std::vector<double>& values) {
  const auto n = static_cast<double>(values.size());
  Moments m;
  for (double v : values) m.mean += v / n;
  for (double v : values) {
    m.deviation += (v - m.mean) * (v - m.mean) / n;
    m.largest = std::max(m.largest, std::abs(v - m.mean));
  }
  m.deviation = std::sqrt(m.deviation);
  return m;
}

TEST(Fans, AreThoseOfKeras) {
  EXPECT_EQ(compute_fans({}), (Fans{1, 1}));
  EXPECT_EQ(compute_fans({7}), (Fans{7, 7}));
  EXPECT_EQ(compute_fans({784, 100}), (Fans{784, 100}));
  EXPECT_EQ(compute_fans({3, 6, 16}), (Fans{18, 48}));
  EXPECT_EQ(compute_fans({5, 5, 6, 16}), (Fans{150, 400}));
}

TEST(Initialize, Constants) {
  EXPECT_EQ(drawn(initializers::Zeros{}, {2, 2}), (std::vector<double>{0, 0, 0, 0}));
  EXPECT_EQ(drawn(initializers::Ones{}, {3}), (std::vector<double>{1, 1, 1}));
  EXPECT_EQ(drawn(initializers::Constant{0.1}, {2}), (std::vector<double>{0.1, 0.1}));
}

TEST(Initialize, ConstantsDrawNothing) {
  Random used(3, Purpose::kInitialize), fresh(3, Purpose::kInitialize);
  std::vector<double> values(4);
  initialize(initializers::Ones{}, values, {4}, used);
  EXPECT_EQ(used.bits(), fresh.bits());
}

// 200 x 300 values: the mean's standard error is deviation / 245, that of the deviation at most
// deviation / 346; the bounds are five of them.
TEST(Initialize, MomentsAndBounds) {
  const Shape shape{200, 300};
  struct Case {
    const char* name;
    Initializer initializer;
    double mean, deviation, bound;  // bound 0: none
  };
  const double cut = 2 / .87962566103423978;
  const auto uniform = [](const char* name, const Initializer& i, double limit) {
    return Case{name, i, 0, limit / std::sqrt(3.0), limit};
  };
  const auto scaled = [&](const char* name, const Initializer& i, double deviation) {
    return Case{name, i, 0, deviation, cut * deviation};
  };
  const std::vector<Case> cases = {
      uniform("random_uniform", initializers::RandomUniform{}, 0.05),
      {"shifted uniform", initializers::RandomUniform{1, 3}, 2, 2 / std::sqrt(12.0), 1.02},
      {"random_normal", initializers::RandomNormal{0.5, 3}, 3, 0.5, 0},
      {"truncated_normal", initializers::TruncatedNormal{0.5, 3}, 3, 0.5 * .87962566103423978,
       1.02},
      uniform("glorot_uniform", initializers::GlorotUniform{}, std::sqrt(6.0 / 500)),
      uniform("he_uniform", initializers::HeUniform{}, std::sqrt(6.0 / 200)),
      uniform("lecun_uniform", initializers::LecunUniform{}, std::sqrt(3.0 / 200)),
      scaled("glorot_normal", initializers::GlorotNormal{}, std::sqrt(2.0 / 500)),
      scaled("he_normal", initializers::HeNormal{}, std::sqrt(2.0 / 200)),
      scaled("lecun_normal", initializers::LecunNormal{}, std::sqrt(1.0 / 200)),
  };
  for (const Case& c : cases) {
    const Moments m = moments_of(drawn(c.initializer, shape));
    EXPECT_NEAR(m.mean, c.mean, 5 * c.deviation / 245) << c.name;
    EXPECT_NEAR(m.deviation, c.deviation, 5 * c.deviation / 346) << c.name;
    if (c.bound > 0) {
      EXPECT_LE(m.largest, c.bound * 1.02) << c.name;
      EXPECT_GE(m.largest, c.bound * 0.95) << c.name;
    } else {
      EXPECT_GT(m.largest, 3 * c.deviation) << c.name;
    }
  }
}

TEST(Initialize, TruncatedNormalStaysWithinTwoDeviations) {
  for (double v : drawn(initializers::TruncatedNormal{1}, {100, 100})) ASSERT_LE(std::abs(v), 2);
}

TEST(Initialize, OrthogonalOfAnyShape) {
  for (const Shape& shape : {Shape{1, 1}, Shape{8, 8}, Shape{13, 5}, Shape{5, 13}, Shape{784, 10},
                             Shape{3, 3, 2, 7}, Shape{2, 2, 3, 40}}) {
    const auto values = drawn(initializers::Orthogonal{2}, shape);
    const auto columns = static_cast<size_t>(shape[shape.rank() - 1]);
    const size_t rows = values.size() / columns;
    const size_t vectors = std::min(rows, columns), length = std::max(rows, columns);
    const auto at = [&](size_t vector, size_t i) {
      return rows < columns ? values[vector * columns + i] : values[i * columns + vector];
    };
    for (size_t a = 0; a < vectors; ++a) {
      for (size_t b = 0; b <= a; ++b) {
        double product = 0;
        for (size_t i = 0; i < length; ++i) product += at(a, i) * at(b, i);
        ASSERT_NEAR(product, a == b ? 4 : 0, 1e-12) << shape.text();
      }
    }
  }
}

TEST(Initialize, OrthogonalIsUniform) {
  // The first entry of a uniform rotation of the plane has mean 0 and mean square 1/2; without the
  // sign fix it would never be positive.
  double mean = 0, mean_square = 0;
  constexpr int kDraws = 4000;
  for (int seed = 0; seed < kDraws; ++seed) {
    const double q = drawn(initializers::Orthogonal{}, {2, 2}, static_cast<uint64_t>(seed))[0];
    mean += q / kDraws;
    mean_square += q * q / kDraws;
  }
  EXPECT_NEAR(mean, 0, 5 * 0.71 / 63);
  EXPECT_NEAR(mean_square, 0.5, 5 * 0.36 / 63);
}

TEST(Initialize, OrthogonalNeedsAMatrix) {
  std::vector<double> values(5);
  Random random(1, Purpose::kInitialize);
  try {
    initialize(initializers::Orthogonal{}, values, {5}, random);
    FAIL();
  } catch (const Error& e) {
    EXPECT_STREQ(e.what(),
                 "[orthogonal] a tensor of shape 5 is no matrix; use it for kernels, and zeros for "
                 "biases");
  }
}

// Held so that no change moves the start of every training unseen.
TEST(Initialize, GoldenFirstValues) {
  struct Case {
    Initializer initializer;
    std::vector<double> first;
  };
  const std::vector<Case> cases = {
      {initializers::RandomUniform{},
       {0.048798713780455527, 0.029383858080753292, 0.016736524580125936}},
      {initializers::RandomNormal{},
       {0.040440279594225123, -0.14308553579699429, 0.049636690172187407}},
      {initializers::TruncatedNormal{},
       {0.040440279594225123, 0.049636690172187407, -0.055133928889235087}},
      {initializers::GlorotUniform{},
       {0.90357660121987027, 0.54408332840050999, 0.30990021713235905}},
      {initializers::GlorotNormal{},
       {0.49148722355054486, 0.60325495480626512, -0.67006514062461808}},
      {initializers::HeUniform{}, {1.1953194886623795, 0.71975458972201767, 0.40995945288857016}},
      {initializers::HeNormal{}, {0.65017648304017472, 0.7980312937924432, -0.8864128621531312}},
      {initializers::LecunUniform{},
       {0.8452185161176049, 0.50894335118258005, 0.28988510914903487}},
      {initializers::LecunNormal{},
       {0.45974420012572792, 0.56429333943971061, -0.62678854575945553}},
      {initializers::Orthogonal{},
       {0.24336704759836292, -0.46394505798020785, 0.49768675606804597}},
  };
  for (const Case& c : cases) {
    const auto values = drawn(c.initializer, {4, 3}, 7);
    const auto kind = std::visit([](const auto& i) { return i.kKind; }, c.initializer);
    for (size_t i = 0; i < c.first.size(); ++i) EXPECT_EQ(values[i], c.first[i]) << kind;
  }
}

}  // namespace
}  // namespace gradus
