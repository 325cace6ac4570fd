#include <gtest/gtest.h>

#include <cmath>

#include "engine/reference_image.hpp"
#include "support/lanes.hpp"
#include "support/targets.hpp"
#include "support/tolerance.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

template <class T>
std::vector<T> present(const Guarded<T>& from, size_t samples, size_t features) {
  std::vector<T> all;
  for (size_t r = 0; r < samples; ++r)
    for (size_t f = 0; f < features; ++f)
      all.push_back(const_cast<Guarded<T>&>(from).data()[lane_place(r, f, features)]);
  return all;
}

// One multiplication: exact. The weights' gradient is a sum over the samples, beyond which x and dy
// are NaN.
template <class T>
void check(size_t samples, size_t features, bool accumulate) {
  SCOPED_TRACE(testing::Message() << samples << " samples of " << features << " accumulate "
                                  << accumulate);
  Numbers numbers(samples * 100 + features);
  const std::vector<double> x = numbers.many(samples * features),
                            dy = numbers.many(samples * features), alpha = numbers.many(features),
                            old = numbers.many(features);
  const AlignedVector<T> x_lanes = to_lanes<T>(x, features), dy_lanes = to_lanes<T>(dy, features);
  Guarded<T> slopes(alpha, 3);
  const size_t lanes = groups_of(samples) * kLanes * features;
  const auto start = [&] { return accumulate ? Guarded<T>(old, 1) : Guarded<T>(features, 1); };
  const std::vector<T> got = on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    Guarded<T> y(lanes), dx(lanes), same(lanes), dalpha = start(), dalpha2 = start(),
                                                 dalpha3 = start();
    cpu::PReluArgs<T> a{};
    a.x = x_lanes.data(), a.alpha = slopes.data(), a.y = y.data();
    a.samples = samples, a.features = features, a.accumulate = accumulate;
    kernels.prelu(a);
    a.dy = dy_lanes.data(), a.dx = dx.data(), a.dalpha = dalpha.data();
    kernels.prelu(a);
    std::copy_n(dy_lanes.data(), lanes, same.data());
    a.dy = a.dx = same.data(), a.dalpha = dalpha2.data();
    kernels.prelu(a);
    a.dy = dy_lanes.data(), a.dx = nullptr, a.dalpha = dalpha3.data();
    kernels.prelu(a);
    EXPECT_TRUE(y.intact() && dx.intact() && same.intact() && dalpha.intact());
    std::vector<T> all = present(y, samples, features), grads = present(dx, samples, features);
    EXPECT_TRUE(same_bits(grads, present(same, samples, features))) << "in place of dy";
    EXPECT_TRUE(same_bits(dalpha.values(), dalpha2.values()));
    EXPECT_TRUE(same_bits(dalpha.values(), dalpha3.values())) << "without dx";
    all.insert(all.end(), grads.begin(), grads.end());
    for (const T v : dalpha.values()) all.push_back(v);
    return all;
  });
  const size_t count = samples * features;
  std::vector<double> y(count), dx(count), dalpha(features, 0), size(features, 0), unused(count);
  if (accumulate) dalpha = old, size = absolute(old);
  reference::prelu(x, alpha, y);
  reference::prelu_backward(x, alpha, dy, dx, dalpha);
  for (size_t i = 0; i < count; ++i)
    if (x[i] < 0) size[i % features] += std::abs(dy[i] * x[i]);
  for (size_t i = 0; i < count; ++i) {
    ASSERT_EQ(got[i], static_cast<T>(y[i])) << "row " << i / features << " value " << i % features;
    ASSERT_EQ(got[count + i], static_cast<T>(dx[i])) << "gradient of value " << i;
  }
  for (size_t f = 0; f < features; ++f)
    ASSERT_NEAR(static_cast<double>(got[2 * count + f]), dalpha[f],
                twin_tolerance<T>(kWeightGradientError, static_cast<double>(samples), size[f]))
        << "dalpha " << f;
}

TEST(PRelu, EqualsItsTwin) {
  for (const size_t samples : {1, 2, 15, 16, 17, 33, 40}) {
    for (const size_t features : {1, 2, 3, 5, 6, 8, 15, 16, 17, 31, 32, 33, 100}) {
      for (const bool accumulate : {false, true}) {
        check<float>(samples, features, accumulate);
        check<double>(samples, features, accumulate);
      }
    }
  }
}

// x < 0 asks for neither zero nor NaN: both go through as they are.
TEST(PRelu, ZeroAndNanPass) {
  std::vector<double> x(16, kNan<double>);
  x[0] = 0.0, x[1] = -0.0;
  Guarded<float> in(x), alpha(std::vector<double>{0.5});
  on_targets<float>([&](const cpu::Kernels<float>& kernels) {
    Guarded<float> y(16);
    cpu::PReluArgs<float> a{};
    a.x = in.data(), a.alpha = alpha.data(), a.y = y.data();
    a.samples = 16, a.features = 1;
    kernels.prelu(a);
    EXPECT_EQ(y.data()[0], 0.0F);
    EXPECT_FALSE(std::signbit(y.data()[0]));
    EXPECT_TRUE(std::signbit(y.data()[1]));
    for (size_t i = 2; i < 16; ++i) EXPECT_TRUE(std::isnan(y.data()[i])) << i;
    return std::vector<float>(y.data(), y.data() + 2);
  });
}

// Samples are added one after the other, so that a batch cut in runs gives the bits of one.
TEST(PRelu, CutInRunsGivesTheSameBits) {
  const size_t samples = 71, features = 19;
  Numbers numbers(1);
  const AlignedVector<float> x = to_lanes<float>(numbers.many(samples * features), features);
  const AlignedVector<float> dy = to_lanes<float>(numbers.many(samples * features), features);
  Guarded<float> alpha(numbers.many(features));
  on_targets<float>([&](const cpu::Kernels<float>& kernels) {
    Guarded<float> whole(features), parts(features);
    cpu::PReluArgs<float> a{};
    a.x = x.data(), a.alpha = alpha.data(), a.dy = dy.data(), a.dalpha = whole.data();
    a.samples = samples, a.features = features;
    kernels.prelu(a);
    a.dalpha = parts.data();
    for (size_t first = 0; first < samples; first += kLanes) {
      a.x = x.data() + first * features, a.dy = dy.data() + first * features;
      a.samples = std::min(kLanes, samples - first);
      a.accumulate = first > 0;
      kernels.prelu(a);
    }
    EXPECT_TRUE(same_bits(whole.values(), parts.values()));
    return whole.values();
  });
}

}  // namespace
}  // namespace gradus::engine
