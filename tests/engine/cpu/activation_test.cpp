#include <gtest/gtest.h>

#include <cmath>

#include "engine/reference.hpp"
#include "support/lanes.hpp"
#include "support/targets.hpp"
#include "support/tolerance.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

struct Case {
  Act act;
  double alpha = 0;
};

// Slopes below 0 turn the sign around; 0 makes a leaky unit a plain one.
const Case kCases[] = {{Act::kLinear},
                       {Act::kRelu},
                       {Act::kLeakyRelu, 0.25},
                       {Act::kLeakyRelu, 0},
                       {Act::kLeakyRelu, -0.5},
                       {Act::kElu, 1},
                       {Act::kElu, 0.75},
                       {Act::kElu, -0.5},
                       {Act::kElu, 0},
                       {Act::kSelu},
                       {Act::kGelu},
                       {Act::kSoftplus},
                       {Act::kSigmoid, 1},
                       {Act::kSigmoid, 2.5},
                       {Act::kSigmoid, -1},
                       {Act::kTanh}};

// Whether the derivative follows from y alone.
bool from_value(const Case& c) {
  const bool sloped = c.act == Act::kLeakyRelu || c.act == Act::kElu;
  return c.act != Act::kGelu && (!sloped || c.alpha > 0);
}

std::vector<double> arguments(size_t count) {
  Numbers numbers(count);
  std::vector<double> z = {0.0, -0.0, 1e-30, -1e-30, 1, -1, 10, -10, 40, -40, 80, -80};
  z.resize(std::min(z.size(), count));
  while (z.size() < count) z.push_back(numbers.one(-6, 6));
  return z;
}

Allowance allowance(const Case& c) {
  return c.act == Act::kGelu ? kGeluError : kActivationError;
}

template <class T>
void check_forward(const Case& c, size_t count) {
  SCOPED_TRACE(testing::Message() << "act " << static_cast<int>(c.act) << " alpha " << c.alpha);
  const std::vector<double> z = arguments(count);
  Guarded<T> in(z);
  const std::vector<T> got = on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    Guarded<T> y(count), same(z);
    kernels.activate(c.act, static_cast<T>(c.alpha), in.data(), y.data(), count);
    kernels.activate(c.act, static_cast<T>(c.alpha), same.data(), same.data(), count);
    EXPECT_TRUE(y.intact() && same.intact());
    EXPECT_TRUE(same_bits(y.values(), same.values())) << "in place";
    return y.values();
  });
  for (size_t i = 0; i < count; ++i) {
    const double at = static_cast<double>(in.data()[i]);  // 1e-30 is rounded
    const double want = reference::activate(c.act, c.alpha, at);
    const double size = std::abs(want) + std::abs(at * reference::slope(c.act, c.alpha, at)) +
                        (c.act == Act::kGelu ? std::abs(at) : 0);
    EXPECT_NEAR(static_cast<double>(got[i]), want, twin_tolerance<T>(allowance(c), 0, size))
        << "at " << at;
  }
}

template <class T>
void check_backward(const Case& c, size_t count, bool with_z) {
  SCOPED_TRACE(testing::Message() << "act " << static_cast<int>(c.act) << " alpha " << c.alpha
                                  << (with_z ? " from z" : " from y"));
  const std::vector<double> z = arguments(count), dy = Numbers(7).many(count);
  Guarded<T> in(z), delta(dy);
  const std::vector<T> got = on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    Guarded<T> y(count), dz(count), same(dy);
    const T alpha = static_cast<T>(c.alpha);
    const T* from = with_z ? in.data() : nullptr;
    kernels.activate(c.act, alpha, in.data(), y.data(), count);
    kernels.activate_backward(c.act, alpha, from, y.data(), delta.data(), dz.data(), count);
    kernels.activate_backward(c.act, alpha, from, y.data(), same.data(), same.data(), count);
    EXPECT_TRUE(dz.intact() && same.intact());
    EXPECT_TRUE(same_bits(dz.values(), same.values())) << "in place";
    return dz.values();
  });
  const double largest = std::max({1.8, std::abs(c.alpha)});
  for (size_t i = 0; i < count; ++i) {
    const double at = static_cast<double>(in.data()[i]);
    EXPECT_NEAR(static_cast<double>(got[i]), dy[i] * reference::slope(c.act, c.alpha, at),
                twin_tolerance<T>(kSlopeError, 0, largest * std::abs(dy[i])))
        << "at " << at;
  }
}

