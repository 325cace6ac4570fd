#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/reference.hpp"
#include "support/lanes.hpp"
#include "support/targets.hpp"
#include "support/tolerance.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

template <class T>
void check(size_t samples, size_t n, double reach) {
  SCOPED_TRACE(testing::Message() << samples << " samples of " << n << " within " << reach);
  Numbers numbers(samples * 100 + n);
  const std::vector<double> z = numbers.many(samples * n, -reach, reach);
  const std::vector<double> dy = numbers.many(samples * n);
  // Lanes beyond the samples are NaN, which must stay there.
  const AlignedVector<T> in = to_lanes<T>(z, n), delta = to_lanes<T>(dy, n);
  const size_t groups = groups_of(samples), count = groups * n * kLanes;
  std::vector<double> y;
  const auto both = [&](const cpu::Kernels<T>& kernels) {
    Guarded<T> out(count), dz(count), same(count), dsame(count);
    kernels.softmax(in.data(), out.data(), groups, n);
    kernels.softmax_backward(out.data(), delta.data(), dz.data(), groups, n);
    std::copy_n(in.data(), count, same.data());
    std::copy_n(delta.data(), count, dsame.data());
    kernels.softmax(same.data(), same.data(), groups, n);
    kernels.softmax_backward(same.data(), dsame.data(), dsame.data(), groups, n);
    EXPECT_TRUE(out.intact() && dz.intact() && same.intact() && dsame.intact());
    y = from_lanes(out.data(), samples, n);
    std::vector<double> all = y;
    const std::vector<double> back = from_lanes(dz.data(), samples, n);
    EXPECT_TRUE(same_bits(y, from_lanes(same.data(), samples, n))) << "in place";
    EXPECT_TRUE(same_bits(back, from_lanes(dsame.data(), samples, n))) << "in place";
    all.insert(all.end(), back.begin(), back.end());
    return std::vector<T>(all.begin(), all.end());
  };
  const std::vector<T> got = on_targets<T>(both);
  const double terms = static_cast<double>(n);
  for (size_t s = 0; s < samples; ++s) {
    std::vector<double> want(n), back(n);
    reference::softmax({&z[s * n], n}, want);
    reference::softmax_backward({&y[s * n], n}, {&dy[s * n], n}, back);
    const double most = *std::max_element(&z[s * n], &z[s * n] + n);
    double dot = 0;
    for (size_t j = 0; j < n; ++j) dot += y[s * n + j] * std::abs(dy[s * n + j]);
    for (size_t j = 0; j < n; ++j) {
      const size_t at = s * n + j;
      ASSERT_NEAR(static_cast<double>(got[at]), want[j],
                  twin_tolerance<T>(kSoftmaxError, terms, want[j] * (1 + most - z[at])));
      ASSERT_NEAR(
          static_cast<double>(got[samples * n + at]), back[j],
          twin_tolerance<T>(kSoftmaxBackwardError, terms, y[at] * (dot + std::abs(dy[at]))));
    }
  }
}

TEST(Softmax, EqualsItsTwin) {
  for (const size_t n : {1, 2, 3, 5, 7, 11, 13, 15, 16, 17, 31, 33, 64, 65}) {
    for (const size_t samples : {1, 15, 16, 17, 33}) {
      check<float>(samples, n, 4);
      check<double>(samples, n, 4);
    }
    check<float>(16, n, 300);  // without the largest subtracted, exp would overflow
    check<double>(16, n, 3000);
  }
}

TEST(Softmax, NanPasses) {
  std::vector<double> z(16 * 3, 0.5);
  z[5 * 3 + 1] = kNan<double>;
  const AlignedVector<float> in = to_lanes<float>(z, 3);
  on_targets<float>([&](const cpu::Kernels<float>& kernels) {
    Guarded<float> y(16 * 3);
    kernels.softmax(in.data(), y.data(), 1, 3);
    const std::vector<double> rows = from_lanes(y.data(), 16, 3);
    std::vector<float> bad;
    for (size_t i = 0; i < rows.size(); ++i) {
      EXPECT_EQ(std::isnan(rows[i]), i / 3 == 5) << i;
      bad.push_back(std::isnan(rows[i]) ? 1.0F : 0.0F);
    }
    return bad;
  });
}

}  // namespace
}  // namespace gradus::engine
