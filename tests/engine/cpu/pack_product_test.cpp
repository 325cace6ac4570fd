// The kernels of packs against plain loops with the same fused multiply-adds: the same bits.
#include <gtest/gtest.h>

#include <cmath>

#include "support/lanes.hpp"
#include "support/targets.hpp"

namespace gradus::engine {
namespace {

using namespace gradus::test;

template <class T>
AlignedVector<T> random_vectors(Numbers& numbers, size_t count) {
  AlignedVector<T> all(count * kLanes);
  for (T& v : all) v = static_cast<T>(numbers.one());
  return all;
}

enum class Start { kZero, kBias, kOld };

struct Case {
  size_t samples, inputs, outputs;
  Start start;
  bool relu, transposed;
};

template <class T>
void check_product(const Case& c) {
  SCOPED_TRACE(testing::Message() << c.samples << " samples, " << c.inputs << " x " << c.outputs
                                  << " start " << static_cast<int>(c.start) << " relu " << c.relu
                                  << " transposed " << c.transposed);
  Numbers numbers(7);
  const AlignedVector<T> x = random_vectors<T>(numbers, c.samples * c.inputs),
                         w = random_vectors<T>(numbers, c.inputs * c.outputs),
                         bias = random_vectors<T>(numbers, c.outputs),
                         old = random_vectors<T>(numbers, c.samples * c.outputs);
  const size_t w_k = c.transposed ? 1 : c.outputs, w_o = c.transposed ? c.inputs : 1;
  const std::vector<T> got = on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    Guarded<T> y(old.size());
    std::copy(old.begin(), old.end(), y.data());
    kernels.pack_product({x.data(), w.data(), c.start == Start::kBias ? bias.data() : nullptr,
                          y.data(), c.samples, c.inputs, c.outputs, w_k, w_o, c.relu,
                          c.start == Start::kOld});
    EXPECT_TRUE(y.intact());
    return y.values();
  });
  for (size_t s = 0; s < c.samples; ++s) {
    for (size_t o = 0; o < c.outputs; ++o) {
      for (size_t lane = 0; lane < kLanes; ++lane) {
        const size_t at = (s * c.outputs + o) * kLanes + lane;
        T sum = c.start == Start::kBias  ? bias[o * kLanes + lane]
                : c.start == Start::kOld ? old[at]
                                         : T(0);
        for (size_t k = 0; k < c.inputs; ++k)
          sum = std::fma(x[(s * c.inputs + k) * kLanes + lane],
                         w[(k * w_k + o * w_o) * kLanes + lane], sum);
        if (c.relu && sum < 0) sum = 0;
        ASSERT_EQ(got[at], sum) << "sample " << s << " output " << o << " lane " << lane;
      }
    }
  }
}

TEST(PackProduct, AgreesWithPlainLoopsAtOddSizes) {
  for (const size_t samples : {1, 2, 4, 5, 7})
    for (const size_t inputs : {1, 2, 3, 7})
      for (const size_t outputs : {1, 2, 3, 4, 5, 9})
        for (const Start start : {Start::kZero, Start::kBias, Start::kOld})
          for (const bool flag : {false, true}) {
            check_product<float>({samples, inputs, outputs, start, flag, !flag});
            check_product<double>({samples, inputs, outputs, start, flag, flag});
          }
}

