#include <gtest/gtest.h>

#include <cmath>

#include "engine/reference_image.hpp"
#include "support/lanes.hpp"
#include "support/targets.hpp"
#include "support/tolerance.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

struct Case {
  size_t samples, positions, channels;
};

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const size_t samples : {1, 2, 15, 16, 17, 40}) {
    for (const size_t positions : {1, 3, 15, 49}) {
      for (const size_t channels : {1, 2, 3, 5, 6, 8, 16, 17})
        all.push_back({samples, positions, channels});
    }
  }
  for (size_t channels = 18; channels < 40; ++channels) all.push_back({19, 2, channels});
  all.push_back({200, 20, 5});
  return all;
}

testing::Message text(const Case& c) {
  return testing::Message() << c.samples << " samples, " << c.positions << " positions, "
                            << c.channels << " channels";
}

// Roundings on the way of one value: the lanes' sums, then sixteen.
double terms_of(const Case& c) {
  return static_cast<double>(groups_of(c.samples) * c.positions + kLanes);
}

// Lanes beyond the samples are NaN. Every channel has a mean of its own, far from 0 in some.
template <class T>
void check_moments(const Case& c, double mean_size) {
  SCOPED_TRACE(text(c) << " means of " << mean_size);
  Numbers numbers(c.samples * 100 + c.channels);
  const size_t features = c.positions * c.channels, rows = c.samples * c.positions;
  std::vector<double> x = numbers.many(c.samples * features);
  for (size_t i = 0; i < x.size(); ++i)
    x[i] = static_cast<double>(
        static_cast<float>(x[i] + mean_size * static_cast<double>(i % c.channels)));
  const AlignedVector<T> lanes = to_lanes<T>(x, features);
  const std::vector<T> got = on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    Guarded<T> mean(c.channels, 1), m2(c.channels, 3);
    kernels.moments({lanes.data(), c.samples, c.positions, c.channels, mean.data(), m2.data()});
    EXPECT_TRUE(mean.intact() && m2.intact());
    std::vector<T> both = mean.values();
    for (const T v : m2.values()) both.push_back(v);
    return both;
  });
  std::vector<double> mean(c.channels), m2(c.channels), size(c.channels), unused(c.channels);
  reference::moments(x, rows, c.channels, mean, m2);
  reference::moments(absolute(x), rows, c.channels, size, unused);
  for (size_t k = 0; k < c.channels; ++k) {
    const double off = twin_tolerance<T>(kMomentError, terms_of(c), size[k]);
    ASSERT_NEAR(static_cast<double>(got[k]), mean[k], off) << "mean of channel " << k;
    // A mean that is off by e adds n e^2.
    ASSERT_NEAR(
        static_cast<double>(got[c.channels + k]), m2[k],
        twin_tolerance<T>(kMomentError, terms_of(c), m2[k]) + static_cast<double>(rows) * off * off)
        << "m2 of channel " << k;
  }
}

TEST(Moments, EqualTheirTwins) {
  for (const Case& c : cases()) {
    for (const double mean : {0.0, 1.0, 30.0}) {
      check_moments<float>(c, mean);
      check_moments<double>(c, mean);
    }
    if (HasFailure()) return;
  }
}

TEST(Moments, OfAConstantAreExact) {
  for (const size_t samples : {1, 5, 16, 33}) {
    const AlignedVector<float> x((groups_of(samples) * 4 * 3 + 16) * kLanes, 0.1F);
    const std::vector<float> got = on_targets<float>([&](const cpu::Kernels<float>& kernels) {
      std::vector<float> mean(3), m2(3);
      kernels.moments({x.data(), samples, 4, 3, mean.data(), m2.data()});
      mean.insert(mean.end(), m2.begin(), m2.end());
      return mean;
    });
    for (size_t c = 0; c < 3; ++c) {
      EXPECT_NEAR(static_cast<double>(got[c]), static_cast<double>(0.1F), 5e-8);
      EXPECT_LT(got[3 + c], 1e-12F) << "variances of constants do not go astray";
    }
  }
}

