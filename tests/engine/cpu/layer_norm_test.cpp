#include <gtest/gtest.h>

#include <cmath>

#include "engine/reference_image.hpp"
#include "support/lanes.hpp"
#include "support/targets.hpp"
#include "support/tolerance.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

constexpr double kEpsilon = 0x1p-10;

struct Case {
  size_t samples, positions, channels;
  bool gamma, beta;
  [[nodiscard]] size_t features() const { return positions * channels; }
};

/// What a layer normalisation of one case is fed.
struct Input {
  std::vector<double> x, dy, gamma, beta, old_gamma, old_beta;

  explicit Input(const Case& c) {
    Numbers numbers(c.samples * 1000 + c.positions * 100 + c.channels);
    x = numbers.many(c.samples * c.features());
    dy = numbers.many(c.samples * c.features());
    gamma = c.gamma ? numbers.many(c.channels, -2, 2) : std::vector<double>{};
    beta = c.beta ? numbers.many(c.channels) : std::vector<double>{};
    old_gamma = numbers.many(c.channels);
    old_beta = numbers.many(c.channels);
  }
};

template <class T>
cpu::LayerNormArgs<T> args_for(const Case& c, const T* x, Guarded<T>& gamma, Guarded<T>& beta,
                               Guarded<T>& scratch) {
  cpu::LayerNormArgs<T> a{};
  a.x = x;
  a.gamma = c.gamma ? gamma.data() : nullptr;
  a.beta = c.beta ? beta.data() : nullptr;
  a.scratch = scratch.data();
  a.samples = c.samples, a.positions = c.positions, a.channels = c.channels;
  a.epsilon = static_cast<T>(kEpsilon);
  return a;
}

// Of one position: how large what is added up on the way to each of its values is.
struct Sizes {
  double inverse, mean;
  std::vector<double> xhat;

  Sizes(const double* x, size_t channels) : inverse(0), mean(0), xhat(channels) {
    double sum = 0, m2 = 0;
    const auto n = static_cast<double>(channels);
    for (size_t c = 0; c < channels; ++c) sum += x[c] / n, mean += std::abs(x[c]) / n;
    for (size_t c = 0; c < channels; ++c) m2 += (x[c] - sum) * (x[c] - sum) / n;
    inverse = 1 / std::sqrt(m2 + kEpsilon);
    for (size_t c = 0; c < channels; ++c) xhat[c] = (std::abs(x[c] - sum) + mean) * inverse;
  }
};

template <class T>
void check_forward(const Case& c) {
  const Input in(c);
  const AlignedVector<T> lanes = to_lanes<T>(in.x, c.features(), T(0));
  Guarded<T> gamma(in.gamma, 1), beta(in.beta, 3);
  const size_t rows = groups_of(c.samples) * kLanes;
  const std::vector<T> got = on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    Guarded<T> y(rows * c.features()), scratch(2 * c.channels * kLanes);
    cpu::LayerNormArgs<T> a = args_for<T>(c, lanes.data(), gamma, beta, scratch);
    a.y = y.data();
    kernels.layer_norm(a);
    EXPECT_TRUE(y.intact() && scratch.intact());
    std::vector<T> present;
    for (size_t r = 0; r < c.samples; ++r)
      for (size_t f = 0; f < c.features(); ++f)
        present.push_back(y.data()[lane_place(r, f, c.features())]);
    return present;
  });
  std::vector<double> want(in.x.size());
  reference::layer_norm({c.samples * c.positions, c.channels, kEpsilon}, in.x, in.gamma, in.beta,
                        want);
  for (size_t p = 0; p < c.samples * c.positions; ++p) {
    const Sizes size(&in.x[p * c.channels], c.channels);
    for (size_t k = 0; k < c.channels; ++k) {
      const double absolute = size.xhat[k] * (c.gamma ? std::abs(in.gamma[k]) : 1) +
                              (c.beta ? std::abs(in.beta[k]) : 0);
      ASSERT_NEAR(static_cast<double>(got[p * c.channels + k]), want[p * c.channels + k],
                  twin_tolerance<T>(kLayerNormError, static_cast<double>(c.channels), absolute))
          << "row " << p / c.positions << " channel " << k;
    }
  }
}

