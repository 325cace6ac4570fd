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
  size_t groups, features;
  uint32_t first_row, step, layer;
  uint64_t seed;
  double amount;
};

const Case kCases[] = {
    {1, 1, 0, 0, 0, 0, 0.5},
    {2, 7, 0, 1, 3, 42, 0.25},
    {1, 8, 48, 1000, 1, 7, 0.1},
    {3, 9, 16, 5, 2, 0x123456789abcdef0, 0.9},
    {1, 16, 0, 0xffffffff, 0xffff, ~uint64_t{0}, 0.33},
    {2, 17, 0xfffffff0, 2, 5, 11, 0.7},
    {1, 65, 4096, 3, 9, 12, 0},
};

reference::Place place(const Case& c, size_t row, size_t unit) {
  return {c.seed, c.step, c.layer, c.first_row + static_cast<uint32_t>(row),
          static_cast<uint32_t>(unit)};
}

template <class T>
void check_dropout(const Case& c) {
  SCOPED_TRACE(testing::Message() << c.groups << " groups of " << c.features);
  const size_t rows = c.groups * kLanes;
  const std::vector<double> x = Numbers(c.features).many(rows * c.features);
  const AlignedVector<T> in = to_lanes<T>(x, c.features);
  const std::vector<T> got = on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    Guarded<T> y(rows * c.features), same(y.size());
    std::copy_n(in.data(), same.size(), same.data());
    kernels.dropout(in.data(), y.data(), c.groups, 1, c.features, c.first_row, c.step, c.layer,
                    c.seed, c.amount);
    kernels.dropout(same.data(), same.data(), c.groups, 1, c.features, c.first_row, c.step, c.layer,
                    c.seed, c.amount);
    EXPECT_TRUE(y.intact() && same.intact());
    EXPECT_TRUE(same_bits(y.values(), same.values())) << "in place";
    return y.values();
  });
  const T scale = static_cast<T>(1 / reference::keep_probability(c.amount));
  for (size_t r = 0; r < rows; ++r) {
    for (size_t f = 0; f < c.features; ++f) {
      const T kept = static_cast<T>(x[r * c.features + f]) * scale;
      const T want = reference::kept(place(c, r, f), c.amount) ? kept : T(0);
      ASSERT_EQ(got[lane_place(r, f, c.features)], want) << "row " << r << " unit " << f;
    }
  }
}

TEST(Dropout, EqualsItsTwinBitForBit) {
  for (const Case& c : kCases) {
    check_dropout<float>(c);
    check_dropout<double>(c);
  }
}

TEST(Dropout, DropsAsManyAsItSays) {
  const size_t features = 1000;
  const AlignedVector<float> ones(16 * features, 1.0F);
  for (const double rate : {0.1, 0.5, 0.9}) {
    AlignedVector<float> y(ones.size());
    cpu::kernels<float>().dropout(ones.data(), y.data(), 1, 1, features, 0, 0, 0, 1, rate);
    double sum = 0, zeros = 0;
    for (const float v : y) sum += static_cast<double>(v), zeros += v == 0;
    const double n = static_cast<double>(y.size());
    // Four standard deviations of a binomial share of 16000.
    EXPECT_NEAR(zeros / n, rate, 4 * std::sqrt(rate * (1 - rate) / n));
    EXPECT_NEAR(sum / n, 1, 4 * std::sqrt(rate / (1 - rate) / n)) << "the mean stays";
  }
}

// A channel is dropped at all of its positions.
template <class T>
void check_spatial(const Case& c, size_t positions) {
  SCOPED_TRACE(testing::Message() << c.groups << " groups of " << positions << " x " << c.features);
  const size_t rows = c.groups * kLanes, values = positions * c.features;
  const std::vector<double> x = Numbers(c.features).many(rows * values);
  const AlignedVector<T> in = to_lanes<T>(x, values);
  const std::vector<T> got = on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    Guarded<T> y(rows * values), same(y.size());
    std::copy_n(in.data(), same.size(), same.data());
    kernels.dropout(in.data(), y.data(), c.groups, positions, c.features, c.first_row, c.step,
                    c.layer, c.seed, c.amount);
    kernels.dropout(same.data(), same.data(), c.groups, positions, c.features, c.first_row, c.step,
                    c.layer, c.seed, c.amount);
    EXPECT_TRUE(y.intact() && same.intact());
    EXPECT_TRUE(same_bits(y.values(), same.values())) << "in place";
    return y.values();
  });
  const std::span<const double> all(x);
  for (size_t r = 0; r < rows; ++r) {
    std::vector<double> want(values);
    reference::spatial_dropout(place(c, r, 0), c.amount, all.subspan(r * values, values),
                               c.features, want);
    for (size_t v = 0; v < values; ++v)
      ASSERT_NEAR(static_cast<double>(got[lane_place(r, v, values)]), want[v],
                  twin_tolerance<T>(kDropoutError, 0, std::abs(want[v])))
          << "row " << r << " position " << v / c.features << " channel " << v % c.features;
  }
}

TEST(SpatialDropout, EqualsItsTwin) {
  for (const Case& c : kCases) {
    for (const size_t positions : {1, 2, 3, 15, 49}) {
      check_spatial<float>(c, positions);
      check_spatial<double>(c, positions);
    }
  }
}

template <class T>
void check_noise(const Case& c) {
  SCOPED_TRACE(testing::Message() << c.groups << " groups of " << c.features);
  const size_t rows = c.groups * kLanes;
  const std::vector<double> x = Numbers(c.features).many(rows * c.features);
  const AlignedVector<T> in = to_lanes<T>(x, c.features);
  const std::vector<T> got = on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    Guarded<T> y(rows * c.features);
    kernels.noise(in.data(), y.data(), c.groups, c.features, c.first_row, c.step, c.layer, c.seed,
                  c.amount);
    EXPECT_TRUE(y.intact());
    return y.values();
  });
  for (size_t r = 0; r < rows; ++r) {
    for (size_t f = 0; f < c.features; ++f) {
      double radius = 0;
      const double normal = reference::normal(place(c, r, f), &radius);
      const double before = x[r * c.features + f];
      ASSERT_NEAR(static_cast<double>(got[lane_place(r, f, c.features)]),
                  before + c.amount * normal,
                  twin_tolerance<T>(kNoiseError, 0, std::abs(before) + c.amount * radius))
          << "row " << r << " unit " << f;
    }
  }
}

TEST(GaussianNoise, EqualsItsTwin) {
  for (const Case& c : kCases) {
    check_noise<float>(c);
    check_noise<double>(c);
  }
}

TEST(GaussianNoise, HasTheDeviationItSays) {
  const size_t features = 1000;
  const AlignedVector<float> zeros(16 * features, 0.0F);
  AlignedVector<float> y(zeros.size());
  cpu::kernels<float>().noise(zeros.data(), y.data(), 1, features, 0, 0, 0, 1, 0.2);
  double sum = 0, squares = 0;
  for (const float v : y) sum += static_cast<double>(v), squares += static_cast<double>(v * v);
  const double n = static_cast<double>(y.size());
  EXPECT_NEAR(sum / n, 0, 4 * 0.2 / std::sqrt(n));
  EXPECT_NEAR(squares / n, 0.04, 4 * 0.04 * std::sqrt(2 / n));
}

}  // namespace
}  // namespace gradus::engine