template <class T>
void check_sums(const Case& c) {
  SCOPED_TRACE(text(c));
  Numbers numbers(c.samples * 100 + c.channels);
  const size_t features = c.positions * c.channels, rows = c.samples * c.positions;
  const std::vector<double> x = numbers.many(c.samples * features),
                            dy = numbers.many(c.samples * features),
                            mean = numbers.many(c.channels),
                            inverse = numbers.many(c.channels, 0.5, 3);
  const AlignedVector<T> x_lanes = to_lanes<T>(x, features), dy_lanes = to_lanes<T>(dy, features);
  Guarded<T> means(mean, 1), inverses(inverse, 3);
  const std::vector<T> got = on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    Guarded<T> sum(c.channels, 1), dot(c.channels, 2);
    kernels.norm_sums({x_lanes.data(), dy_lanes.data(), means.data(), inverses.data(), c.samples,
                       c.positions, c.channels, sum.data(), dot.data()});
    EXPECT_TRUE(sum.intact() && dot.intact());
    std::vector<T> both = sum.values();
    for (const T v : dot.values()) both.push_back(v);
    return both;
  });
  for (size_t k = 0; k < c.channels; ++k) {
    double sum = 0, sum_size = 0, dot = 0, dot_size = 0;
    for (size_t r = 0; r < rows; ++r) {
      const double d = dy[r * c.channels + k];
      const double xhat = (x[r * c.channels + k] - mean[k]) * inverse[k];
      sum += d, sum_size += std::abs(d);
      dot += d * xhat, dot_size += std::abs(d * xhat);
    }
    ASSERT_NEAR(static_cast<double>(got[k]), sum,
                twin_tolerance<T>(kMomentError, terms_of(c), sum_size))
        << "sum of channel " << k;
    ASSERT_NEAR(static_cast<double>(got[c.channels + k]), dot,
                twin_tolerance<T>(kMomentError, terms_of(c), dot_size))
        << "dot of channel " << k;
  }
}

TEST(NormSums, EqualTheirTwins) {
  for (const Case& c : cases()) {
    check_sums<float>(c);
    check_sums<double>(c);
    if (HasFailure()) return;
  }
}

// Two fused multiply-adds: exact. In place over x and over dy.
template <class T>
void check_map(size_t groups, size_t positions, size_t channels, bool with_dy) {
  SCOPED_TRACE(testing::Message() << groups << " groups, " << positions << " positions, "
                                  << channels << " channels, dy " << with_dy);
  Numbers numbers(groups * 100 + channels);
  const size_t count = groups * positions * channels * kLanes;
  Guarded<T> x(numbers.many(count)), dy(numbers.many(count));
  Guarded<T> a(numbers.many(channels), 1), b(numbers.many(channels), 2),
      d(numbers.many(channels), 3);
  const T* delta = with_dy ? dy.data() : nullptr;
  const T* factor = with_dy ? a.data() : nullptr;
  const std::vector<T> got = on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    Guarded<T> y(count), over_x(count), over_dy(count);
    kernels.channel_map(
        {x.data(), delta, y.data(), factor, b.data(), d.data(), groups, positions, channels});
    std::copy_n(x.data(), count, over_x.data());
    kernels.channel_map({over_x.data(), delta, over_x.data(), factor, b.data(), d.data(), groups,
                         positions, channels});
    EXPECT_TRUE(y.intact() && over_x.intact());
    EXPECT_TRUE(same_bits(y.values(), over_x.values())) << "in place of x";
    if (with_dy) {
      std::copy_n(dy.data(), count, over_dy.data());
      kernels.channel_map({x.data(), over_dy.data(), over_dy.data(), factor, b.data(), d.data(),
                           groups, positions, channels});
      EXPECT_TRUE(over_dy.intact());
      EXPECT_TRUE(same_bits(y.values(), over_dy.values())) << "in place of dy";
    }
    return y.values();
  });
  for (size_t i = 0; i < count; ++i) {
    const size_t c = i / kLanes % channels;
    const T affine = std::fma(x.data()[i], b.data()[c], d.data()[c]);
    ASSERT_EQ(got[i], with_dy ? std::fma(dy.data()[i], a.data()[c], affine) : affine) << i;
  }
}

TEST(ChannelMap, EqualsItsTwinBitForBit) {
  for (const size_t groups : {0, 1, 2, 3}) {
    for (const size_t positions : {1, 3, 49}) {
      for (const size_t channels : {1, 2, 3, 5, 8, 16, 17}) {
        for (const bool with_dy : {false, true}) {
          check_map<float>(groups, positions, channels, with_dy);
          check_map<double>(groups, positions, channels, with_dy);
        }
      }
    }
  }
}

}  // namespace
}  // namespace gradus::engine