// Lanes beyond the samples are NaN in x and dy.
template <class T>
void check_backward(const Case& c, bool accumulate) {
  const Input in(c);
  const AlignedVector<T> x = to_lanes<T>(in.x, c.features()), dy = to_lanes<T>(in.dy, c.features());
  Guarded<T> gamma(in.gamma, 1), beta(in.beta, 3);
  const size_t lanes = groups_of(c.samples) * kLanes * c.features();
  const std::vector<T> got = on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    Guarded<T> dx(lanes), same(lanes), scratch(2 * c.channels * kLanes);
    const auto start = [&](const std::vector<double>& old) {
      return accumulate ? Guarded<T>(old, 1) : Guarded<T>(c.channels, 1);
    };
    Guarded<T> dgamma = start(in.old_gamma), dbeta = start(in.old_beta);
    cpu::LayerNormArgs<T> a = args_for<T>(c, x.data(), gamma, beta, scratch);
    a.dy = dy.data(), a.dx = dx.data(), a.accumulate = accumulate;
    a.dgamma = c.gamma ? dgamma.data() : nullptr;
    a.dbeta = c.beta ? dbeta.data() : nullptr;
    kernels.layer_norm(a);
    EXPECT_TRUE(dx.intact() && scratch.intact() && dgamma.intact() && dbeta.intact());
    const auto present = [&](const T* from, std::vector<T>& all) {
      for (size_t r = 0; r < c.samples; ++r)
        for (size_t f = 0; f < c.features(); ++f)
          all.push_back(from[lane_place(r, f, c.features())]);
    };
    std::vector<T> all, again;
    present(dx.data(), all);
    // In place of dy, and without dx.
    Guarded<T> dgamma2 = start(in.old_gamma), dbeta2 = start(in.old_beta);
    Guarded<T> dgamma3 = start(in.old_gamma), dbeta3 = start(in.old_beta);
    std::copy_n(dy.data(), lanes, same.data());
    a.dy = a.dx = same.data();
    a.dgamma = c.gamma ? dgamma2.data() : nullptr, a.dbeta = c.beta ? dbeta2.data() : nullptr;
    kernels.layer_norm(a);
    present(same.data(), again);
    EXPECT_TRUE(same_bits(all, again)) << "in place of dy";
    a.dy = dy.data(), a.dx = nullptr;
    a.dgamma = c.gamma ? dgamma3.data() : nullptr, a.dbeta = c.beta ? dbeta3.data() : nullptr;
    kernels.layer_norm(a);
    if (c.gamma) {
      EXPECT_TRUE(same_bits(dgamma.values(), dgamma2.values()));
      EXPECT_TRUE(same_bits(dgamma.values(), dgamma3.values())) << "without dx";
      for (const T v : dgamma.values()) all.push_back(v);
    }
    if (c.beta) {
      EXPECT_TRUE(same_bits(dbeta.values(), dbeta2.values()));
      EXPECT_TRUE(same_bits(dbeta.values(), dbeta3.values())) << "without dx";
      for (const T v : dbeta.values()) all.push_back(v);
    }
    return all;
  });

  const size_t rows = c.samples * c.positions;
  std::vector<double> want(in.x.size()), dgamma(c.channels, 0), dbeta(c.channels, 0),
      gamma_size(c.channels, 0), beta_size(c.channels, 0);
  if (accumulate) dgamma = in.old_gamma, dbeta = in.old_beta;
  if (accumulate) gamma_size = absolute(in.old_gamma), beta_size = absolute(in.old_beta);
  reference::layer_norm_backward({rows, c.channels, kEpsilon}, in.x, in.dy, in.gamma, want, dgamma,
                                 dbeta);
  const auto n = static_cast<double>(c.channels);
  for (size_t p = 0; p < rows; ++p) {
    const Sizes size(&in.x[p * c.channels], c.channels);
    double sum = 0, dot = 0;
    std::vector<double> g(c.channels);
    for (size_t k = 0; k < c.channels; ++k) {
      const double d = std::abs(in.dy[p * c.channels + k]);
      g[k] = d * (c.gamma ? std::abs(in.gamma[k]) : 1);
      sum += g[k] / n, dot += g[k] * size.xhat[k] / n;
      gamma_size[k] += d * size.xhat[k], beta_size[k] += d;
    }
    for (size_t k = 0; k < c.channels; ++k) {
      const double absolute = (g[k] + sum + size.xhat[k] * dot) * size.inverse;
      ASSERT_NEAR(static_cast<double>(got[p * c.channels + k]), want[p * c.channels + k],
                  twin_tolerance<T>(kLayerNormBackwardError, n, absolute))
          << "dx of row " << p / c.positions << " channel " << k;
    }
  }
  // Each sample's positions, then the samples.
  const auto terms = static_cast<double>(c.samples + c.positions);
  size_t at = want.size();
  for (size_t k = 0; c.gamma && k < c.channels; ++k)
    ASSERT_NEAR(static_cast<double>(got[at++]), dgamma[k],
                twin_tolerance<T>(kLayerNormError, terms + n, gamma_size[k]))
        << "dgamma " << k;
  for (size_t k = 0; c.beta && k < c.channels; ++k)
    ASSERT_NEAR(static_cast<double>(got[at++]), dbeta[k],
                twin_tolerance<T>(kBiasGradientError, terms, beta_size[k]))
        << "dbeta " << k;
}