TEST(Activation, EqualsItsTwin) {
  for (const Case& c : kCases) {
    for (const size_t count : {0, 16, 32, 48, 240}) {
      check_forward<float>(c, count);
      check_forward<double>(c, count);
    }
  }
}

TEST(Activation, DerivativeEqualsItsTwin) {
  for (const Case& c : kCases) {
    for (const size_t count : {16, 240}) {
      check_backward<float>(c, count, true);
      check_backward<double>(c, count, true);
      if (!from_value(c)) continue;
      check_backward<float>(c, count, false);
      check_backward<double>(c, count, false);
    }
  }
}

// One input or one output with the activation in the same pass: the bits of the two apart.
template <class T>
void check_outer(const Case& c, size_t groups, size_t outputs, bool with_bias) {
  SCOPED_TRACE(testing::Message() << "act " << static_cast<int>(c.act) << ", " << groups
                                  << " groups, " << outputs << " outputs, bias " << with_bias);
  Numbers numbers(groups * 100 + outputs);
  Guarded<T> x(numbers.many(groups * kLanes)), w(numbers.many(outputs), 3),
      bias(numbers.many(outputs), 1);
  const size_t count = groups * outputs * kLanes;
  const T* start = with_bias ? bias.data() : nullptr;
  const T alpha = static_cast<T>(c.alpha);
  on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    Guarded<T> value(count), dz(count), two(count), dtwo(count);
    kernels.outer(
        {x.data(), w.data(), start, value.data(), groups, outputs, c.act, alpha, nullptr});
    kernels.product(
        {x.data(), w.data(), start, two.data(), groups, 1, outputs, outputs, 1, false, false});
    kernels.activate(c.act, alpha, two.data(), two.data(), count);
    EXPECT_TRUE(value.intact());
    EXPECT_TRUE(same_bits(value.values(), two.values())) << "forward";
    kernels.outer(
        {x.data(), w.data(), nullptr, dz.data(), groups, outputs, c.act, alpha, value.data()});
    kernels.product(
        {x.data(), w.data(), nullptr, dtwo.data(), groups, 1, outputs, 1, 1, false, false});
    kernels.activate_backward(c.act, alpha, nullptr, two.data(), dtwo.data(), dtwo.data(), count);
    EXPECT_TRUE(dz.intact());
    EXPECT_TRUE(same_bits(dz.values(), dtwo.values())) << "backward";
    std::vector<T> all = value.values(), back = dz.values();
    all.insert(all.end(), back.begin(), back.end());
    return all;
  });
}

TEST(Activation, WithAProductInOnePassGivesTheBitsOfTwo) {
  for (const Case& c : kCases) {
    if (!from_value(c)) continue;  // never in place, so never in one pass
    for (const size_t outputs : {1, 2, 7, 16, 17}) {
      for (const size_t groups : {1, 2, 5}) {
        check_outer<float>(c, groups, outputs, outputs % 2 == 0);
        check_outer<double>(c, groups, outputs, outputs % 2 == 1);
      }
    }
  }
}

TEST(Activation, NanPassesAndInfinitiesHaveLimits) {
  constexpr float kInf = std::numeric_limits<float>::infinity();
  std::vector<double> z(16, kNan<double>);
  z[1] = kInf, z[2] = -kInf;
  for (const Case& c : kCases) {
    SCOPED_TRACE(static_cast<int>(c.act));
    Guarded<float> in(z);
    on_targets<float>([&](const cpu::Kernels<float>& kernels) {
      Guarded<float> y(16);
      kernels.activate(c.act, static_cast<float>(c.alpha), in.data(), y.data(), 16);
      for (const size_t i : {0, 3, 7, 8, 15}) EXPECT_TRUE(std::isnan(y.data()[i])) << i;
      const auto limits = [&](float high, float low) {
        EXPECT_EQ(y.data()[1], high);
        EXPECT_EQ(y.data()[2], low);
      };
      if (c.act == Act::kTanh) limits(1, -1);
      if (c.act == Act::kSigmoid && c.alpha > 0) limits(1, 0);
      if (c.act == Act::kRelu) limits(kInf, 0);
      return std::vector<float>{y.data()[1], y.data()[2]};
    });
  }
}

}  // namespace
}  // namespace gradus::engine