template <class T>
void check_gradient(size_t samples, size_t inputs, size_t outputs, bool biased, bool accumulate) {
  SCOPED_TRACE(testing::Message() << samples << " samples, " << inputs << " x " << outputs
                                  << " biased " << biased << " accumulate " << accumulate);
  Numbers numbers(8);
  const AlignedVector<T> x = random_vectors<T>(numbers, samples * inputs),
                         dy = random_vectors<T>(numbers, samples * outputs),
                         old = random_vectors<T>(numbers, (inputs + 1) * outputs);
  const size_t weights = inputs * outputs * kLanes;
  const std::vector<T> got = on_targets<T>([&](const cpu::Kernels<T>& kernels) {
    Guarded<T> dw(old.size());
    std::copy(old.begin(), old.end(), dw.data());
    kernels.pack_gradient({x.data(), dy.data(), dw.data(), biased ? dw.data() + weights : nullptr,
                           samples, inputs, outputs, accumulate});
    EXPECT_TRUE(dw.intact());
    return dw.values();
  });
  for (size_t i = 0; i <= inputs; ++i) {
    for (size_t o = 0; o < outputs; ++o) {
      for (size_t lane = 0; lane < kLanes; ++lane) {
        const size_t at = (i * outputs + o) * kLanes + lane;
        T sum = accumulate ? old[at] : T(0);
        for (size_t s = 0; s < samples; ++s) {
          const T in = i == inputs ? T(1) : x[(s * inputs + i) * kLanes + lane];
          sum = std::fma(in, dy[(s * outputs + o) * kLanes + lane], sum);
        }
        ASSERT_EQ(got[at], i == inputs && !biased ? old[at] : sum)
            << "input " << i << " output " << o << " lane " << lane;
      }
    }
  }
}

TEST(PackGradient, AgreesWithPlainLoopsAtOddSizes) {
  for (const size_t samples : {1, 3, 6})
    for (const size_t inputs : {1, 2, 3, 6, 7, 9})
      for (const size_t outputs : {1, 2, 3, 4, 6, 7})
        for (const bool biased : {false, true})
          for (const bool accumulate : {false, true}) {
            check_gradient<float>(samples, inputs, outputs, biased, accumulate);
            check_gradient<double>(samples, inputs, outputs, biased, accumulate);
          }
}

TEST(PackPenalty, IsEachNetworksOwn) {
  Numbers numbers(9);
  AlignedVector<float> w = random_vectors<float>(numbers, 5);
  const AlignedVector<float> g = random_vectors<float>(numbers, 5),
                             l1 = random_vectors<float>(numbers, 1),
                             l2 = random_vectors<float>(numbers, 1);
  w[3] = 0;
  const std::vector<float> got = on_targets<float>([&](const cpu::Kernels<float>& kernels) {
    Guarded<float> sum(g.size());
    std::copy(g.begin(), g.end(), sum.data());
    kernels.pack_penalty(w.data(), sum.data(), 5, l1.data(), l2.data());
    EXPECT_TRUE(sum.intact());
    return sum.values();
  });
  for (size_t i = 0; i < g.size(); ++i) {
    const size_t lane = i % kLanes;
    const float sign = w[i] > 0 ? l1[lane] : w[i] < 0 ? -l1[lane] : 0;
    EXPECT_EQ(got[i], std::fma(l2[lane] + l2[lane], w[i], g[i]) + sign) << i;
  }
}

TEST(PackTotals, AddsRowsByTheTreeAndSeesWhatIsNotFinite) {
  for (const cpu::Kernels<float>& kernels : kernel_tables<float>()) {
    for (const size_t banks : {1, 2, 4, 8, 16}) {
      Numbers numbers(9);
      AlignedVector<double> sums(16 * kLanes), total(kLanes, 0.5);
      for (double& v : sums) v = numbers.one() * 1e-3 + numbers.one();
      AlignedVector<double> want(kLanes);
      for (size_t lane = 0; lane < kLanes; ++lane) {
        std::vector<double> rows(banks);
        for (size_t b = 0; b < banks; ++b) rows[b] = sums[b * kLanes + lane];
        for (size_t half = banks / 2; half > 0; half /= 2)
          for (size_t b = 0; b < half; ++b) rows[b] += rows[half + b];
        want[lane] = rows[0];
      }
      AlignedVector<double> used = sums;
      EXPECT_TRUE(kernels.pack_totals(used.data(), banks, total.data(), false));
      EXPECT_EQ(total, want);
      used = sums;
      EXPECT_TRUE(kernels.pack_totals(used.data(), banks, total.data(), true));
      for (double& v : want) v += v;
      EXPECT_EQ(total, want);
      for (size_t lane = 0; lane < kLanes; ++lane) {
        used = sums;
        used[lane] = lane % 2 == 0 ? HUGE_VAL : std::nan("");
        EXPECT_FALSE(kernels.pack_totals(used.data(), banks, total.data(), false)) << lane;
      }
    }
  }
}

}  // namespace
}  // namespace gradus::engine