TEST(LayerNorm, EqualsItsTwin) {
  int number = 0;
  for (const size_t samples : {1, 15, 16, 17, 40}) {
    for (const size_t positions : {1, 3, 15}) {
      for (const size_t channels : {1, 2, 3, 5, 6, 8, 16, 17, 33}) {
        const Case c{samples, positions, channels, number % 4 != 1, number % 4 != 2};
        SCOPED_TRACE(testing::Message()
                     << samples << " samples, " << positions << " positions, " << channels
                     << " channels, gamma " << c.gamma << " beta " << c.beta);
        check_forward<float>(c);
        check_forward<double>(c);
        check_backward<float>(c, number % 3 == 0);
        check_backward<double>(c, number % 3 == 1);
        if (HasFailure()) return;
        number += 1 + (number % 5 == 0);
      }
    }
  }
}

TEST(LayerNorm, WithoutGammaAndBeta) {
  check_forward<float>({17, 3, 5, false, false});
  check_forward<double>({17, 3, 5, false, false});
  check_backward<float>({17, 3, 5, false, false}, false);
  check_backward<double>({17, 3, 5, false, false}, false);
}

// A NaN stays in its sample.
TEST(LayerNorm, NanStaysInItsLane) {
  const Case c{20, 2, 3, false, false};
  Input in(c);
  in.x[7 * c.features()] = kNan<double>;
  const AlignedVector<float> x = to_lanes<float>(in.x, c.features(), 0.0F);
  Guarded<float> none(0);
  const std::vector<float> got = on_targets<float>([&](const cpu::Kernels<float>& kernels) {
    Guarded<float> y(32 * c.features()), scratch(2 * c.channels * kLanes);
    cpu::LayerNormArgs<float> a = args_for<float>(c, x.data(), none, none, scratch);
    a.y = y.data();
    kernels.layer_norm(a);
    return y.values();
  });
  for (size_t r = 0; r < c.samples; ++r)
    for (size_t f = 0; f < c.features(); ++f)
      EXPECT_EQ(std::isnan(got[lane_place(r, f, c.features())]), r == 7 && f < c.channels);
}

// Samples are added one after the other, so that a batch cut in runs gives the bits of one.
TEST(LayerNorm, CutInRunsGivesTheSameBits) {
  const Case c{71, 5, 9, true, true};
  const Input in(c);
  const AlignedVector<float> x = to_lanes<float>(in.x, c.features()),
                             dy = to_lanes<float>(in.dy, c.features());
  Guarded<float> gamma(in.gamma), beta(in.beta);
  on_targets<float>([&](const cpu::Kernels<float>& kernels) {
    Guarded<float> whole_gamma(c.channels), whole_beta(c.channels), parts_gamma(c.channels),
        parts_beta(c.channels), scratch(2 * c.channels * kLanes);
    cpu::LayerNormArgs<float> a = args_for<float>(c, x.data(), gamma, beta, scratch);
    a.dy = dy.data(), a.dgamma = whole_gamma.data(), a.dbeta = whole_beta.data();
    kernels.layer_norm(a);
    a.dgamma = parts_gamma.data(), a.dbeta = parts_beta.data();
    for (size_t first = 0; first < c.samples; first += kLanes) {
      a.x = x.data() + first * c.features(), a.dy = dy.data() + first * c.features();
      a.samples = std::min(kLanes, c.samples - first);
      a.accumulate = first > 0;
      kernels.layer_norm(a);
    }
    EXPECT_TRUE(same_bits(whole_gamma.values(), parts_gamma.values()));
    EXPECT_TRUE(same_bits(whole_beta.values(), parts_beta.values()));
    return whole_gamma.values();
  });
}

}  // namespace
}  // namespace gradus::engine
